import {
  comparabilityNotes,
  type DiffOptions,
  diffReports,
  prepareDiff,
  type ReportRecords,
  type SamePackage,
} from "../diff/index.js";
import type { Diff } from "../records/diff.js";
import { type DiffContext, type DiffRenderer, diffRenderers } from "../render/diff/index.js";
import { Tally } from "../render/findings/index.js";
import type { Selection } from "../selection/index.js";
import { withBothSources } from "../sources/both-sources.js";
import type { Sides } from "../sources/comparison-sides.js";
import { writeOutput } from "../sources/output.js";
import type { RecordSource } from "../sources/record-source.js";
import { type SourceFiles, withSources } from "../sources/source-files.js";
import { version } from "../version.js";
import { DEFAULT_TOP, formatOf, type PresentationArguments } from "./options/shared.js";
import { noteLeftOut, treeOf } from "./print-report.js";
import { note } from "./say.js";
import { terminalOf } from "./terminal.js";

/** The options that say what a comparison shows. */
export type ComparisonArguments = Pick<PresentationArguments, "all" | "groupBy">;

/** Compares as the options of every reporting command say. `selection`: what the options choose. */
export function compareRecordSets(
  before: ReportRecords,
  after: ReportRecords,
  names: readonly [string, string],
  args: ComparisonArguments,
  selection: Selection,
): Diff {
  return diffReports(before, after, { ...diffOptions(args, selection), names });
}

/** The same, with the source of both sides asked for what the records do not tell. Both have been read. */
export async function compareSides(
  { before, after }: Sides,
  records: { readonly before: ReportRecords; readonly after: ReportRecords; readonly same?: readonly SamePackage[] },
  args: ComparisonArguments,
  selection: Selection,
): Promise<Diff> {
  const finish = prepareDiff(records.before, records.after, {
    ...diffOptions(args, selection),
    same: records.same ?? [],
    names: [before.name, after.name],
  });
  return withBothSources({ before: before.files, after: after.files }, finish);
}

function diffOptions({ all, groupBy = "cause" }: ComparisonArguments, selection: Selection): DiffOptions {
  return { all, groupBy, wants: (record) => selection.matches(record) };
}

/** Whether counts by cause and by package are all that is needed of what is the same on both sides. */
export function countsSuffice({ groupBy = "cause", ...filters }: PresentationArguments): boolean {
  const { cause = [], package: packages = [], path = [], function: functions = [] } = filters;
  return (
    [cause, packages, path, functions].every((list) => list.length === 0) && ["cause", "package"].includes(groupBy)
  );
}

/** Says that other modules of the workspace are looked at too than those that were asked for. */
export function importedNote({ imported = [] }: Pick<RecordSource, "imported">): string[] {
  if (imported.length === 0) return [];
  const which = imported.length === 1 ? "a module" : "modules";
  return [
    `Imported from ${which} of the workspace, and counted too: ${imported.join(", ")}. --scope named leaves out what is ` +
      "only imported.",
  ];
}

/** What {@link printDiff} can be told beside the options. */
export interface PrintOptions {
  /** The directory that the newer side's files are relative to. */
  readonly root?: string | undefined;
  /** The newer side's files, where they are at hand. */
  readonly sources?: SourceFiles | undefined;
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
    for (const text of comparabilityNotes(diff.before, diff.after)) note(text);
  }
  const format = formatOf(args);
  const renderer: DiffRenderer = await diffRenderers[format]();
  const tally = new Tally();
  const { createStyle } = await import("../text/style.js");
  const style = createStyle(await terminalOf(args.color, args.output !== undefined));
  const context = {
    diff,
    style,
    top: args.top ?? DEFAULT_TOP,
    groupBy: args.groupBy,
    quiet: args.quiet,
    root,
    next,
    version: version(),
    tree: await treeOf(root, args, renderer),
    tally,
  };
  // Only the table shows lines of source, and it is not long.
  const pieces =
    format === "table" && sources !== undefined && diff.added.length > 0
      ? await withLines(sources, (lines) => [...renderer.render({ ...context, ...lines })])
      : renderer.render(context);
  await writeOutput(pieces, args.output, args.C ?? ".");
  if (!args.quiet) noteLeftOut(tally, renderer);
}

async function withLines(
  sources: SourceFiles,
  render: (lines: Pick<DiffContext, "sources" | "spanOf">) => string[],
): Promise<string[]> {
  const { goFiles } = await import("../sources/go-files.js");
  const go = await goFiles();
  return withSources(sources, (lookup) => render({ sources: lookup, spanOf: go(lookup).spanOf }));
}
