import type { Node } from "web-tree-sitter";
import { FUNCTION_TYPES } from "./functions.js";
import type { Surroundings } from "./go-facts.js";
import { parametersOf } from "./signatures.js";

/** What stands around a leaf of the tree. */
export function surroundingsOf(leaf: Node): Surroundings {
  const parameters: string[] = [];
  const takers: string[] = [];
  const conditions: string[] = [];
  let declared: Node | null = null;
  for (let node: Node | null = leaf; node !== null; node = node.parent) {
    if (node.type === "block" && node.parent?.type === "if_statement" && declared === null) {
      const { parent } = node;
      const condition = parent.childForFieldName("condition");
      if (condition !== null && parent.childForFieldName("consequence")?.id === node.id)
        conditions.push(condition.text);
    }
    if (!FUNCTION_TYPES.includes(node.type)) continue;
    declared = node;
    parameters.push(...parametersOf(node));
    const call = node.parent?.type === "argument_list" ? node.parent.parent : null;
    const callee = call?.type === "call_expression" ? call.childForFieldName("function") : null;
    if (callee != null) takers.push(callee.text);
  }
  const method = declared?.type === "method_declaration" ? (declared.childForFieldName("name")?.text ?? null) : null;
  const result = declared?.childForFieldName("result")?.type ?? null;
  const receiver = method === null || declared === null ? null : (parametersOf(declared)[0] ?? null);
  const returnsNamedType = NAMED.has(result ?? "");
  return { parameters, takers, conditions, method, receiver, returnsNamedType, literal: literalOf(leaf) };
}

const NAMED: ReadonlySet<string> = new Set(["type_identifier", "qualified_type", "generic_type"]);

/** How many parameters the function literal has that a leaf begins; null where it begins none. */
function literalOf({ type, parent }: Node): number | null {
  return type === "func" && parent?.type === "func_literal" ? parametersOf(parent).length : null;
}

/** Whether a function literal in the function around a leaf sets a variable of a name. */
export function setsInLiteral(leaf: Node, name: string): boolean {
  const writes =
    declarationAround(leaf)?.descendantsOfType(["assignment_statement", "inc_statement", "dec_statement"]) ?? [];
  return writes.some((node) => {
    const set = node.type === "assignment_statement" ? listOf(node, "left") : node.namedChildren;
    return set.some(({ text }) => text === name) && isInLiteral(node);
  });
}

function isInLiteral(node: Node): boolean {
  for (let at = node.parent; at !== null; at = at.parent) if (at.type === "func_literal") return true;
  return false;
}

/** The declaration around a leaf. */
function declarationAround(leaf: Node): Node | null {
  let around: Node | null = leaf;
  while (around !== null && around.parent !== null && around.parent.type !== "source_file") around = around.parent;
  return around;
}

/** Whether the function around a leaf gives a variable's slice room before anything is appended: a capacity, or `[:0]`. */
export function givesRoom(leaf: Node, name: string): boolean {
  const writes =
    declarationAround(leaf)?.descendantsOfType(["short_var_declaration", "assignment_statement", "var_spec"]) ?? [];
  return writes.some((node) => {
    const isSpec = node.type === "var_spec";
    const left = isSpec ? node.childrenForFieldName("name").filter(({ isNamed }) => isNamed) : listOf(node, "left");
    const right = listOf(node, isSpec ? "value" : "right");
    const at = left.findIndex(({ text }) => text === name);
    const value = at < 0 ? undefined : right[at];
    return value !== undefined && hasRoom(value);
  });
}

function listOf(node: Node, field: string): Node[] {
  return node.childForFieldName(field)?.namedChildren.filter(({ type }) => type !== "comment") ?? [];
}

function hasRoom(value: Node): boolean {
  if (value.type === "slice_expression") return /\[:0\]$/.test(value.text);
  const callee = value.type === "call_expression" ? value.childForFieldName("function")?.text : null;
  if (callee === "slices.Grow") return true;
  return callee === "make" && listOf(value, "arguments").length === 3;
}
