import type { Node } from "web-tree-sitter";
import type { GoFunction, GoLoop } from "./go-facts.js";
import type { Positions } from "./positions.js";

export const FUNCTION_TYPES = ["function_declaration", "method_declaration", "func_literal"];

interface Open {
  readonly index: number;
  readonly endIndex: number;
  readonly name: string | null;
  readonly isLiteral: boolean;
  literals: number;
}

/** Functions and loops of a tree, by where they start. */
export function functionsAndLoops(
  root: Node,
  positions: Positions,
): { readonly functions: GoFunction[]; readonly loops: GoLoop[] } {
  const functions: GoFunction[] = [];
  const loops: GoLoop[] = [];
  const open: Open[] = [];
  for (const node of root.descendantsOfType([...FUNCTION_TYPES, "for_statement"])) {
    while ((open.at(-1)?.endIndex ?? Number.POSITIVE_INFINITY) <= node.startIndex) open.pop();
    const outer = open.at(-1) ?? null;
    if (node.type === "for_statement") {
      const loop = loopOf(node, positions, outer?.index ?? null);
      if (loop !== null) loops.push(loop);
      continue;
    }
    const isLiteral = node.type === "func_literal";
    const name = isLiteral ? literalName(outer) : declaredName(node);
    open.push({ index: functions.length, endIndex: node.endIndex, name, isLiteral, literals: 0 });
    functions.push({
      kind: isLiteral ? "literal" : node.type === "method_declaration" ? "method" : "function",
      name,
      at: positions.startOf(isLiteral ? node : (node.child(1) ?? node)),
      extent: positions.extentOf(node),
      outer: outer?.index ?? null,
      isGeneric: !isLiteral && hasTypeParameters(node),
    });
  }
  return { functions, loops };
}

/** The compiler numbers literals in the order of the source, all those in one function or literal together. */
function literalName(outer: Open | null): string | null {
  if (outer === null) return null;
  outer.literals++;
  if (outer.name === null) return null;
  return outer.isLiteral ? `${outer.name}.${outer.literals}` : `${outer.name}.func${outer.literals}`;
}

function declaredName(node: Node): string | null {
  const name = node.childForFieldName("name")?.text ?? "_";
  if (name === "_") return null;
  if (node.type === "function_declaration") return name === "init" ? null : name;
  let type = node
    .childForFieldName("receiver")
    ?.namedChildren.find((child) => child.type === "parameter_declaration")?.lastNamedChild;
  let isPointer = false;
  while (type != null && type.type !== "type_identifier") {
    if (type.type === "pointer_type") isPointer = true;
    type = type.type === "generic_type" ? type.childForFieldName("type") : type.firstNamedChild;
  }
  if (type == null) return null;
  return isPointer ? `(*${type.text}).${name}` : `${type.text}.${name}`;
}

function hasTypeParameters(node: Node): boolean {
  if (node.childForFieldName("type_parameters") !== null) return true;
  const receiver = node.childForFieldName("receiver");
  return receiver !== null && receiver.descendantsOfType("generic_type").length > 0;
}

function loopOf(node: Node, positions: Positions, index: number | null): GoLoop | null {
  const body = node.childForFieldName("body");
  if (body === null) return null;
  const clause = node.namedChildren.find((child) => child.type === "range_clause");
  const left = clause?.children.some((child) => child.type === ":=") ? clause.childForFieldName("left") : null;
  return {
    kind: clause === undefined ? "for" : "range",
    at: positions.startOf(node),
    extent: positions.extentOf(node),
    body: positions.extentOf(body),
    variables: left == null ? null : positions.extentOf(left),
    function: index,
  };
}
