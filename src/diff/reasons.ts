import type { Reason } from "../records/diff.js";
import type { EscapeRecord, Hop, SiteRecord } from "../records/record.js";
import { type Evidence, placeOf } from "./evidence.js";
import type { FunctionFacts, Functions } from "./functions.js";
import { InlinedCopies, type ReasonFacts } from "./inlined-copies.js";
import { inlinedFrames } from "./inlined-frames.js";
import type { OutsideReasons } from "./outside-reasons.js";
import { leaksOf, type PassedValue, passedValues } from "./passed-values.js";
import { resolveCallee } from "./printed-callee.js";
import { plainText } from "./release-wording.js";
import type { NameReader } from "./stable-names.js";
import type { InFunction, StandingCalls } from "./standing-calls.js";

/** Reasons, and for each new allocation the index of its own; null where nothing shows one. */
export interface Explained {
  readonly reasons: readonly Reason[];
  readonly indices: readonly (number | null)[];
}

/** What {@link explainAdded} has to know. */
export interface Explaining {
  readonly evidence: Evidence;
  readonly calls: StandingCalls;
  readonly outside: OutsideReasons;
  /** Those of the newer side. */
  readonly functions: Functions;
  readonly names: NameReader;
  /** Whether a record is one to show that its function returns. */
  readonly returned: (record: EscapeRecord) => boolean;
}

/**
 * Finds why allocations are new. Those that follow from one fact get one reason. A reason is given only for a call that was
 * there before, and for the parameter by which the value goes in. Functions that are no longer inlined and return what they
 * allocate are reasons even when they explain no new record.
 */
export function explainAdded(added: readonly SiteRecord[], explaining: Explaining): Explained {
  const { evidence, calls, functions, returned } = explaining;
  const finder = new ReasonFinder(added, explaining);
  const reasons: Reason[] = [];
  const known = new Map<string, number>();
  const indices = added.map((_, i) => {
    const facts = finder.reasonOf(i);
    if (facts === null) return null;
    const key = JSON.stringify(facts);
    let index = known.get(key);
    if (index === undefined) {
      index = reasons.push({ ...facts, added: [] }) - 1;
      known.set(key, index);
    }
    reasons[index]?.added.push(i);
    return index;
  });
  // An allocation that a function returns can stay on the stack of a caller that it is inlined into. When it no longer
  // is, every call allocates, and the record of the function itself is the same as before.
  for (const [callee, facts] of evidence.noLongerInlined) {
    if (known.has(JSON.stringify(facts)) || !callee.escapes.some(returned)) continue;
    for (const caller of functions.all()) {
      if (evidence.wasInlinedIn(caller, callee) === false || calls.older(caller) === undefined) continue;
      const standing = calls.standing(caller, callee.name);
      if (standing === "new" || hasCopy(calls.older(caller), callee)) continue;
      reasons.push({
        ...facts,
        shown: standing === "stands" && evidence.wasInlinedIn(caller, callee) === true,
        added: [],
      });
      break;
    }
  }
  return { reasons, indices };
}

/** Whether the caller had allocations of the callee's as its own. */
function hasCopy(caller: FunctionFacts | undefined, callee: FunctionFacts): boolean {
  const copies = new InlinedCopies();
  copies.add(callee);
  return caller?.escapes.some((escape) => copies.sourceOf(escape) !== undefined) === true;
}

class ReasonFinder {
  private readonly byName = new Map<string, number[]>();
  private readonly byFunction = new Map<string, number[]>();
  private readonly found: (ReasonFacts | null | undefined)[];
  private readonly leakReasons = new Map<string, ReasonFacts | null>();
  private copies: InlinedCopies | null = null;

  constructor(
    private readonly added: readonly SiteRecord[],
    private readonly context: Explaining,
  ) {
    this.found = new Array(added.length);
    added.forEach((record, i) => {
      push(this.byName, this.locationKey(record, flowOf(record)[0]?.from ?? nameOf(record)), i);
      push(this.byFunction, `${record.package} ${context.names.read(record.function).outer}`, i);
    });
  }

  reasonOf(index: number): ReasonFacts | null {
    const known = this.found[index];
    if (known !== undefined) return known;
    this.found[index] = null; // what two allocations that hold each other find on the way
    const record = this.added[index] as SiteRecord;
    const upgrade = this.context.outside.isUpgrade;
    const reason =
      // Where no code has changed, it is the release that inlines less, or that lets a parameter leak.
      (upgrade ? this.fromOutside(record) : null) ??
      this.ofCalls(record, flowOf(record)) ??
      this.ofContainer(index) ??
      this.ofInlining(record) ??
      this.ofInlinedLeak(record) ??
      this.context.evidence.newInstance(record) ??
      (upgrade ? null : this.fromOutside(record));
    this.found[index] = reason;
    return reason;
  }

  /** The last call on the way that lets the value escape and did not before. */
  private ofCalls(record: InFunction, flow: readonly Hop[]): ReasonFacts | null {
    const { evidence, functions, calls } = this.context;
    const caller = calls.around(record);
    for (const passed of passedValues(flow)) {
      const indirect = evidence.lostCall(record.package, record.function, passed.callee);
      if (indirect !== undefined) return indirect;
      for (const callee of resolveCallee(passed.callee, record.package ?? "", functions)) {
        const standing = caller === undefined ? "unknown" : calls.standing(caller, callee.name);
        if (standing === "new") continue;
        const reason = this.ofLeaks(callee, passed) ?? this.ofLostInlining(caller, callee);
        if (reason !== null) return standing === "stands" ? reason : { ...reason, shown: false };
      }
    }
    return null;
  }

  private ofLostInlining(caller: FunctionFacts | undefined, callee: FunctionFacts): ReasonFacts | null {
    const { evidence } = this.context;
    const reason = evidence.noLongerInlined.get(callee);
    if (reason === undefined || caller === undefined) return null;
    const before = evidence.wasInlinedIn(caller, callee);
    if (before === false) return null;
    return before === null ? { ...reason, shown: false } : reason;
  }

  /** Why the parameter that the value is passed as began to leak: for a reason further down, or by itself. */
  private ofLeaks(callee: FunctionFacts, passed: PassedValue): ReasonFacts | null {
    const { evidence, calls } = this.context;
    const all = evidence.newLeaks(callee);
    if (all.length === 0) return null;
    const leaks = leaksOf(all, passed, callee, calls.parameters(callee));
    const [first] = leaks;
    if (first === undefined || calls.isAddedParameter(callee, first.parameter)) return null;
    const key = `${callee.package} ${callee.name} ${first.parameter}`;
    const known = this.leakReasons.get(key);
    if (known !== undefined) return known;
    this.leakReasons.set(key, null); // recursion
    let reason: ReasonFacts | null = null;
    for (const leak of leaks) reason ??= this.ofCalls(leak, leak.flow);
    reason ??= {
      kind: "leak-appeared",
      shown: true,
      package: first.package,
      function: callee.name,
      ...placeOf(first),
      subject: first.parameter,
      before: null,
      after: [...new Set(leaks.map(({ message }) => message))].join(", "),
    };
    this.leakReasons.set(key, reason);
    return reason;
  }

  /** An allocation that is new too, and that this one is stored in or captured by. */
  private ofContainer(index: number): ReasonFacts | null {
    const record = this.added[index] as SiteRecord;
    for (const { to } of [...flowOf(record)].reverse()) {
      for (const other of this.byName.get(this.locationKey(record, to)) ?? []) {
        const reason = other === index ? null : this.reasonOf(other);
        if (reason !== null) return reason;
      }
    }
    return null;
  }

  /** The function that the allocation is inlined from: inlined now and not before, or edited. */
  private ofInlining(record: SiteRecord): ReasonFacts | null {
    const { evidence, calls, functions, names } = this.context;
    const frames = inlinedFrames(record, names);
    let caller = calls.around(record);
    if (caller === undefined) return null;
    if (frames.length === 0) return record.call === null ? this.ofCopy(record, caller) : null;
    let shown = true;
    for (const [depth, frame] of frames.entries()) {
      const callee = functions.get(frame.package, frame.name);
      if (callee === undefined) return null;
      const standing = calls.standing(caller, callee.name);
      if (standing === "new") return depth === 0 ? null : this.edited(caller, shown);
      shown &&= standing === "stands";
      const gained = evidence.nowInlined.get(callee);
      if (gained !== undefined && callee !== caller && evidence.wasInlinedIn(caller, callee) !== true) {
        return { ...gained, shown };
      }
      caller = callee;
    }
    return this.ofOriginal(record, caller) ?? (calls.isUnchanged(caller) === false ? this.edited(caller, shown) : null);
  }

  /** The reason of the same allocation in the function that it is inlined from, where that is new too. */
  private ofOriginal(record: SiteRecord, source: FunctionFacts): ReasonFacts | null {
    for (const other of this.byFunction.get(`${source.package} ${source.name}`) ?? []) {
      const own = this.added[other] as SiteRecord;
      if (own === record || own.call !== record.call || own.type !== record.type) continue;
      const reason = this.reasonOf(other);
      if (reason !== null) return reason;
    }
    return null;
  }

  /** Only the text tells: where a function is inlined now, an allocation that goes the same way as one of its own. */
  private ofCopy(record: SiteRecord, caller: FunctionFacts): ReasonFacts | null {
    if (record.kind !== "escape") return null;
    const { evidence, calls } = this.context;
    if (this.copies === null) {
      this.copies = new InlinedCopies();
      for (const facts of evidence.nowInlined.keys()) this.copies.add(facts);
    }
    const source = this.copies.sourceOf(record);
    const gained = source === undefined ? undefined : evidence.nowInlined.get(source);
    if (source === undefined || gained === undefined || source === caller) return null;
    if (evidence.isInlinedIn(caller, source) === false || evidence.wasInlinedIn(caller, source) === true) return null;
    const standing = calls.standing(caller, source.name);
    return standing === "new" ? null : { ...gained, shown: standing === "stands" };
  }

  /** A function that is inlined here on both sides, and whose parameter of the flow began to leak. */
  private ofInlinedLeak(record: SiteRecord): ReasonFacts | null {
    const { evidence, calls } = this.context;
    const caller = calls.around(record);
    const flow = flowOf(record);
    if (caller === undefined || flow.length < 2) return null;
    const ways = new Set(flow.map(({ to }) => plainText(to)));
    for (const callee of evidence.inlinedIn(caller)) {
      if (callee === caller || evidence.wasInlinedIn(caller, callee) !== true) continue;
      const prefix =
        callee.package === caller.package ? "" : `${callee.package.slice(callee.package.lastIndexOf("/") + 1)}.`;
      const leak = evidence.newLeaks(callee).find(({ parameter }) => ways.has(`${prefix}${parameter}`));
      if (leak === undefined || calls.isAddedParameter(callee, leak.parameter)) continue;
      const standing = calls.standing(caller, callee.name);
      if (standing !== "new") return this.edited(callee, standing === "stands");
    }
    return null;
  }

  private edited(facts: FunctionFacts, shown: boolean): ReasonFacts | null {
    const unchanged = this.context.calls.isUnchanged(facts);
    if (unchanged === true || this.context.calls.older(facts) === undefined) return null;
    return {
      kind: "callee-edited",
      shown: shown && unchanged === false,
      package: facts.package,
      function: facts.name,
      ...placeOf(facts.inlining ?? { file: facts.file, line: null, column: null }),
      subject: null,
      before: null,
      after: null,
    };
  }

  /** Neither the function nor what is inlined in it or called on the way has changed. */
  private fromOutside(record: SiteRecord): ReasonFacts | null {
    const { calls, functions, names, outside } = this.context;
    const frames = inlinedFrames(record, names);
    const caller = calls.around(record);
    if (caller === undefined) return null;
    const own = [
      caller,
      ...frames.flatMap((frame) => functions.get(frame.package, frame.name) ?? []),
      ...passedValues(flowOf(record)).flatMap(({ callee }) => resolveCallee(callee, caller.package, functions)),
    ];
    const unchanged = own.map((facts) => calls.isUnchanged(facts));
    if (unchanged.includes(false)) return null;
    const reason = outside.reasonOf(record, frames);
    return reason === null || !unchanged.includes(null) ? reason : { ...reason, shown: false };
  }

  private locationKey(record: SiteRecord, location: string): string {
    return `${record.package} ${this.context.names.read(record.function).outer} ${location}`;
  }
}

function push(map: Map<string, number[]>, key: string, index: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [index]);
  else list.push(index);
}

function flowOf(record: SiteRecord): readonly Hop[] {
  return record.kind === "escape" ? record.flow : [];
}

function nameOf(record: SiteRecord): string {
  return record.kind === "escape" ? record.expression : record.message;
}
