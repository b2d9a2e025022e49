import { planGate } from "../cli/gate/plan.js";
import { buildRequest } from "../cli/open-source.js";
import type { GateArguments } from "../cli/options/compare.js";
import { printReport } from "../cli/print-report.js";
import { UserError } from "../errors.js";
import type { Repository } from "../git/repository.js";
import { defaultBranch, mergeBase, resolveRevision } from "../git/revision.js";
import type { Format } from "../render/report/index.js";
import { openBuild } from "../sources/build-source.js";

/** What is said where there is nothing to compare with. */
export const NOTHING_TO_COMPARE =
  "There is nothing to compare with: this event names no base, as with a first push, and the checkout has none. So nothing is " +
  "judged, and this is what there is. Give the action its input base to compare with a revision.";

/** Whether there is something to compare with, where neither the workflow nor the event names a base. */
export async function hasBase(args: GateArguments, repository: Repository, signal: AbortSignal): Promise<boolean> {
  const { mode } = await planGate(args, signal);
  if (mode.kind !== "revision" || mode.base !== undefined) return true;
  try {
    const head = await resolveRevision(repository, "HEAD");
    return (await mergeBase(repository, await defaultBranch(repository), head)).commit !== head.commit;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** Prints what the checkout allocates: to the log, or to `output`. */
export async function printWhole(
  { C, color, quiet, verbose, packages, scope, tests, machineCode, all, ...args }: GateArguments,
  format: Format,
  signal: AbortSignal,
  output?: string,
): Promise<void> {
  const build = { C, color, quiet, verbose, packages, scope, tests, machineCode, "--": args["--"] };
  const source = await openBuild({ ...buildRequest(build), keepGoing: true }, signal);
  await printReport(source, {
    C,
    color,
    quiet,
    verbose,
    all,
    format,
    output,
    stats: false,
    generated: false,
    sizes: false,
    top: args.top,
  });
}
