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
  /** Where it is declared, or one of its records is. */
  file: string | null;
  /** What is inlined in it and its closures, as printed. */
  readonly inlined: Set<string>;
  readonly escapes: EscapeRecord[];
  readonly leaks: LeakRecord[];
}

/** The functions of one side by package and name. Closures belong to the function around them. */
export class Functions {
  private readonly byPackage = new Map<string, Map<string, FunctionFacts>>();
  /** Whether the records say which functions are inlined where. */
  readonly knowsInlined: boolean;
  private readonly packagesByName = new Map<string, readonly string[]>();

  constructor(
    { escapes, leaks, inlining, inlined }: Pick<ReportRecords, "escapes" | "leaks" | "inlining" | "inlined">,
    private readonly names: NameReader,
  ) {
    for (const record of inlining) {
      const { plain, outer } = names.read(record.function);
      if (plain === "" || plain !== outer) continue;
      const facts = this.facts(record.package, record.function);
      if (facts.inlining === null || (facts.inlining.inlinable && !record.inlinable)) facts.inlining = record;
      facts.file ??= record.file;
    }
    for (const record of leaks) {
      if (record.function !== null) this.facts(record.package, record.function).leaks.push(record);
    }
    for (const record of escapes) {
      if (record.function !== null) this.facts(record.package, record.function).escapes.push(record);
    }
    this.knowsInlined = inlined !== null;
    for (const call of inlined ?? []) {
      this.get(call.package ?? "", names.read(call.function).outer)?.inlined.add(call.callee);
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
      facts = {
        package: importPath ?? "",
        name,
        instances: new Set(),
        inlining: null,
        file: null,
        inlined: new Set(),
        escapes: [],
        leaks: [],
      };
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
