import type { Imports } from "../callees/imports.js";
import { leakFacts } from "../callees/leak-facts.js";
import type { Program } from "../callees/program.js";
import type { Blame, CallShare } from "../records/blame.js";
import type { DiagnosticRecord, EscapeRecord } from "../records/record.js";
import { BLAME_SCHEMA } from "../records/schema-names.js";
import { compareText } from "../report/record-order.js";
import { attribute, type KnownParameters } from "./attribution.js";
import { CalledNames } from "./called-names.js";
import { Tally, type WeightOf } from "./culprit-totals.js";
import { type Seed, Seeds } from "./escape-groups.js";
import { ownAttribution } from "./foreign-calls.js";
import { type CallTarget, Chains } from "./leak-chains.js";
import { LeakGraph } from "./leak-graph.js";
import { type EndedEscape, PackageEscapes } from "./outermost-allocation.js";

/** What to show of the culprits. */
export interface BlameOptions {
  readonly imports: Imports;
  /** Whether a package belongs to the user's own modules. */
  readonly isOwn: (importPath: string) => boolean;
  /** The paths of these modules, as far as they are known. */
  readonly modules: readonly string[];
  /** How many culprits, and how many groups. */
  readonly top: number;
  readonly byPackage: boolean;
  /** What a profile shows to be allocated; null without one. */
  readonly weightOf: WeightOf | null;
}

/** Culprits that are shown for each package. */
const TOP_OF_PACKAGE = 3;

/** Finds what most escapes come from. Records go in package by package; leaks have to be among them. */
export class Blamer {
  private readonly package = new PackageEscapes();
  private readonly graph = new LeakGraph(this.package);
  private readonly seeds = new Seeds();
  private readonly called = new CalledNames();
  private counted: EndedEscape[] = [];
  private readonly records = new Map<EndedEscape, EscapeRecord>();
  private escapes = 0;

  /** `weighed`: whether a profile will say what is allocated. Records have to stay as they are then. */
  constructor(
    private readonly program: Program,
    private readonly weighed = false,
  ) {}

  /** `counts`: whether the escape is one of those that were asked for. Others are only what these live in. */
  record(record: DiagnosticRecord, counts: boolean): void {
    if (record.kind === "leak") {
      const facts = leakFacts(record);
      const parameter = this.program.leak(record, facts);
      if (parameter?.target === "heap") this.graph.add(parameter, record, facts.function ?? "");
      return;
    }
    this.program.record(record);
    if (record.kind !== "escape") return;
    const escape = this.package.add(record);
    this.called.add(escape.end);
    if (!counts) return;
    this.counted.push(escape);
    if (this.weighed) this.records.set(escape, record);
  }

  endPackage(): void {
    this.graph.endPackage();
    for (const escape of this.counted) {
      this.seeds.add(escape, this.package.outerEnd(escape, escape), this.records.get(escape) ?? null);
    }
    this.records.clear();
    this.seeds.endPackage();
    this.escapes += this.counted.length;
    this.counted = [];
    this.package.clear();
  }

  /** Ranks the culprits, when all has been read. */
  blame({ imports, isOwn, modules, top, byPackage, weightOf }: BlameOptions): Blame {
    const chains = new Chains(this.program, imports, this.graph, isOwn, this.called);
    const all = new Tally(weightOf);
    const packages = new Map<string, Tally>();
    const known: KnownParameters = new Map();
    const ownership = { isOwn, modules, called: this.called };
    let outside = 0;
    const calls = { escapes: 0, inScope: 0, found: 0 };
    for (const seed of this.seeds.values()) {
      const { importPath, outer } = seed;
      const target = outer.end.kind === "call" ? chains.target(outer.end, importPath, outer.function) : null;
      if (target !== null) this.countCalls(calls, seed, target);
      const place = attribute(seed, target, chains, imports, known);
      if (place === null) continue;
      const found = ownAttribution(place, seed, ownership);
      if (found === null) {
        outside += seed.count;
        continue;
      }
      all.add(found, seed);
      if (!byPackage) continue;
      const name = importPath ?? "(no package)";
      const tally = packages.get(name) ?? new Tally(weightOf);
      tally.add(found, seed);
      packages.set(name, tally);
    }
    const groups = [...packages]
      .map(([name, tally]) => ({ package: name, escapes: tally.total, culprits: tally.culprits(TOP_OF_PACKAGE) }))
      .sort((a, b) => b.escapes - a.escapes || compareText(a.package, b.package));
    return {
      schema: BLAME_SCHEMA,
      escapes: this.escapes,
      attributed: all.total,
      outside,
      culpritCount: all.size,
      culprits: all.culprits(top),
      groups: groups.slice(0, top),
      calls,
    };
  }

  private countCalls(calls: CallShare, { callArguments }: Seed, { callee, leak, isOfParameter }: CallTarget): void {
    calls.escapes += callArguments;
    // A callee that is not found counts as one in scope, but for those that stand in packages outside of the report.
    const outside = callee.kind === "outside" && (callee.importPath === null || !this.program.has(callee.importPath));
    if (outside || callee.kind === "builtin" || isOfParameter) return;
    calls.inScope += callArguments;
    if (leak !== null) calls.found += callArguments;
  }
}
