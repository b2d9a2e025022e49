import type { Node } from "web-tree-sitter";
import { CLOSING_NAMES } from "./closing-names.js";
import { canBeHidden, FUNCTIONS, nameResults, PARAMETERS } from "./closings.js";
import type { Closing, Place, ResultFlow, TextEdit } from "./go-facts.js";

/** Types of values that lead nowhere. */
const SCALAR = /^(?:bool|u?int\d*|byte|rune|float\d+|complex\d+|uintptr)$/;

/** What closing results needs to know of a function. */
export interface ResultFacts {
  /** As the compiler calls it, perhaps with its package. */
  readonly name: string;
  readonly placeOf: (node: Node) => Place;
  /** Results that the parameter at a place flows to, and goes on to do so. */
  readonly flowsAt: (place: Place) => readonly ResultFlow[];
}

/** Hides what the function around a leaf returns, in the same lines. What comes from its parameters still goes out. */
export function closeResults(leaf: Node, { name, placeOf, flowsAt }: ResultFacts): Closing {
  let owner: Node | null = leaf;
  while (owner !== null && !FUNCTIONS.has(owner.type)) owner = owner.parent;
  const body = owner?.childForFieldName("body") ?? null;
  const own = owner?.childForFieldName("name")?.text;
  const isNamed = own === undefined ? /\.func\d+(?:\.\d+)*$/.test(name) : /[^.]+$/.exec(name)?.[0] === own;
  if (owner === null || body === null || !isNamed) return { refused: "the function is not found at its place" };
  const named = nameResults(owner);
  if (named === null) return { refused: "its results cannot be named" };
  const types = resultTypes(owner);
  const edits: TextEdit[] = [...named.edits];
  const closed: string[] = [];
  for (const statement of returnsOf(body)) {
    const values = (statement.namedChildren.find(({ type }) => type === "expression_list")?.namedChildren ?? []).filter(
      ({ type }) => type !== "comment",
    );
    if (values.length === 0) return { refused: "it returns by the names of its results" };
    if (values.length !== types.length) return { refused: "it returns the results of a call as they are" };
    values.forEach((value, i) => {
      const type = types[i] ?? "";
      if (SCALAR.test(type) || !canBeHidden(value)) return;
      const { startIndex: start, endIndex: end } = value;
      edits.push({ start, end: start, text: `${CLOSING_NAMES.hide}[${type}](` }, { start: end, end, text: ")" });
      closed.push(value.text.replace(/\s+/g, " "));
    });
  }
  if (closed.length === 0) return { refused: "it returns nothing that can be hidden" };
  const flows = parameterNames(owner).flatMap((parameter) =>
    flowsAt(placeOf(parameter)).flatMap(({ result: printed, content }) => {
      const index = /^~r(\d+)$/.exec(printed)?.[1];
      const result = index === undefined ? named.names.find((each) => each === printed) : named.names[Number(index)];
      const like = content ? CLOSING_NAMES.likeContent : CLOSING_NAMES.like;
      return result === undefined ? [] : [`${result} = ${like}(${result}, ${parameter.text})`];
    }),
  );
  if (flows.length > 0) {
    const at = body.startIndex + 1;
    edits.push({ start: at, end: at, text: ` if ${CLOSING_NAMES.never} { ${flows.join("; ")} };` });
  }
  return { edits, closed: [...new Set(closed)].join(", ") };
}

function resultTypes(owner: Node): string[] {
  const result = owner.childForFieldName("result");
  if (result === null) return [];
  const text = (node: Node | null) => (node?.text ?? "").replace(/\s+/g, " ");
  if (result.type !== "parameter_list") return [text(result)];
  return result.namedChildren
    .filter(({ type }) => type === "parameter_declaration")
    .flatMap((each) => {
      const names = each.childrenForFieldName("name").filter(({ isNamed }) => isNamed).length;
      return Array.from({ length: Math.max(1, names) }, () => text(each.childForFieldName("type")));
    });
}

/** The return statements of a function, without those of literals in it. */
function returnsOf(body: Node): Node[] {
  const found: Node[] = [];
  const visit = (node: Node): void => {
    for (const each of node.namedChildren) {
      if (each.type === "return_statement") found.push(each);
      if (each.type !== "func_literal") visit(each);
    }
  };
  visit(body);
  return found;
}

function parameterNames(owner: Node): Node[] {
  return ["receiver", "parameters"].flatMap((list) =>
    (owner.childForFieldName(list)?.namedChildren ?? [])
      .filter(({ type }) => PARAMETERS.has(type))
      .flatMap((each) => each.childrenForFieldName("name").filter(({ isNamed, text }) => isNamed && text !== "_")),
  );
}
