import type { CallShare } from "../records/blame.js";
import { formatCount, formatShare } from "../text/number.js";

/** What --stats says of calls: how many arguments lead to the record of the parameter that keeps them. */
export function callShareText({ escapes, inScope, found }: CallShare): string {
  const share = formatShare(found / (inScope || 1));
  return `call arguments: ${formatCount(escapes)} escapes, ${formatCount(inScope)} with a callee in the report, of which ${formatCount(found)} (${share}) find its leak record`;
}
