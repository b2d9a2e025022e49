import { withoutTypeArguments } from "../causes/expression.js";
import { type BuildFacts, classify, type LocalFacts } from "../causes/index.js";
import { inlinedOwn } from "../causes/inlined-own.js";
import { isInstance } from "../causes/shapes.js";
import type { EscapeRecord, UnclassifiedEscape } from "../records/record.js";
import type { PackageJoin } from "./join.js";

/**
 * Gives the escapes of one batch of functions their allocation, cause and verdict: from the text, and from the machine
 * code that joins with it.
 */
export function classifyWithCode(
  escapes: readonly UnclassifiedEscape[],
  local: LocalFacts,
  build: BuildFacts,
  join: PackageJoin,
): EscapeRecord[] {
  const byText = classify(escapes, local, build);
  const joined = join.join(byText.records, (escape) => local.inlinedAt(escape).length > 0);
  const inlined = joined.map(({ escape, stack }) => (isByName(escape) ? inlinedOwn({ ...escape, stack }) : NONE));
  const settles = joined.some(
    ({ allocation, call, escape }, i) =>
      allocation !== null || (call !== null && escape.guess !== null) || (inlined[i]?.length ?? 0) > 0,
  );
  const settled = {
    allocation: (index: number) => {
      const found = joined[index];
      if (found === undefined) return null;
      return found.allocation ?? (found.call === null ? null : found.escape.allocation);
    },
    inlined: (index: number) => inlined[index] ?? NONE,
  };
  const { records } = settles ? classify(escapes, local, build, settled, byText.facts) : byText;
  // In place: the parser's writer of a record goes with the object.
  records.forEach((record, index) => {
    const found = joined[index];
    if (found === undefined) return;
    const { allocates, reason, call, type, bytes, loop, stack } = found;
    Object.assign(record, { allocates, reason, call, type, bytes, loop, stack });
    if (escapes[index]?.isFunctionPrinted === false && isOtherInstance(record.function, found.function)) {
      record.function = found.function;
    }
  });
  return records;
}

const NONE: readonly string[] = [];

/** Whether what is passed on goes to a function that is known by its name alone. */
function isByName({ sink, callee, guess }: EscapeRecord): boolean {
  return sink === "call" && callee !== null && (guess !== null || /^[^.(]+\.[^.]+$/.test(callee));
}

/** Before Go 1.25 the text has the name of one instance for the code of all; machine code tells them apart. */
function isOtherInstance(text: string | null, code: string | null): boolean {
  if (text === null || code === null || text === code || !isInstance(text)) return false;
  return withoutTypeArguments(text) === withoutTypeArguments(code);
}
