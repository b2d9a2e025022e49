import { resolve } from "node:path";
import { comparabilityNotes, diffReports, type ReportRecords, type SamePackage } from "../diff/index.js";
import type { Diff } from "../records/diff.js";
import type { DevirtualizationRecord, EscapeRecord, InliningRecord, LeakRecord } from "../records/record.js";
import type { RecordKind } from "../records/vocabulary.js";
import { diffRenderers } from "../render/diff/index.js";
import type { KnownBlocks } from "../report/collect.js";
import { recordFilter } from "../report/filter.js";
import type { DiffArguments } from "./diff-options.js";
import { formatOf, type PresentationArguments } from "./options.js";
import { writeOutput } from "./output.js";
import { repositoryPrefix } from "./repository-prefix.js";
import { openSource } from "./run-parse.js";
import type { RecordSource } from "./run-report.js";
import { sourceReader } from "./source.js";
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
  // Reports name files from their module's root; a line is shown only where it fits the record.
  await printDiff(diff, args, { sources: sourceReader(resolve(directory), { goroot: "", modcache: "" }) });
}

/** Reads what a diff needs of a source. Both sides of a diff are held in memory. */
export async function readRecords(source: RecordSource, blocks?: KnownBlocks): Promise<ReportRecords> {
  const escapes: EscapeRecord[] = [];
  const leaks: LeakRecord[] = [];
  const inlining: InliningRecord[] = [];
  const devirtualization: DevirtualizationRecord[] = [];
  const collected = await source.read(DIFF_KINDS, {
    blocks,
    record: (record) => {
      if (record.kind === "escape") escapes.push(record);
      else if (record.kind === "leak") leaks.push(record);
      else if (record.kind === "inlining") inlining.push(record);
      else if (record.kind === "devirtualization") devirtualization.push(record);
    },
  });
  const header = { ...source.facts(), packages: [...collected.packages] };
  return { header, escapes, leaks, inlining, devirtualization };
}

/** The options that say what a comparison shows. */
export type ComparisonArguments = Pick<
  PresentationArguments,
  "all" | "groupBy" | "cause" | "package" | "path" | "function"
>;

/** Compares as the options of every reporting command say. */
export function compareRecordSets(
  before: ReportRecords,
  after: ReportRecords,
  names: readonly [string, string],
  args: ComparisonArguments,
  same: readonly SamePackage[] = [],
): Diff {
  const wants = recordFilter({
    causes: args.cause ?? [],
    packages: args.package ?? [],
    paths: args.path ?? [],
    functions: args.function ?? [],
  });
  return diffReports(before, after, { all: args.all, groupBy: args.groupBy, wants, same, names });
}

/** What {@link printDiff} can be told beside the options. */
export interface PrintOptions {
  /** The directory that the newer side's files are relative to. */
  readonly root?: string | undefined;
  /** Reads the newer side's files, where they are at hand. */
  readonly sources?: ((file: string) => readonly string[] | null) | undefined;
  /** Commands that the reader may want to run next. */
  readonly next?: readonly string[];
}

/** Prints a diff in the format asked for; notes on how well the two compare go to standard error. */
export async function printDiff(
  diff: Diff,
  args: PresentationArguments,
  { root, sources, next = [] }: PrintOptions = {},
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
    sources,
    next,
    version: version(),
    prefix: repositoryPrefix(root),
  });
  await writeOutput(pieces, args.output, args.C ?? ".");
}
