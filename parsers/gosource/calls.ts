import type { Node } from "web-tree-sitter";
import type { WrittenArgument } from "./go-facts.js";

/** What is called with the parenthesis that a leaf of the tree is: `store.New`; null where that is no name. */
export function calleeOf(leaf: Node): string | null {
  const callee = callOf(leaf)?.childForFieldName("function") ?? null;
  return callee !== null && isName(callee) ? callee.text : null;
}

/** Which argument of the call whose parenthesis a leaf is holds another. */
export function argumentHolding(leaf: Node, made: Node): WrittenArgument | null {
  const call = callOf(leaf);
  const callee = call?.childForFieldName("function") ?? null;
  const list = call?.childForFieldName("arguments") ?? null;
  if (callee === null || list === null) return null;
  const written = list.namedChildren.filter(({ type }) => type !== "comment");
  const index = written.findIndex(
    ({ startIndex, endIndex }) => startIndex <= made.startIndex && made.endIndex <= endIndex,
  );
  return index < 0 ? null : { callee: callee.text, index };
}

/** The last name of the selector whose dot a leaf is: `record` of `r.record`. */
export function selectedName(leaf: Node): string | null {
  if (leaf.type !== "." || leaf.parent?.type !== "selector_expression") return null;
  return leaf.parent.childForFieldName("field")?.text ?? null;
}

/** The statement that a leaf is the word of, or that calls the function literal which a leaf begins. */
export function startedBy(leaf: Node): "go" | "defer" | null {
  let node = leaf.parent;
  if (leaf.type === "func") {
    const call = node?.parent;
    if (node?.type !== "func_literal" || call?.childForFieldName("function")?.startIndex !== leaf.startIndex)
      return null;
    node = call.parent;
  } else if (leaf.type !== "go" && leaf.type !== "defer") return null;
  if (node?.type === "go_statement") return "go";
  return node?.type === "defer_statement" ? "defer" : null;
}

function callOf(leaf: Node): Node | null {
  const call = leaf.type === "(" && leaf.parent?.type === "argument_list" ? leaf.parent.parent : null;
  return call?.type === "call_expression" ? call : null;
}

function isName({ type, firstNamedChild }: Node): boolean {
  if (type === "identifier") return true;
  return type === "selector_expression" && firstNamedChild !== null && isName(firstNamedChild);
}
