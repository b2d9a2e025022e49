import type { Node } from "web-tree-sitter";
import { FUNCTION_TYPES } from "./functions.js";
import type { Branch } from "./go-facts.js";

/** Parts of a switch or a select of which one runs. */
const CASES: ReadonlySet<string> = new Set(["expression_case", "default_case", "type_case", "communication_case"]);

/**
 * The outermost branch that the leaf `inside` is in and the leaf `outside` is not, both of one function; null where all
 * that runs after `outside` comes to `inside`. `name`: of the variable whose address is looked for.
 */
export function branchBetween(inside: Node, outside: Node, name: string): Branch | null {
  const holds = (node: Node, part: Node) => node.startIndex <= part.startIndex && part.endIndex <= node.endIndex;
  let branch: Node | null = null;
  let node: Node | null = inside;
  for (; node !== null && !holds(node, outside); node = node.parent) {
    // What a function literal does is another function's.
    if (node.type === "func_literal") return null;
    if (CASES.has(node.type) || (node.type === "block" && node.parent?.type === "if_statement")) branch = node;
  }
  while (node !== null && !FUNCTION_TYPES.includes(node.type)) node = node.parent;
  if (branch === null || node === null) return null;
  const around = branch;
  const elsewhere = node
    .descendantsOfType(["unary_expression", "func_literal", "call_expression"])
    .some((each) => !holds(around, each) && !holds(each, around) && takesAddress(each, name));
  return {
    lines: { from: branch.startPosition.row + 1, to: branch.endPosition.row + 1 },
    isOnlyOne: !elsewhere,
  };
}

/** Whether an expression takes the address of a variable, or may: a method can be one of the pointer. */
function takesAddress(node: Node, name: string): boolean {
  if (node.type === "func_literal") {
    return node.descendantsOfType("identifier").some(({ text }) => text === name);
  }
  if (node.type === "unary_expression") {
    const operand = node.childForFieldName("operand");
    return node.text.startsWith("&") && operand !== null && firstName(operand) === name;
  }
  const called = node.childForFieldName("function");
  return called?.type === "selector_expression" && firstName(called) === name;
}

/** `x` of `x.f[1]`. */
function firstName(node: Node): string {
  let at: Node | null = node;
  while (at !== null && at.type !== "identifier") at = at.firstNamedChild;
  return at?.text ?? "";
}
