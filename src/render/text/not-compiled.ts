import type { BuildFacts } from "../../records/report.js";
import { formatCount, plural } from "../../text/number.js";
import { visible } from "../../text/visible.js";

/** Generic functions that nothing instantiates are not compiled: nothing is known of them. null without any. */
export function notCompiledText({ uninstantiated = [], tests }: BuildFacts): string | null {
  const [first, ...others] = uninstantiated;
  if (first === undefined) return null;
  const rest = others.length === 0 ? "" : ` and ${formatCount(others.length)} more`;
  return (
    `${plural(uninstantiated.length, "generic function is", "generic functions are")} used for no type here, so ${others.length === 0 ? "it is" : "they are"} not compiled and ` +
    `nothing is known of ${others.length === 0 ? "it" : "them"}: ${visible(first)}${rest}. ` +
    (tests ? "Tests use none of them either." : "With --tests, what tests use is.")
  );
}
