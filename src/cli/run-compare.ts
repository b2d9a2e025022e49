import type { CompareArguments } from "./compare-options.js";
import { openSides } from "./compare-sides.js";
import { untilInterrupted } from "./interrupt.js";
import { readChanges } from "./read-sides.js";
import { compareRecordSets, printDiff } from "./run-diff.js";

/** Compares two git revisions, or one source under two toolchains, and prints what differs. */
export async function runCompare(args: CompareArguments): Promise<void> {
  await untilInterrupted(async (signal) => {
    const sides = await openSides(args, signal);
    const { before, after, same } = await readChanges(sides, args);
    if (!args.quiet) for (const note of sides.notes) process.stderr.write(`escape-report: ${note}\n`);
    const diff = compareRecordSets(before, after, [sides.before.name, sides.after.name], args, same);
    await printDiff(diff, args, { root: sides.after.source.root });
  });
}
