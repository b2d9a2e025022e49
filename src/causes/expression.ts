import type { Allocation } from "../records/vocabulary.js";

/**
 * What a printed Go expression allocates when its storage is on the heap, from its text alone.
 * `boxed-value` stands for every expression that is not an allocation by itself: its value is copied into an interface.
 * `composite` is a literal of a named type, which can be a slice, a map or a boxed struct.
 */
export function allocationOf(expression: string): Allocation | "composite" | "selector" | "sum" {
  if (expression === "... argument") return "variadic-slice";
  if (expression === "func literal") return "closure";
  if (expression === "append" || expression.startsWith("append(")) return "append";
  if (expression.startsWith("make(")) return makeKind(expression);
  if (expression.startsWith("new(")) return "new";
  if (expression.startsWith("&") && expression.endsWith("}")) return "pointer-literal";
  if (hasTopLevelPlus(expression)) return "sum";
  if (expression.endsWith("}")) return literalKind(expression);
  if (isStringConversion(expression)) return "string-conversion";
  if (/^[\p{L}_.][^\s"'`()]*\.[\p{L}_][\p{L}\p{N}_]*$/u.test(expression)) return "selector";
  return "boxed-value";
}

function makeKind(expression: string): Allocation {
  const type = expression.slice(5);
  if (type.startsWith("[]")) return "make-slice";
  if (type.startsWith("map[")) return "make-map";
  if (/^(?:<-)?chan\b/.test(type)) return "make-chan";
  // Of a named type. A slice needs a length; a map seldom has a size hint.
  return topLevelCommas(type.slice(0, -1)) > 0 ? "make-slice" : "make-map";
}

function literalKind(literal: string): Allocation | "composite" {
  const expression = literal.replace(/^go\.shape\./, "");
  if (expression.startsWith("[]")) return "slice-literal";
  if (expression.startsWith("map[")) return "map-literal";
  if (/^(?:\[\d+\]|struct \{)/.test(expression)) return "boxed-value";
  return "composite";
}

function isStringConversion(expression: string): boolean {
  if (!expression.endsWith(")")) return false;
  return expression.startsWith("string(") || /^\(?\[\](?:byte|rune|uint8|int32)\)?\(/.test(expression);
}

/**
 * A constant as the compiler prints one: a string, number, rune or boolean, or one of them converted (`Error(1)`,
 * `syscall.Errno(22)`). `name` is the conversion's type, which by its text could also be a function.
 */
export function constantOf(expression: string): { readonly name: string | null } | null {
  if (isLiteral(expression)) return { name: null };
  if (!expression.endsWith(")")) return null;
  const conversion = /^((?:[\p{L}_][\p{L}\p{N}_]*\.)?[\p{L}_][\p{L}\p{N}_]*)\((.*)\)$/su.exec(expression);
  if (conversion === null) return null;
  const [, name = "", inner = ""] = conversion;
  return isLiteral(inner) ? { name } : null;
}

const BASIC_TYPES = new Set(
  "bool string int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 uintptr byte rune float32 float64 complex64 complex128".split(
    " ",
  ),
);

/** Whether the name is a predeclared type, so that `name(1)` is a conversion. */
export function isBasicType(name: string): boolean {
  return BASIC_TYPES.has(name);
}

const LITERAL_START = /^[-\d.'"(tf]/;

function isLiteral(text: string): boolean {
  if (!LITERAL_START.test(text)) return false;
  if (text === "true" || text === "false") return true;
  if (/^-?(?:\d|\.\d)[\w.+-]*$/.test(text)) return true;
  if (/^'(?:[^'\\]|\\.[^']*)'$/su.test(text)) return true;
  if (/^\(-?[\d.eE+-]+ [+-] [\d.eE+-]+i\)$/.test(text)) return true;
  return text.startsWith('"') && endOfString(text, 0) === text.length;
}

/** The index after the string or rune literal that starts at the index. */
function endOfString(text: string, start: number): number {
  const quote = text.charCodeAt(start);
  for (let i = start + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 92 && quote !== 96) i++;
    else if (c === quote) return i + 1;
  }
  return text.length;
}

/** Calls `visit` for every character outside strings and brackets; stops when it returns true. */
function scanTopLevel(text: string, visit: (code: number, index: number) => boolean | undefined): void {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 34 || c === 96) {
      i = endOfString(text, i) - 1;
      continue;
    }
    if (c === 39) {
      i = endOfString(text, i) - 1;
      continue;
    }
    if (c === 41 || c === 93 || c === 125) depth--;
    if (depth === 0 && visit(c, i) === true) return;
    if (c === 40 || c === 91 || c === 123) depth++;
  }
}

function hasTopLevelPlus(text: string): boolean {
  return text.includes(" + ") && operatorsOf(text).some(({ operator }) => operator === "+");
}

/** Binary operators outside strings and brackets, which the compiler prints between spaces. */
function operatorsOf(text: string): { readonly operator: string; readonly start: number; readonly end: number }[] {
  const operators: { operator: string; start: number; end: number }[] = [];
  scanTopLevel(text, (c, i) => {
    if (c !== 32) return false;
    const end = text.indexOf(" ", i + 1);
    const operator = end < 0 ? "" : text.slice(i + 1, end);
    if (/^(?:[-+*/%&|^]|<<|>>|&\^)$/.test(operator)) operators.push({ operator, start: i, end: end + 1 });
    return false;
  });
  return operators;
}

const STRINGS = /^string\(|\[[^[\]]*:[^[\]]*\]$|\.(?:String|Error)\([^()]*\)$|^fmt\.Sprint(?:f|ln)?\(|^strings\.\w+\(/;
const NUMBERS = /^-?[\d.]|^'|^(?:len|cap|u?int\d*|uintptr|float\d\d)\(/;

/** Whether the operands of a printed sum show that they are strings or numbers; null where they show neither. */
export function operandsOf(sum: string): "strings" | "numbers" | null {
  const operators = operatorsOf(sum);
  if (operators.some(({ operator }) => operator !== "+")) return "numbers";
  const operands = [...operators, null].map((next, i) =>
    sum.slice(i === 0 ? 0 : operators[i - 1]?.end, next?.start).trim(),
  );
  if (operands.some((operand) => /^["`]/.test(operand) || STRINGS.test(operand))) return "strings";
  return operands.some((operand) => NUMBERS.test(operand)) ? "numbers" : null;
}

function topLevelCommas(text: string): number {
  let commas = 0;
  scanTopLevel(text, (c) => {
    if (c === 44) commas++;
    return false;
  });
  return commas;
}

/** Splits at top-level commas. */
export function splitList(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  scanTopLevel(text, (c, i) => {
    if (c === 44) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
    return false;
  });
  parts.push(text.slice(start).trim());
  return parts;
}

/** The two sides of a printed assignment; null when the text is none. */
export function splitAssignment(text: string): { readonly left: string; readonly right: string } | null {
  let at = -1;
  let width = 0;
  scanTopLevel(text, (c, i) => {
    if (c !== 61 || text.charCodeAt(i + 1) !== 32) return false;
    const before = text.charCodeAt(i - 1);
    if (before !== 32 && before !== 58) return false;
    at = before === 58 ? i - 2 : i - 1;
    width = i + 2;
    return true;
  });
  return at < 0 ? null : { left: text.slice(0, at), right: text.slice(width) };
}

/** The call of a step is looked at several times in a row. */
const lastCall: { text: string; callee: string | null } = { text: "", callee: null };

/** What a printed call calls: `fmt.Fprintln` of `fmt.Fprintln(os.Stdout, fmt.a...)`; null when the text is no call. */
export function calleeOf(call: string): string | null {
  if (call === lastCall.text) return lastCall.callee;
  let open = -1;
  if (call.endsWith(")")) {
    scanTopLevel(call, (c, i) => {
      if (c === 40) open = i;
      return false;
    });
  }
  lastCall.text = call;
  lastCall.callee = open <= 0 ? null : call.slice(0, open);
  return lastCall.callee;
}

/** Without type arguments: `slices.Sort` of `slices.Sort[go.shape.[]int,go.shape.int]`. */
export function withoutTypeArguments(name: string): string {
  // Not a character at a time: each would be an object of its own as long as the name is kept.
  if (!name.includes("[") && !name.includes("]")) return name;
  let result = "";
  let depth = 0;
  let from = 0;
  for (let i = 0; i < name.length; i++) {
    const c = name.charCodeAt(i);
    if (c === 91 && depth++ === 0) result += name.slice(from, i);
    if (c === 93 && --depth === 0) from = i + 1;
  }
  return depth > 0 ? result : result + name.slice(from);
}
