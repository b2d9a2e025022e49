import type { Reason } from "../records/diff.js";
import type { EscapeRecord, Hop, SiteRecord } from "../records/record.js";
import { calleesOf, resolveCallee } from "./calls-on-flow.js";
import type { Evidence, ReasonFacts } from "./evidence.js";
import type { FunctionFacts, Functions } from "./functions.js";
import type { NameReader } from "./stable-names.js";

/** Reasons, and for each new allocation the index of its own; null where the reports prove none. */
export interface Explained {
  readonly reasons: readonly Reason[];
  readonly indices: readonly (number | null)[];
}

/** What {@link explainAdded} has to know. */
export interface Explaining {
  readonly evidence: Evidence;
  /** Those of the newer side. */
  readonly functions: Functions;
  readonly names: NameReader;
  /** Whether a record is one to show that its function returns. */
  readonly returned: (record: EscapeRecord) => boolean;
}

/**
 * Finds why allocations are new. Those that follow from one fact get one reason. Functions that are no longer inlined
 * and return what they allocate are reasons even when they explain no new record.
 */
export function explainAdded(
  added: readonly SiteRecord[],
  { evidence, functions, names, returned }: Explaining,
): Explained {
  const finder = new ReasonFinder(added, evidence, functions, names);
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
  for (const [{ escapes }, facts] of evidence.noLongerInlined) {
    if (known.has(JSON.stringify(facts)) || !escapes.some(returned)) continue;
    reasons.push({ ...facts, added: [] });
  }
  return { reasons, indices };
}

class ReasonFinder {
  private readonly byName = new Map<string, number[]>();
  private readonly found: (ReasonFacts | null | undefined)[];
  private readonly leakReasons = new Map<FunctionFacts, ReasonFacts | null>();

  constructor(
    private readonly added: readonly SiteRecord[],
    private readonly evidence: Evidence,
    private readonly functions: Functions,
    private readonly names: NameReader,
  ) {
    this.found = new Array(added.length);
    added.forEach((record, i) => {
      const key = this.locationKey(record, flowOf(record)[0]?.from ?? nameOf(record));
      const list = this.byName.get(key);
      if (list === undefined) this.byName.set(key, [i]);
      else list.push(i);
    });
  }

  reasonOf(index: number): ReasonFacts | null {
    const known = this.found[index];
    if (known !== undefined) return known;
    this.found[index] = null; // what two allocations that hold each other find on the way
    const record = this.added[index] as SiteRecord;
    const reason =
      this.ofCalls(record, flowOf(record)) ??
      this.ofContainer(index) ??
      this.evidence.inlinedSource(record) ??
      this.evidence.newInstance(record);
    this.found[index] = reason;
    return reason;
  }

  /** The last call on the way that lets the value escape and did not before. */
  private ofCalls(record: Pick<SiteRecord, "package" | "function">, flow: readonly Hop[]): ReasonFacts | null {
    for (const callee of calleesOf(flow)) {
      const indirect = this.evidence.lostCall(record.package, record.function, callee);
      if (indirect !== undefined) return indirect;
      for (const facts of resolveCallee(callee, record.package ?? "", this.functions)) {
        const reason = this.evidence.noLongerInlined.get(facts) ?? this.ofLeaks(facts);
        if (reason !== null) return reason;
      }
    }
    return null;
  }

  /** Why a function's parameters began to leak: for a reason further down, or by itself. */
  private ofLeaks(callee: FunctionFacts): ReasonFacts | null {
    const known = this.leakReasons.get(callee);
    if (known !== undefined) return known;
    this.leakReasons.set(callee, null); // recursion
    const leaks = this.evidence.newLeaks(callee);
    let reason: ReasonFacts | null = null;
    for (const leak of leaks) reason ??= this.ofCalls(leak, leak.flow);
    const [first] = leaks;
    if (reason === null && first !== undefined) {
      reason = {
        kind: "leak-appeared",
        package: first.package,
        function: callee.name,
        file: first.file,
        line: first.line,
        column: first.column,
        subject: unique(leaks.map(({ parameter }) => parameter)),
        before: null,
        after: unique(leaks.map(({ message }) => message)),
      };
    }
    this.leakReasons.set(callee, reason);
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

  private locationKey(record: SiteRecord, location: string): string {
    return `${record.package} ${this.names.read(record.function).outer} ${location}`;
  }
}

function flowOf(record: SiteRecord): readonly Hop[] {
  return record.kind === "escape" ? record.flow : [];
}

function nameOf(record: SiteRecord): string {
  return record.kind === "escape" ? record.expression : record.message;
}

function unique(texts: readonly string[]): string {
  return [...new Set(texts)].join(", ");
}
