import { decide } from "../../gate/index.js";
import type { Config } from "../../records/config.js";
import type { Diff } from "../../records/diff.js";
import type { Gate } from "../../records/gate.js";
import { isCandidate, recordFilter } from "../../report/filter.js";
import { readSides } from "../../sources/changed-packages.js";
import { openSides, openWorkingTree } from "../../sources/comparison-sides.js";
import type { LoadedConfig } from "../../sources/config-file.js";
import { readDiffRecords } from "../../sources/diff-records.js";
import { sourceIn } from "../../sources/source-files.js";
import { comparisonRequest } from "../open-source.js";
import type { GateArguments } from "../options/compare.js";
import { compareRecordSets } from "../print-diff.js";
import { againstBaseline } from "./baseline.js";
import type { GateMode } from "./mode.js";
import type { GatePlace } from "./print.js";

/** What the gate found. */
export interface Judgement {
  readonly gate: Gate;
  /** What differs from the revision; null against a baseline. */
  readonly diff: Diff | null;
  readonly place: GatePlace;
}

/** Builds what has to be built and applies the rules. */
export async function judge(
  args: GateArguments,
  loaded: LoadedConfig,
  mode: Exclude<GateMode, { kind: "write" | "prune" }>,
  signal: AbortSignal,
): Promise<Judgement> {
  if (mode.kind === "revision") return againstRevision(mode.base, args, loaded, signal);
  const { source } = await openWorkingTree(comparisonRequest(args), signal);
  const after = await readDiffRecords(source);
  const escapes = after.escapes.filter(countedBy(args, loaded.config));
  const { root } = source;
  const gate = decide({
    config: loaded.config,
    ...(await againstBaseline(mode.file, after, escapes, args)),
    source: sourceIn(root),
    today: today(),
  });
  return { gate, diff: null, place: { loaded, root, baselineFile: mode.file } };
}

async function againstRevision(
  base: string | undefined,
  args: GateArguments,
  loaded: LoadedConfig,
  signal: AbortSignal,
): Promise<Judgement> {
  const { config } = loaded;
  const sides = await openSides({ ...comparisonRequest(args), base }, signal);
  const [before, after] = await readSides(sides);
  if (!args.quiet) for (const note of sides.notes) process.stderr.write(`escape-report: ${note}\n`);
  const names = [sides.before.name, sides.after.name] as const;
  const diff = compareRecordSets(before, after, names, { ...args, all: args.all || config.all === true });
  const { root } = sides.after.source;
  const gate = decide({
    config,
    against: "revision",
    before: diff.before,
    after: diff.after,
    escapes: after.escapes.filter(countedBy(args, config)),
    added: diff.added,
    reasons: diff.reasons,
    stale: [],
    source: sourceIn(root),
    today: today(),
  });
  return { gate, diff, place: { loaded, root, baselineFile: null } };
}

/** Whether an allocation counts at all: as in the rankings, and inside the filters of the command line. */
export function countedBy(args: GateArguments, config: Config) {
  const wants = recordFilter({
    causes: args.cause ?? [],
    packages: args.package ?? [],
    paths: args.path ?? [],
    functions: args.function ?? [],
  });
  const all = args.all || config.all === true;
  return (record: Parameters<typeof isCandidate>[0]) => (all || isCandidate(record)) && wants(record);
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
