/** A part of a line: indices of its first character and of the one behind its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/**
 * The part of a source line that an expression stands for, as the compiler prints it and with the compiler's column (a
 * byte, counted from 1). That is the column of the operator: of the parenthesis of a call, the dot of a selector, the
 * brace of a literal. Printed text differs from the source's: contents of literals are left out (`T{...}`) and methods
 * come as method expressions. null when the line has no such column: the file has changed.
 */
export function underlined(line: string, column: number, expression: string): Span | null {
  const at = Buffer.from(line)
    .subarray(0, column - 1)
    .toString().length;
  if (at >= line.length) return null;
  return exactSpan(line, at, expression) ?? operatorSpan(line, at) ?? wordSpan(line, at);
}

/** Where the expression stands word for word, around the column. */
function exactSpan(line: string, at: number, expression: string): Span | null {
  const text = expression.replace(/\{\.\.\.\}$/s, "{");
  if (text.length < 2 && !/[\p{L}\p{N}_]/u.test(text)) return null;
  for (let start = line.indexOf(text); start >= 0; start = line.indexOf(text, start + 1)) {
    const end = start + text.length;
    if (start > at || end <= at || isWord(line[start - 1], text[0])) continue;
    return text === expression ? { start, end } : { start, end: closing(line, end - 1) };
  }
  return null;
}

/** Whether two characters are of one word: `gourl.Parse` does not hold `url.Parse`. */
function isWord(before: string | undefined, first: string | undefined): boolean {
  return /[\p{L}\p{N}_]/u.test(before ?? "") && /[\p{L}\p{N}_]/u.test(first ?? "");
}

/** A call, selector, index, literal, assignment, send or return around the column of its operator. */
function operatorSpan(line: string, at: number): Span | null {
  const rest = line.slice(at);
  if (/^[([{]/.test(rest)) return { start: operandStart(line, at), end: closing(line, at) };
  if (rest.startsWith(".")) {
    return { start: operandStart(line, at), end: at + (/^\.[\p{L}\p{N}_]*/u.exec(rest)?.[0].length ?? 1) };
  }
  if (/^(?:[-+*/%&|^]|<<|>>)?=(?!=)|^:=|^<-/.test(rest)) return statement(line, at);
  if (/^(?:return|go|defer|func|range|for|switch)\b/.test(rest)) return { ...statement(line, at), start: at };
  return /^&/.test(rest) ? { start: at, end: wordSpan(line, at + 1).end } : null;
}

/** The word or character at the column. */
function wordSpan(line: string, at: number): Span {
  const word = /^[\p{L}\p{N}_]+/u.exec(line.slice(at))?.[0];
  return { start: at, end: at + (word?.length ?? 1) };
}

/** The statement around an index: up to braces and comments, without spaces at its ends. */
function statement(line: string, at: number): Span {
  const before = line.slice(0, at);
  const start = Math.max(before.lastIndexOf("{ ") + 1, before.lastIndexOf("; ") + 1);
  const cut = line.slice(at).search(/\s*(?:\/\/|\{\s*$|\s\}\s*$|;)/);
  const end = cut < 0 ? line.length : at + cut;
  const text = line.slice(start, end);
  return { start: start + (text.length - text.trimStart().length), end: start + text.trimEnd().length };
}

/** Goes back from an operator over its left operand: names, dots and what stands in brackets. */
function operandStart(line: string, at: number): number {
  let i = at;
  while (i > 0) {
    const c = line[i - 1] ?? "";
    if (/[\p{L}\p{N}_.]/u.test(c)) i--;
    else if ((c === ")" || c === "]") && i > 1) {
      const open = opening(line, i - 1);
      if (open < 0) break;
      i = open;
    } else break;
  }
  return i > 0 && line[i - 1] === "&" ? i - 1 : i;
}

/** The index behind the bracket that closes the one at the index; the line's end when it is on another line. */
function closing(line: string, at: number): number {
  const wanted: string[] = [];
  for (let i = at; i < line.length; i++) {
    const c = line[i] ?? "";
    if (c === '"' || c === "`" || c === "'") i = endOfQuoted(line, i);
    else if (CLOSING[c] !== undefined) wanted.push(CLOSING[c]);
    else if (c === wanted.at(-1)) {
      wanted.pop();
      if (wanted.length === 0) return i + 1;
    } else if (c === "/" && line[i + 1] === "/") return line.slice(0, i).trimEnd().length;
  }
  return line.trimEnd().length;
}

function opening(line: string, at: number): number {
  let depth = 0;
  for (let i = at; i >= 0; i--) {
    if (line[i] === ")" || line[i] === "]") depth++;
    if ((line[i] === "(" || line[i] === "[") && --depth === 0) return i;
  }
  return -1;
}

function endOfQuoted(line: string, at: number): number {
  const quote = line[at];
  for (let i = at + 1; i < line.length; i++) {
    if (line[i] === "\\" && quote !== "`") i++;
    else if (line[i] === quote) return i;
  }
  return line.length;
}
