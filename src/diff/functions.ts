import type { EscapeRecord, InliningRecord, LeakRecord } from "../records/record.js";
import type { ReportRecords } from "../report/report-records.js";
import { type NameReader, packageNameOf } from "./stable-names.js";

/** What the records of one side tell about a declared function. */
export interface FunctionFacts {
  readonly package: string;
  /** Without type arguments. */
  readonly name: string;
  /** Names with type arguments, where it is generic. */
  readonly instances: Set<string>;
  /** Of several instances, one that cannot be inlined. */
  inlining: InliningRecord | null;
  readonly escapes: EscapeRecord[];
  readonly leaks: LeakRecord[];
}

/** The functions of one side by package and name. Closures belong to the function around them. */
export class Functions {
  private readonly byPackage = new Map<string, Map<string, FunctionFacts>>();
  private readonly packagesByName = new Map<string, readonly string[]>();

  constructor(
    { escapes, leaks, inlining }: Pick<ReportRecords, "escapes" | "leaks" | "inlining">,
    private readonly names: NameReader,
  ) {
    for (const record of inlining) {
      const { plain, outer } = names.read(record.function);
      if (plain === "" || plain !== outer) continue;
      const facts = this.facts(record.package, record.function);
      if (facts.inlining === null || (facts.inlining.inlinable && !record.inlinable)) facts.inlining = record;
    }
    for (const record of leaks) {
      if (record.function !== null) this.facts(record.package, record.function).leaks.push(record);
    }
    for (const record of escapes) {
      if (record.function !== null) this.facts(record.package, record.function).escapes.push(record);
    }
  }

  /** A function by its package and its name without type arguments. */
  get(importPath: string, name: string): FunctionFacts | undefined {
    return this.byPackage.get(importPath)?.get(name);
  }

  /** Every function, in the order in which the records name them. */
  *all(): Generator<FunctionFacts> {
    for (const functions of this.byPackage.values()) yield* functions.values();
  }

  /** Import paths of the packages that are likely to have this name. */
  packagesNamed(name: string): readonly string[] {
    return this.packagesByName.get(name) ?? [];
  }

  private facts(importPath: string | null, raw: string | null): FunctionFacts {
    const { outer: name, outerInstance } = this.names.read(raw);
    const functions = this.functionsOf(importPath ?? "");
    let facts = functions.get(name);
    if (facts === undefined) {
      facts = { package: importPath ?? "", name, instances: new Set(), inlining: null, escapes: [], leaks: [] };
      functions.set(name, facts);
    }
    if (outerInstance !== name) facts.instances.add(outerInstance);
    return facts;
  }

  private functionsOf(importPath: string): Map<string, FunctionFacts> {
    let functions = this.byPackage.get(importPath);
    if (functions === undefined) {
      functions = new Map();
      this.byPackage.set(importPath, functions);
      const name = packageNameOf(importPath);
      this.packagesByName.set(name, [...(this.packagesByName.get(name) ?? []), importPath]);
    }
    return functions;
  }
}
