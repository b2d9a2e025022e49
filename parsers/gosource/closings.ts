import type { Node } from "web-tree-sitter";
import { CLOSING_NAMES } from "./closing-names.js";
import type { Closing, ParameterClosing, TextEdit, WayOut } from "./go-facts.js";

export const FUNCTIONS: ReadonlySet<string> = new Set(["function_declaration", "method_declaration", "func_literal"]);
export const PARAMETERS: ReadonlySet<string> = new Set(["parameter_declaration", "variadic_parameter_declaration"]);

/**
 * Cuts a parameter off from the body of its function, in the same lines: the parameter gets another name, and its own is
 * that of a variable which the body begins with. `leaf` is the parameter's name in the list.
 */
export function closeParameter(leaf: Node, { name, results }: ParameterClosing): Closing {
  const list = leaf.parent;
  if (leaf.text !== name || list === null || !PARAMETERS.has(list.type)) return refused("its place is no parameter's");
  const owner = list.parent?.parent ?? null;
  if (owner === null || !FUNCTIONS.has(owner.type)) return refused("its place is in no function");
  const body = owner.childForFieldName("body");
  if (body === null) return refused("the function has no body");
  const hidden = CLOSING_NAMES.prefix + name;
  const edits: TextEdit[] = [{ start: leaf.startIndex, end: leaf.endIndex, text: hidden }];
  const named = results.length === 0 ? { names: [], edits: [] } : nameResults(owner);
  if (named === null) return refused("its results cannot be named");
  edits.push(...named.edits);
  const flows = results.flatMap(({ result: printed, content }) => {
    const index = /^~r(\d+)$/.exec(printed)?.[1];
    const result = index === undefined ? named.names.find((each) => each === printed) : named.names[Number(index)];
    const like = content ? CLOSING_NAMES.likeContent : CLOSING_NAMES.like;
    return result === undefined ? [] : [`${result} = ${like}(${result}, ${hidden})`];
  });
  if (flows.length < results.length) return refused("the results that it flows to are not found");
  const kept = flows.length === 0 ? "" : `; if ${CLOSING_NAMES.never} { ${flows.join("; ")} }`;
  const at = body.startIndex + 1;
  edits.push({ start: at, end: at, text: ` ${name} := ${CLOSING_NAMES.hide}(${hidden})${kept};` });
  return { edits, closed: name };
}

/** Gives names to results that have none. */
export function nameResults(owner: Node): { readonly names: string[]; readonly edits: TextEdit[] } | null {
  const result = owner.childForFieldName("result");
  if (result === null) return null;
  const fresh = (i: number) => `${CLOSING_NAMES.prefix}${i}`;
  if (result.type !== "parameter_list") {
    const { startIndex: start, endIndex: end } = result;
    const edits = [
      { start, end: start, text: `(${fresh(0)} ` },
      { start: end, end, text: ")" },
    ];
    return { names: [fresh(0)], edits };
  }
  const names: string[] = [];
  const edits: TextEdit[] = [];
  for (const each of result.namedChildren) {
    if (each.type === "comment") continue;
    if (each.type !== "parameter_declaration") return null;
    const written = each.childrenForFieldName("name").filter(({ isNamed }) => isNamed);
    if (written.length === 0) {
      edits.push({ start: each.startIndex, end: each.startIndex, text: `${fresh(names.length)} ` });
      names.push(fresh(names.length));
    }
    for (const { text, startIndex: start, endIndex: end } of written) {
      if (text === "_") edits.push({ start, end, text: fresh(names.length) });
      names.push(text === "_" ? fresh(names.length) : text);
    }
  }
  return { names, edits };
}

/** Hides the value of an expression where it leaves: at the last step that the compiler prints. */
export function closeWay(leaf: Node, way: WayOut): Closing {
  const found = valuesAt(leaf, way).filter(({ node }) => canBeHidden(node));
  if (found.length === 0) return refused("the value does not stand there as an expression of its own");
  const type = way.type === null ? "" : `[${way.type}]`;
  const edits = found.flatMap(({ node: { startIndex: start, endIndex: end }, isOperand }): TextEdit[] => {
    // A method of a pointer takes the address of what it is called on.
    const address = isOperand && way.isAddress ? "&" : "";
    return [
      { start, end: start, text: `${CLOSING_NAMES.hide}${type}(${address}` },
      { start: end, end, text: ")" },
    ];
  });
  return { edits, closed: found.map(({ node }) => node.text.replace(/\s+/g, " ")).join(", ") };
}

/** An expression that a value can leave by. */
interface Value {
  readonly node: Node;
  /** Whether a method is called on it: then it is one only where it reads as the value does, since packages stand there, too. */
  readonly isOperand: boolean;
}

const value = (node: Node): Value => ({ node, isOperand: false });

/** Expressions that a value can leave by at a place, the likeliest alone where one is it. */
function valuesAt(leaf: Node, way: WayOut): Value[] {
  const most = way.reason === CAPTURED ? Number.POSITIVE_INFINITY : MAX_LEVELS;
  let hidden = way.reason === CAPTURED ? (way.hidden ?? 0) : 0;
  for (let node: Node | null = leaf, level = 0; node !== null && level < most; node = node.parent, level++) {
    const values = valuesOf(node, leaf, way);
    if (values !== null && hidden-- <= 0) return likeliest(values, way);
  }
  return [];
}

/** How far up from the place of a step its statement is. */
const MAX_LEVELS = 6;

/** What a statement or an expression hands on; null where it is none that does. */
function valuesOf(node: Node, leaf: Node, { reason }: WayOut): Value[] | null {
  if (reason === CAPTURED) return node.type === "func_literal" ? [value(node)] : null;
  const all = (name: string) => (node.childForFieldName(name)?.namedChildren ?? []).map(value);
  switch (node.type) {
    case "func_literal":
      return leaf.startIndex === node.startIndex ? [value(node)] : null;
    case "call_expression":
      return callValues(node, reason);
    case "assignment_statement":
    case "short_var_declaration":
      return all("right");
    case "var_spec":
      return all("value");
    case "return_statement":
      return node.namedChildren.flatMap((each) =>
        each.type === "expression_list" ? each.namedChildren.map(value) : [],
      );
    case "send_statement": {
      const sent = node.childForFieldName("value");
      return sent === null ? [] : [value(sent)];
    }
    case "composite_literal":
      return literalValues(node).map(value);
    default:
      return null;
  }
}

/** A variable leaves by the closure that captures it: the word stands where the closure uses it. */
const CAPTURED = "captured by a closure";

function callValues(call: Node, reason: string): Value[] {
  const callee = call.childForFieldName("function");
  if (reason === "callee operand") return callee === null ? [] : [value(callee)];
  const operand = callee?.type === "selector_expression" ? callee.childForFieldName("operand") : null;
  const list = call.childForFieldName("arguments")?.namedChildren ?? [];
  return [...list.map(value), ...(operand === null ? [] : [{ node: operand, isOperand: true }])];
}

function literalValues(literal: Node): Node[] {
  const elements = literal.childForFieldName("body")?.namedChildren ?? [];
  return elements.flatMap((each) => {
    const value = each.type === "keyed_element" ? each.namedChildren.at(-1) : each;
    return value === undefined ? [] : unwrapped(value);
  });
}

function unwrapped(node: Node): Node[] {
  const inner = node.type === "literal_element" ? node.firstNamedChild : node;
  // The type of an inner literal can be left out, and then it is no expression.
  return inner === null || inner.type === "literal_value" ? [] : [inner];
}

/** Those that hold the place where the value is made, or read as it does; else all that are no operand. */
function likeliest(values: readonly Value[], { from, made }: WayOut): Value[] {
  const holding = values.filter(
    ({ node: { startIndex, endIndex } }) => made !== null && startIndex <= made && made < endIndex,
  );
  if (holding.length > 0) return holding;
  const packed = (text: string) => text.replace(/\s+/g, "");
  const alike = values.filter(({ node }) => from.some((each) => packed(each) === packed(node.text)));
  if (alike.length > 0) return alike;
  const given = values.filter(({ isOperand }) => !isOperand);
  // Of a call that is inlined, the operand has another name in what is printed.
  return given.length > 0 ? given : values.filter(({ node }) => !isImported(node));
}

/** Whether a file may import a package of that name. */
function isImported(node: Node): boolean {
  if (node.type !== "identifier") return false;
  let root: Node = node;
  while (root.parent !== null) root = root.parent;
  return root.descendantsOfType("import_spec").some((spec) => {
    const name = spec.childForFieldName("name")?.text;
    const path = spec.childForFieldName("path")?.text ?? "";
    return name === undefined ? path.split(/[/"`.-]/).includes(node.text) : name === node.text;
  });
}

const CONSTANTS: ReadonlySet<string> = new Set([
  "nil",
  "true",
  "false",
  "iota",
  "int_literal",
  "float_literal",
  "imaginary_literal",
  "rune_literal",
  "comment",
  "variadic_argument",
]);

/** Whether an expression is more than a constant. */
export function canBeHidden({ type }: Node): boolean {
  return !CONSTANTS.has(type) && !type.endsWith("_type");
}

function refused(reason: string): Closing {
  return { refused: reason };
}
