import type { Node } from "web-tree-sitter";
import { FUNCTION_TYPES } from "./functions.js";
import type { Surroundings } from "./go-facts.js";
import { parametersOf } from "./signatures.js";

/** What stands around a leaf of the tree. */
export function surroundingsOf(leaf: Node): Surroundings {
  const parameters: string[] = [];
  const takers: string[] = [];
  for (let node: Node | null = leaf; node !== null; node = node.parent) {
    if (!FUNCTION_TYPES.includes(node.type)) continue;
    parameters.push(...parametersOf(node));
    const call = node.parent?.type === "argument_list" ? node.parent.parent : null;
    const callee = call?.type === "call_expression" ? call.childForFieldName("function") : null;
    if (callee != null) takers.push(callee.text);
  }
  return { parameters, takers };
}
