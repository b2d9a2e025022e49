import type { EscapeRecord } from "../records/record.js";
import type { Allocation } from "../records/vocabulary.js";

/** One place, as far as what helps there depends on it. */
export interface RemedySite {
  readonly escape: EscapeRecord;
  /** How its story ends: see STORY_ENDS. */
  readonly end: string;
  /** Whether the last function that the value is passed to belongs to the user's own modules. */
  readonly ownCallee: boolean;
}

/** Whether a remedy can be meant for a place. */
export type Fits = (site: RemedySite) => boolean;

/** A few words, which a result or an element can be instead of a pointer to them. */
const SMALL_BYTES = 64;

const POINTERS: ReadonlySet<Allocation> = new Set<Allocation>(["variable", "new", "pointer-literal"]);

/** A pointer to a value leads to it. */
export const isPointer: Fits = ({ escape }) => POINTERS.has(escape.allocation);

/** The same, of a value that is small or whose size is not known. */
export const isSmallPointer: Fits = (site) =>
  isPointer(site) && (site.escape.bytes === null || site.escape.bytes <= SMALL_BYTES);

/** A value that is copied with more than a word. */
export const isLarge: Fits = ({ escape: { bytes, type } }) => bytes !== null && bytes > 8 && type !== "string";

/** A slice that bytes or elements are put in. */
export const isBuffer: Fits = ({ escape: { allocation } }) =>
  allocation === "make-slice" || allocation === "slice-literal" || allocation === "append";

export const isInLoop: Fits = ({ escape }) => escape.loop === true;

/** A closure captures it by reference. */
export const isByReference: Fits = ({ escape }) =>
  escape.flow.some(({ steps }) => steps.some(({ reason }) => reason === "reference"));

/** It gets to where it goes as an interface value. */
export const isInInterface: Fits = ({ escape }) =>
  escape.flow.some(({ steps }) => steps.some(({ reason }) => reason === "interface-converted"));

export const isConstructor: Fits = ({ escape }) => CONSTRUCTOR.test(escape.function ?? "");

/** `New`, `NewT`, `newT`, `(*T).New`. */
const CONSTRUCTOR = /(?:^|\.)(?:New|new(?=\p{Lu}))(?:\p{Lu}[\p{L}\p{N}_]*)?(?:\[.*\])?$/u;

export const isOwnCallee: Fits = ({ ownCallee }) => ownCallee;

/** A number that `fmt` formats: for texts and structs it has no better function. */
export const isFormatted: Fits = ({ escape: { callee, call } }) =>
  /^fmt\./.test(callee ?? "") && !/Errorf$/.test(callee ?? "") && (call === null || /^convT(?:16|32|64)$/.test(call));

export const isSlogCall: Fits = ({ escape }) => /^(?:\(\*)?slog\./.test(escape.callee ?? "");

/** A call of a package or a method whose name says that it logs. */
export const isLogCall: Fits = ({ escape }) =>
  /^\(?\*?(?:log|slog|zap|zerolog|logrus|klog|glog|logger)\.|\.(?:Debug|Trace|Info|Warn)\p{L}*$|[lL]ogf?$/u.test(
    escape.callee ?? "",
  );

/** A function that fills in what it is given. */
export const isFilledIn: Fits = ({ escape }) => /(?:Unmarshal|Decode|Scan|Bind)\p{L}*$/u.test(escape.callee ?? "");

/** A story that ends in one of these ways. */
export function endsIn(...kinds: readonly string[]): Fits {
  return ({ end }) => kinds.includes(end);
}

export function both(a: Fits, b: Fits): Fits {
  return (site) => a(site) && b(site);
}

export function not(fits: Fits): Fits {
  return (site) => !fits(site);
}

/** Types of errors, as the compiled code names them. */
const ERROR_TYPE = /(?:^|\.)(?:errorString|wrapErrors?|joinError|\p{L}+Err(?:or)?)(?:\[.*\])?$/u;
/** Calls that make an error. */
const ERROR_CALL = /^(?:fmt\.Errorf|(?:errors|xerrors)\.\p{L}+)$/u;
const RUNS_ONCE = /^(?:map\.)?init(?:\.\d+)?$|^glob\./;

/** Why nothing that could be done at a place is worth it; null where something may be. */
export function notWorthIt(site: RemedySite): string | null {
  const { file, type, callee, expression, function: name, loop } = site.escape;
  if (file?.startsWith("$GOROOT/") === true || file?.includes("@") === true) {
    return "None at this place: it belongs to another module.";
  }
  const isError = ERROR_TYPE.test(type ?? "") || ERROR_CALL.test(callee ?? "") || /^&\S*[eE]rror\S*\{/.test(expression);
  if (isError) return "None that is worth it: it is made for an error.";
  if (RUNS_ONCE.test(name ?? "")) return "None that is worth it: it runs once, when the program starts.";
  if (isConstructor(site) && site.end === "result" && isPointer(site) && loop !== true) {
    return "None that is worth it: it is what a constructor returns, and has to be somewhere.";
  }
  return null;
}
