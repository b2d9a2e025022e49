import { BenchmarkReader, type BenchmarkResult } from "../../../parsers/benchmarks/index.js";
import { runBenchmarks, type TestProgram } from "../../go/benchmarks.js";
import { benchmarkSides, measuresOf } from "../../prove/measures.js";
import type { Proof, ProofSites } from "../../records/prove.js";
import { PROVE_SCHEMA } from "../../records/schema-names.js";
import { type BuiltSide, explained } from "./built-side.js";

/** One of both sides. */
export type SideKey = "before" | "after";

/** What the benchmarks print of the machine. */
const SETTINGS = new Set(["goos", "goarch", "cpu"]);

/** What has been measured so far: enough for a result at any time. */
export class Measurement {
  readonly results: Readonly<Record<SideKey, BenchmarkResult[]>> = { before: [], after: [] };
  readonly settings: Record<string, string> = {};
  /** By package and benchmark. */
  readonly sites = new Map<string, ProofSites>();
  rounds = 0;
  isComplete = false;

  /** Takes what a run of a side has printed. */
  add(side: SideKey, output: string): void {
    const reader = new BenchmarkReader();
    for (const text of output.split("\n")) {
      const line = reader.line(text.replace(/\r$/, ""));
      if (line.kind === "result") this.results[side].push(line.result);
      else if (line.kind === "setting" && SETTINGS.has(line.key)) this.settings[line.key] = line.value;
    }
  }

  /** The result. */
  proof(names: Pick<Proof, "before" | "after">, wanted: number | null): Proof {
    const sides = benchmarkSides(this.results.before, this.results.after);
    return {
      schema: PROVE_SCHEMA,
      ...names,
      settings: { ...this.settings },
      runs: wanted === null ? null : { wanted, done: this.rounds },
      isComplete: this.isComplete,
      rows: sides.map((row) => ({
        benchmark: row.benchmark,
        package: row.package,
        measures: measuresOf(row),
        sites: this.sites.get(rowKey(row)) ?? null,
      })),
    };
  }
}

/** A benchmark of a package. */
export function rowKey(row: { readonly package: string | null; readonly benchmark: string }): string {
  return `${row.package} ${row.benchmark}`;
}

/** What to run in each round. */
export interface RoundRequest {
  readonly before: BuiltSide;
  readonly after: BuiltSide;
  readonly pattern: string;
  readonly benchtime: string | undefined;
  /** Told before each run. */
  readonly onRun: (text: string) => void;
}

/**
 * Runs the benchmarks of every package on both sides, one after the other, so that whatever changes on the machine
 * changes both; every second round the other way round.
 */
export async function runRound(request: RoundRequest, measurement: Measurement): Promise<void> {
  const { before, after } = request;
  const packages = new Set([...before.programs, ...after.programs].map(({ importPath }) => importPath));
  const order: readonly SideKey[] = measurement.rounds % 2 === 0 ? ["before", "after"] : ["after", "before"];
  for (const importPath of packages) {
    for (const side of order) {
      const program = request[side].programs.find((each) => each.importPath === importPath);
      if (program !== undefined) measurement.add(side, await run(request, request[side], program));
    }
  }
  measurement.rounds++;
}

async function run(request: RoundRequest, side: BuiltSide, program: TestProgram): Promise<string> {
  request.onRun(`${program.importPath}, ${side.tree.name}`);
  try {
    return await runBenchmarks(side.runner, program, request);
  } catch (error) {
    throw explained(error, side.tree);
  }
}
