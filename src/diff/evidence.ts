import { shortType, typeArgumentsOf } from "../causes/shapes.js";
import type { Reason } from "../records/diff.js";
import type { DevirtualizationRecord, InliningRecord, LeakRecord, SiteRecord } from "../records/record.js";
import type { ReportRecords } from "../report/report-records.js";
import type { FunctionFacts, Functions } from "./functions.js";
import type { ReasonFacts } from "./inlined-copies.js";
import type { LeakChanges } from "./leak-changes.js";
import { resolveCallee } from "./printed-callee.js";
import { plainText } from "./release-wording.js";
import type { NameReader } from "./stable-names.js";
import type { StandingCalls } from "./standing-calls.js";

/** One side of a diff, with its functions. */
export interface Side {
  readonly records: Pick<ReportRecords, "devirtualization" | "header">;
  readonly functions: Functions;
}

/** Which functions are inlined, called directly or leak on one side and not on the other: what makes values escape. */
export class Evidence {
  private readonly lost = new Map<FunctionFacts, ReasonFacts>();
  private readonly gained = new Map<FunctionFacts, ReasonFacts>();
  private readonly leaking = new Map<FunctionFacts, LeakRecord[]>();
  private readonly indirect: ReadonlyMap<string, ReasonFacts>;

  constructor(
    private readonly before: Side,
    private readonly after: Side,
    leaks: LeakChanges,
    private readonly calls: StandingCalls,
    private readonly names: NameReader,
  ) {
    for (const now of after.functions.all()) {
      const old = calls.older(now);
      if (old !== undefined) this.compareInlining(old.inlining, now);
    }
    for (const leak of leaks.added) {
      const facts = calls.around(leak);
      if (facts === undefined) continue;
      const list = this.leaking.get(facts);
      if (list === undefined) this.leaking.set(facts, [leak]);
      else list.push(leak);
    }
    this.indirect = this.lostCalls(before.records.devirtualization, after.records.devirtualization);
  }

  /** Functions that are no longer inlined. */
  get noLongerInlined(): ReadonlyMap<FunctionFacts, ReasonFacts> {
    return this.lost;
  }

  /** Functions that are inlined now. */
  get nowInlined(): ReadonlyMap<FunctionFacts, ReasonFacts> {
    return this.gained;
  }

  /** Parameters of the function that began to leak. */
  newLeaks(callee: FunctionFacts): readonly LeakRecord[] {
    return this.leaking.get(callee) ?? [];
  }

  /** Whether the callee was inlined in the function before; null where the records do not tell. */
  wasInlinedIn(caller: FunctionFacts, callee: FunctionFacts): boolean | null {
    return isInlined(this.calls.older(caller), this.calls.older(callee), this.before.functions);
  }

  /** Whether the callee is inlined in the function now; null where the records do not tell. */
  isInlinedIn(caller: FunctionFacts, callee: FunctionFacts): boolean | null {
    return isInlined(caller, callee, this.after.functions);
  }

  /** What is inlined in the function now. */
  *inlinedIn(caller: FunctionFacts): Generator<FunctionFacts> {
    for (const callee of caller.inlined) yield* resolveCallee(callee, caller.package, this.after.functions);
  }

  /** The call in that function that is no longer devirtualized. `callee`: as it is printed, `w.Write`. */
  lostCall(importPath: string | null, name: string | null, callee: string): ReasonFacts | undefined {
    return this.indirect.get(this.callKey(importPath, name, callee));
  }

  /** The instance of a generic function, compiled before for other types, that the allocation is in. */
  newInstance(record: SiteRecord): ReasonFacts | null {
    const { outer, outerInstance: instance } = this.names.read(record.function);
    if (instance === outer) return null;
    const old = this.before.functions.get(record.package ?? "", outer);
    const known = [...(old?.instances ?? [])].map((name) => typeArgumentsOf(name));
    const isFirst = known.length === 0;
    if (
      isFirst ? !this.wasNotCompiled(record, outer) : instancesOf(record, instance).some((args) => known.includes(args))
    )
      return null;
    const declared = this.after.functions.get(record.package ?? "", outer)?.inlining ?? record;
    return {
      kind: "instance-added",
      shown: true,
      package: record.package,
      function: outer,
      ...placeOf(declared),
      subject: typesText(record) ?? instance.replaceAll("go.shape.", ""),
      before: null,
      after: null,
    };
  }

  /** Whether the function was there, and used for no type. */
  private wasNotCompiled({ file, package: importPath }: SiteRecord, outer: string): boolean {
    const directory = (file ?? "").split("/").slice(0, -1).join("/");
    return (this.before.records.header.build?.uninstantiated ?? []).some((name) => {
      if (!name.endsWith(`.${outer}`)) return false;
      const home = name.slice(0, -outer.length - 1);
      return home === importPath || (directory !== "" && `/${home}`.endsWith(`/${directory}`));
    });
  }

  private compareInlining(old: InliningRecord | null, facts: FunctionFacts): void {
    const now = facts.inlining;
    if (old === null || now === null || old.inlinable === now.inlinable) return;
    const reason: ReasonFacts = {
      kind: now.inlinable ? "inlining-gained" : "inlining-lost",
      shown: true,
      package: now.package,
      function: facts.name,
      ...placeOf(now),
      subject: null,
      before: inliningText(old),
      after: inliningText(now),
    };
    (now.inlinable ? this.gained : this.lost).set(facts, reason);
  }

  private lostCalls(
    before: readonly DevirtualizationRecord[],
    after: readonly DevirtualizationRecord[],
  ): Map<string, ReasonFacts> {
    const keyOf = (record: DevirtualizationRecord) => this.callKey(record.package, record.function, record.expression);
    const kept = new Set(after.map(keyOf));
    const lost = new Map<string, ReasonFacts>();
    for (const record of before) {
      const key = keyOf(record);
      if (kept.has(key) || lost.has(key)) continue;
      lost.set(key, {
        kind: "devirtualization-lost",
        shown: true,
        package: record.package,
        function: record.function ?? "",
        ...placeOf(record),
        subject: record.expression,
        before: record.message,
        after: null,
      });
    }
    return lost;
  }

  private callKey(importPath: string | null, name: string | null, callee: string): string {
    return `${importPath} ${this.names.read(name).outer} ${plainText(callee)}`;
  }
}

function isInlined(
  caller: FunctionFacts | undefined,
  callee: FunctionFacts | undefined,
  functions: Functions,
): boolean | null {
  if (!functions.knowsInlined) return null;
  if (caller === undefined || callee === undefined) return false;
  for (const text of caller.inlined) {
    if (resolveCallee(text, caller.package, functions).includes(callee)) return true;
  }
  return false;
}

/** Type arguments of the copies that have it, as functions are named by them. */
function instancesOf({ instances }: SiteRecord, instance: string): (string | null)[] {
  return instances?.map(({ shape, types }) => shape ?? types[0] ?? null) ?? [typeArgumentsOf(instance)];
}

/** `int, string`: the types that are known to use them. */
function typesText({ instances = [] }: SiteRecord): string | null {
  const types = instances.flatMap((each) => each.types.map(shortType));
  return types.length === 0 ? null : types.join(", ");
}

/** The place of a reason, from what has one. */
export function placeOf({ file, line, column }: Pick<Reason, "file" | "line" | "column">) {
  return { file, line, column };
}

/** `can inline f with cost 79`, `cannot inline f: function too complex: cost 83 exceeds budget 80`. */
function inliningText({ inlinable, function: name, cost, reason }: InliningRecord): string {
  if (!inlinable) return `cannot inline ${name}: ${reason}`;
  return cost === null ? `can inline ${name}` : `can inline ${name} with cost ${cost}`;
}
