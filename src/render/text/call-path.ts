import type { CheckedPath, UnknownCall } from "../../records/check.js";
import { reasonText } from "../../sites/index.js";
import { plural } from "../../text/number.js";
import { placeText } from "./place.js";

/** Calls of a path that are named; of longer ones those in the middle are left out. */
const MOST_CALLS = 6;

/** What a path ends in: `growslice of uint8 (1 byte), at times: it allocates only when there is no room`. */
export function pathEnd({ site }: CheckedPath): string {
  const of = site.type === null ? "" : ` of ${site.type}`;
  const size = site.bytes === null ? "" : ` (${plural(site.bytes, "byte")})`;
  const loop = site.loop === true ? ", in a loop" : "";
  const why = site.reason === null ? "each time the line runs" : `at times: ${reasonText(site.reason)}`;
  return `${site.call}${of}${size}${loop}, ${why}`;
}

/** `codec.go:17 in (*Encoder).Encode → strconv.AppendInt → …`: the functions on the way, the first with its place. */
export function pathWay({ calls }: CheckedPath): string {
  const [first, ...others] = calls;
  if (first === undefined) return "";
  const names = others.map((call) => call.function);
  const shown = names.length <= MOST_CALLS ? names : [...names.slice(0, 3), "…", ...names.slice(-2)];
  const last = calls.at(-1);
  const end = last === undefined || last === first ? "" : ` (${placeText({ ...last, column: null })})`;
  return [`${placeText({ ...first, column: null })} in ${first.function}`, ...shown].join(" → ") + end;
}

/** `codec.go:17 in (*Encoder).Encode: a call through an interface or a func value`. */
export function unknownText({ function: name, call, ...place }: UnknownCall): string {
  const callee = call === null ? "a call through an interface or a func value" : `${call}, whose code is not read`;
  return `${placeText({ ...place, column: null })} in ${name}: ${callee}`;
}
