import { resolve } from "node:path";
import { decide } from "../gate/index.js";
import type { Config } from "../records/config.js";
import type { Diff } from "../records/diff.js";
import type { Gate } from "../records/gate.js";
import { isCandidate, recordFilter } from "../report/filter.js";
import type { GateArguments } from "./compare-options.js";
import { openSides, openWorkingTree } from "./compare-sides.js";
import { type LoadedConfig, loadConfig } from "./config.js";
import { againstBaseline, pruneBaseline, writeBaseline } from "./gate-baseline.js";
import { type GateMode, gateMode } from "./gate-mode.js";
import { type GatePlace, printGate } from "./gate-print.js";
import { untilInterrupted } from "./interrupt.js";
import { sourceIn } from "./module-source.js";
import { readSides } from "./read-sides.js";
import { compareRecordSets, readRecords } from "./run-diff.js";

/** Decides whether the working tree passes, says why not, and sets the exit code. */
export async function runGate(args: GateArguments): Promise<void> {
  await untilInterrupted(async (signal) => {
    const loaded = await loadConfig(args.config, resolve(args.C ?? "."));
    const mode = gateMode(args, loaded);
    if (mode.kind === "revision" || mode.kind === "compare") {
      const { gate, place } = await judge(args, loaded, mode, signal);
      await printGate(gate, args, place);
      return;
    }
    const after = await readRecords((await openWorkingTree(args, signal)).source);
    const escapes = after.escapes.filter(countedBy(args, loaded.config));
    if (mode.kind === "write") await writeBaseline(mode.file, after, escapes, args);
    else await pruneBaseline(mode.file, after, escapes, args);
  });
}

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
  const { source } = await openWorkingTree(args, signal);
  const after = await readRecords(source);
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
  const sides = await openSides({ ...args, base, head: undefined }, signal);
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
function countedBy(args: GateArguments, config: Config) {
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
