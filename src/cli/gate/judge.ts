import { comparabilityNotes, notBuiltNote } from "../../diff/index.js";
import { type Assertion, assertionsOf, decide, type GateInput } from "../../gate/index.js";
import type { Config } from "../../records/config.js";
import type { Diff } from "../../records/diff.js";
import type { Gate } from "../../records/gate.js";
import type { SiteRecord } from "../../records/record.js";
import { isRanked, isWritten } from "../../report/filter.js";
import type { ReportRecords } from "../../report/report-records.js";
import { ANYWHERE, type Selection } from "../../selection/index.js";
import { readSides } from "../../sources/changed-packages.js";
import { openSides, openWorkingTree } from "../../sources/comparison-sides.js";
import { readDiffRecords } from "../../sources/diff-records.js";
import type { RecordSource } from "../../sources/record-source.js";
import { NO_SOURCES, SourceFiles } from "../../sources/source-files.js";
import { comparisonRequest } from "../open-source.js";
import type { GateArguments } from "../options/compare.js";
import { compareSides, importedNote } from "../print-diff.js";
import { note } from "../say.js";
import { codeOf, selectFromSides } from "../selection.js";
import { refuseAboutNothing } from "./about-nothing.js";
import { againstBaseline } from "./baseline.js";
import { followFrom } from "./follow-calls.js";
import { hotCode } from "./hot-code.js";
import type { GateMode } from "./mode.js";
import type { GatePlan } from "./plan.js";
import type { GatePlace } from "./print.js";

/** What the gate found. */
export interface Judgement {
  readonly gate: Gate;
  /** What differs from the revision; null against a baseline. */
  readonly diff: Diff | null;
  readonly place: GatePlace;
}

/** A plan that builds and judges. */
export interface JudgingPlan extends GatePlan {
  readonly mode: Exclude<GateMode, { kind: "write" | "prune" }>;
}

/** Builds what has to be built and applies the rules. */
export async function judge(args: GateArguments, plan: JudgingPlan, signal: AbortSignal): Promise<Judgement> {
  const { loaded, mode, rules } = plan;
  if (mode.kind === "revision") return againstRevision(mode.base, args, plan, signal);
  const { source } = await openWorkingTree(comparisonRequest(args), signal);
  const after = await readDiffRecords(source);
  const counts = countedBy(args, loaded.config);
  const selection = selectFromSides([after], source.root, args);
  refuseAboutNothing(args, plan, selection, after, source.root);
  const escapes = sitesOf(after).filter((record) => counts(record) && selection.matches(record));
  const sources = await sourcesOf(source);
  const gate = decide({
    config: loaded.config,
    rules,
    packages: after.header.packages,
    ...(await againstBaseline(
      mode.file,
      { records: after, root: source.root, packages: source.packages },
      escapes,
      args,
    )),
    ...(await withCalls({ args, plan, source, after, escapes, selection, sources, signal })),
    today: today(),
  });
  if (!args.quiet) for (const text of [...notBuiltNote(gate.after), ...importedNote(source)]) note(text);
  return { gate, diff: null, place: { loaded, root: source.root, sources, baselineFile: mode.file } };
}

async function againstRevision(
  base: string | undefined,
  args: GateArguments,
  plan: JudgingPlan,
  signal: AbortSignal,
): Promise<Judgement> {
  const { loaded, rules } = plan;
  const { config } = loaded;
  const sides = await openSides({ ...comparisonRequest(args), base, sinceBranch: !args.baseExact }, signal);
  const [before, after] = await readSides(sides);
  if (!args.quiet) for (const text of [...sides.notes, ...importedNote(sides.after.source)]) note(text);
  const { root } = sides.after.source;
  const selection = selectFromSides([before, after], root, args);
  refuseAboutNothing(args, plan, selection, after, root);
  const all = args.all || config.all === true;
  const diff = await compareSides(sides, { before, after }, { ...args, all }, selection);
  const counts = countedBy(args, config);
  const escapes = sitesOf(after).filter((record) => counts(record) && selection.matches(record));
  const sources = await sourcesOf(sides.after.source);
  const gate = decide({
    config,
    rules,
    packages: after.header.packages,
    against: "revision",
    before: diff.before,
    after: diff.after,
    escapes,
    added: diff.added,
    reasons: diff.reasons,
    changed: diff.changed,
    stale: [],
    ...(await withCalls({ args, plan, source: sides.after.source, after, escapes, selection, sources, signal })),
    today: today(),
  });
  if (!args.quiet) for (const text of comparabilityNotes(gate.before, gate.after)) note(text);
  return { gate, diff, place: { loaded, root, sources, baselineFile: null } };
}

async function sourcesOf(source: RecordSource): Promise<SourceFiles> {
  return (await source.sources?.()) ?? new SourceFiles(NO_SOURCES);
}

/** What {@link withCalls} needs to know. */
interface Judged {
  readonly args: GateArguments;
  readonly plan: GatePlan;
  readonly source: RecordSource;
  readonly after: ReportRecords;
  readonly escapes: readonly SiteRecord[];
  readonly selection: Selection;
  readonly sources: SourceFiles;
  readonly signal: AbortSignal;
}

/**
 * The comments that forbid allocations or settle calls, what calls lead to from there and from hot functions, and the code
 * that profiles show to be hot.
 */
async function withCalls({
  args,
  plan,
  source,
  after,
  escapes,
  selection,
  sources,
  signal,
}: Judged): Promise<Pick<GateInput, "assertions" | "through" | "hot">> {
  const files = new Set<string>();
  for (const { file } of codeOf([after])) if (file !== null) files.add(file);
  const assertions = await readAssertions(files, sources);
  const { build, packages } = after.header;
  const through = followFrom(
    {
      config: plan.loaded.config,
      program: source.program?.() ?? null,
      packages: source.packages ?? packages,
      code: () => codeOf([after]),
      selected: (code) => selection.isEverything || selection.has(code),
      place: { ...ANYWHERE, modules: build?.modules ?? [], packages },
      assertions,
      escapes,
    },
    (text) => {
      if (!args.quiet) note(text);
    },
  );
  return { assertions, through, hot: await hotCode(args, plan.loaded, after, signal) };
}

/** The assertions of files, read one after the other: all of a module need not fit in memory. */
async function readAssertions(files: Iterable<string>, sources: SourceFiles): Promise<Assertion[]> {
  const found: Assertion[] = [];
  for (const file of files) {
    await sources.load([file]);
    found.push(...(await assertionsOf(file, sources.loaded(file) ?? [])));
  }
  return found;
}

/** Whether an allocation counts at all: as in the rankings. */
export function countedBy(args: GateArguments, config: Config): (record: SiteRecord) => boolean {
  return args.all || config.all === true ? () => true : (record) => isWritten(record) && isRanked(record);
}

/** Every allocation of one side: with a decision of the escape analysis, and calls without one. */
export function sitesOf({ escapes, calls }: ReportRecords): SiteRecord[] {
  return [...escapes, ...calls];
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
