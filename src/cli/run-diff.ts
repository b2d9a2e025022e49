import { comparabilityNotes, diffReports, type ReportRecords } from "../diff/index.js";
import type { Diff } from "../records/diff.js";
import type { DiagnosticRecord } from "../records/record.js";
import type { RecordKind } from "../records/vocabulary.js";
import { diffRenderers } from "../render/diff/index.js";
import { recordFilter } from "../report/filter.js";
import type { DiffArguments } from "./commands/diff.js";
import { formatOf, type ReportArguments } from "./options.js";
import { writeOutput } from "./output.js";
import { repositoryPrefix } from "./repository-prefix.js";
import { openSource } from "./run-parse.js";
import type { RecordSource } from "./run-report.js";
import { terminalOf } from "./terminal.js";
import { version } from "./version.js";

/** Record kinds that a diff needs: the allocations, and what can give a reason. */
export const DIFF_KINDS: ReadonlySet<RecordKind> = new Set(["escape", "leak", "inlining", "devirtualization"]);

/** Compares two files, each a report or saved compiler output, and prints what differs. */
export async function runDiff(args: DiffArguments): Promise<void> {
  const directory = args.C ?? ".";
  const before = await readRecords(await openSource(args.before, directory));
  const after = await readRecords(await openSource(args.after, directory));
  const diff = compareRecordSets(before, after, [args.before, args.after], args);
  await printDiff(diff, args);
}

/** Reads what a diff needs of a source. Both sides of a diff are held in memory. */
export async function readRecords(source: RecordSource): Promise<ReportRecords> {
  const records: DiagnosticRecord[] = [];
  const collected = await source.read(DIFF_KINDS, {
    record: (record) => {
      records.push(record);
    },
  });
  return {
    header: { ...source.facts(), packages: [...collected.packages] },
    escapes: records.filter((record) => record.kind === "escape"),
    leaks: records.filter((record) => record.kind === "leak"),
    inlining: records.filter((record) => record.kind === "inlining"),
    devirtualization: records.filter((record) => record.kind === "devirtualization"),
  };
}

/** Compares as the options of every reporting command say. */
export function compareRecordSets(
  before: ReportRecords,
  after: ReportRecords,
  names: readonly [string, string],
  args: Pick<ReportArguments, "all" | "groupBy" | "cause" | "package" | "path" | "function">,
): Diff {
  const wants = recordFilter({
    causes: args.cause ?? [],
    packages: args.package ?? [],
    paths: args.path ?? [],
    functions: args.function ?? [],
  });
  return diffReports(before, after, { all: args.all, groupBy: args.groupBy, wants, names });
}

/** What {@link printDiff} can be told beside the options. */
export interface PrintOptions {
  /** The directory that the newer side's files are relative to. */
  readonly root?: string | undefined;
  /** Commands that the reader may want to run next. */
  readonly next?: readonly string[];
}

/** Prints a diff in the format asked for; notes on how well the two compare go to standard error. */
export async function printDiff(
  diff: Diff,
  args: ReportArguments,
  { root, next = [] }: PrintOptions = {},
): Promise<void> {
  if (!args.quiet) {
    for (const note of comparabilityNotes(diff.before, diff.after)) process.stderr.write(`escape-report: ${note}\n`);
  }
  const renderer = await diffRenderers[formatOf(args)]();
  const { createStyle } = await import("../text/style.js");
  const style = createStyle(await terminalOf(args.color, args.output !== undefined));
  const pieces = renderer.render({
    diff,
    style,
    top: args.top,
    groupBy: args.groupBy,
    quiet: args.quiet,
    root,
    next,
    version: version(),
    prefix: repositoryPrefix(root),
  });
  await writeOutput(pieces, args.output, args.C ?? ".");
}
