import { CLOSING_NAMES, type TextEdit } from "../../parsers/gosource/index.js";

/** A text with parts replaced. Edits may come in any order, and none reaches into another. */
export function rewritten(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let done = 0;
  // Of two that begin at one place, what is put in comes before what is replaced.
  for (const { start, end, text: replacement } of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(done, start) + replacement;
    done = end;
  }
  return result + text.slice(done);
}

/** The same change of the same size, that hides nothing. */
export function balancing(edits: readonly TextEdit[]): TextEdit[] {
  return edits.map((edit) => ({ ...edit, text: edit.text.replaceAll(CLOSING_NAMES.hide, CLOSING_NAMES.keep) }));
}

/** Records with the names that the source has; the compiler calls a result without one `~r0`. */
export function withOwnNames<T>(value: T): T {
  const text = JSON.stringify(value);
  if (!text.includes(CLOSING_NAMES.prefix)) return value;
  return JSON.parse(text.replace(OWN_NAME, (_, digit: string) => (digit === "" ? "" : `~r${digit}`))) as T;
}

const OWN_NAME = new RegExp(`${CLOSING_NAMES.prefix}(\\d*)`, "g");

const HIDE = new RegExp(`${CLOSING_NAMES.hide}(?:\\[[^\\]]*\\])?\\(`);

/** An expression as the compiler prints it, without the calls by which values are hidden in it. */
export function ownText(expression: string): string {
  const match = HIDE.exec(expression);
  if (match === null) return expression;
  const open = match.index + match[0].length;
  let depth = 1;
  let at = open;
  for (; at < expression.length && depth > 0; at++) {
    const c = expression[at];
    if (c === "(") depth++;
    if (c === ")") depth--;
  }
  const inner = expression.slice(open, depth === 0 ? at - 1 : at).replace(/^&?\.dict\.[^,]*, /, "");
  return ownText(expression.slice(0, match.index) + inner + expression.slice(at));
}
