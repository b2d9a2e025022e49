import type { EscapeRecord } from "../records/record.js";
import { splitAssignment, splitList, withoutTypeArguments } from "./expression.js";

/** What the reader calls the things of a place, where the compiler's text leaves no doubt. Go code, without backticks. */
export interface ReaderNames {
  /** The variable that moved, or that is appended to. */
  readonly variable: string | null;
  /** The type of what is allocated, with its package's name where it is not the place's own. */
  readonly type: string | null;
  /** What keeps it: the left side of the last assignment, or the channel. */
  readonly keeper: string | null;
  /** The function that it is passed to in the end of its own flow. */
  readonly callee: string | null;
}

/** No names: what helps is told for several places. */
export const NO_NAMES: ReaderNames = { variable: null, type: null, keeper: null, callee: null };

/** A variable or a field of one; code that is inlined from another package has that before its variables. */
const VARIABLE = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const SELECTION = /^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*$/u;

/** Reads the names off a record. Of what is inlined the type alone: variables are another function's. */
export function readerNames(escape: EscapeRecord): ReaderNames {
  const { allocation, expression, type, package: importPath, callee } = escape;
  if (escape.stack !== null && escape.stack.length > 1) {
    return { ...NO_NAMES, type: type === null ? null : shortType(type, importPath) };
  }
  return {
    variable: allocation === "variable" ? plain(expression) : allocation === "append" ? appended(expression) : null,
    type: type === null ? null : shortType(type, importPath),
    keeper: keeperOf(escape),
    callee: callee === null || !/^[\p{L}(]/u.test(callee) ? null : withoutTypeArguments(callee),
  };
}

function plain(text: string): string | null {
  return VARIABLE.test(text) ? text : null;
}

function appended(expression: string): string | null {
  if (!expression.startsWith("append(")) return null;
  const [first = ""] = splitList(expression.slice("append(".length, -1));
  return SELECTION.test(first) ? first : null;
}

function keeperOf({ flow, sink }: EscapeRecord): string | null {
  const step = flow.at(-1)?.steps.at(-1);
  if (step === undefined) return null;
  if (sink === "send") return SELECTION.exec(step.expression.split(" <- ")[0] ?? "")?.[0] ?? null;
  const left = sink === "assignment" ? (splitAssignment(step.expression)?.left ?? "") : "";
  return SELECTION.exec(left)?.[0] ?? null;
}

/** `Route` of `github.com/gorilla/mux.Route` in its own package; null for what has no short name. */
function shortType(type: string, importPath: string | null): string | null {
  // Of arrays, slices and maps the brackets belong to the type.
  if (!/^[\p{L}_]/u.test(type) || type.startsWith("map[")) return null;
  const name = withoutTypeArguments(type);
  if (importPath !== null && name.startsWith(`${importPath}.`)) return plain(name.slice(importPath.length + 1));
  const short = name.slice(name.lastIndexOf("/") + 1);
  return /^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)?$/u.test(short) ? short : null;
}
