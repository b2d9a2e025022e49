import type { Hop, LeakRecord, UnclassifiedEscape } from "../../src/records/record.js";
import { FLOW_BYTES, type WithFlowBytes } from "../../src/records/serialize.js";
import type { Explanation } from "./explanation.js";
import type { PackageFacts } from "./facts.js";
import type { Head, Message } from "./message.js";
import type { Position, PositionReader } from "./position.js";

interface Decision<M extends Message> {
  readonly at: Position;
  /** Bytes of the position, as a key. */
  readonly place: string;
  readonly text: string;
  readonly message: M;
}

type EscapeMessage = Extract<Message, { kind: "escape" }>;
type LeakMessage = Extract<Message, { kind: "leak" }>;

/**
 * What the compiler printed for one batch of mutually recursive functions: first the explanations, then the decisions.
 * Joins the two. Nothing of a batch is needed once it is joined, so this is all that the parser holds.
 */
export class Batch {
  private readonly explanations: { readonly place: string; readonly explanation: Explanation }[] = [];
  private readonly escapes: Decision<EscapeMessage>[] = [];
  private readonly leaks: Decision<LeakMessage>[] = [];
  /** Variables that are moved to the heap. */
  private readonly moved = new Set<string>();
  /** Whether a decision has come: an explanation after that belongs to the next batch. */
  decided = false;

  constructor(
    private readonly facts: PackageFacts,
    private readonly positions: PositionReader,
    /** Whether records carry their flow as bytes too, and leaks make its objects only when it is looked at. */
    private readonly flowBytes: boolean,
  ) {}

  get empty(): boolean {
    return this.explanations.length === 0 && this.escapes.length === 0 && this.leaks.length === 0;
  }

  explain(place: string, explanation: Explanation): void {
    this.explanations.push({ place, explanation });
  }

  decideEscape(place: string, at: Position, text: string, message: EscapeMessage): void {
    this.escapes.push({ place, at, text, message });
  }

  /** Notes that a variable is moved to the heap. */
  move(variable: string): void {
    this.moved.add(variable);
  }

  decideLeak(place: string, at: Position, text: string, message: LeakMessage): void {
    this.leaks.push({ place, at, text, message });
  }

  /** The batch's escapes: one for each decision, and one for each explanation that lacks its decision. */
  joinEscapes(): UnclassifiedEscape[] {
    const byPlace = this.explanationsByPlace("escape");
    const matched = this.escapes.map((decision) => takeExact(byPlace.get(decision.place), decision.message));
    const records: UnclassifiedEscape[] = [];
    const explained = new Map<string, UnclassifiedEscape>();
    this.escapes.forEach((decision, i) => {
      const explanation = matched[i] ?? takeSimilar(byPlace.get(decision.place), decision.message);
      const record = this.escape(decision, explanation);
      records.push(record);
      if (explanation !== null) explained.set(`${decision.place} ${explanation.head.subject}`, record);
    });
    for (const { place, explanation } of this.explanations) {
      if (explanation.head.kind !== "escape" || explanation.used) continue;
      explanation.used = true;
      // A location that reaches the heap by several ways is explained for each; a wrapper closure has no decision.
      const record = explained.get(`${place} ${explanation.head.subject}`);
      if (record === undefined || explanation.head.subject === "func literal") {
        records.push(this.escape(null, explanation));
      } else {
        record.otherFlows.push(explanation.flow(this.positions));
      }
    }
    return records;
  }

  /** The batch's leaks: one for each decision, and one for each parameter that is only explained (wrappers, generics). */
  joinLeaks(): LeakRecord[] {
    const byPlace = this.explanationsByPlace("leak");
    const records = this.leaks.map((decision) => this.leak(decision, byPlace.get(decision.place) ?? []));
    // Further explanations of a decided parameter are ways that add nothing to what was decided.
    const decided = new Set(this.leaks.map(({ place, message }) => `${place} ${message.parameter}`));
    const best = new Map<string, Explanation>();
    for (const { place, explanation } of this.explanations) {
      const { head } = explanation;
      if (head.kind !== "leak" || explanation.used || decided.has(`${place} ${head.subject}`)) continue;
      const key = `${place} ${head.function ?? ""} ${head.subject} ${head.to}`;
      const other = best.get(key);
      if (other === undefined || dereferences(other) > head.dereferences) best.set(key, explanation);
    }
    for (const [key, explanation] of best) {
      // A way to a result that is no shorter than the way to the heap says nothing (leaks.Optimize of the compiler).
      const { to } = explanation.head as Extract<Head, { kind: "leak" }>;
      const heap = best.get(`${key.slice(0, -to.length)}{heap}`);
      if (to !== "{heap}" && heap !== undefined && dereferences(heap) <= dereferences(explanation)) best.delete(key);
    }
    for (const explanation of best.values()) {
      const { head } = explanation;
      if (head.kind !== "leak") continue;
      const heap = !this.isResult(explanation);
      const record = {
        kind: "leak" as const,
        ...this.common(explanation.position, head.function, explanation.message),
        parameter: head.subject,
        content: heap && head.dereferences > 0,
        to: heap ? ("heap" as const) : ("result" as const),
        result: heap ? null : head.to,
        level: head.dereferences,
      };
      records.push(this.withFlow(record, explanation));
    }
    return records;
  }

  /** Whether a parameter leaks to a result; what leaks to another allocation or variable is on the heap with it. */
  private isResult({ head }: Explanation): boolean {
    if (head.kind !== "leak" || head.to.startsWith("{")) return false;
    if (/^~[rb]\d+$/.test(head.to)) return true;
    return !this.moved.has(head.to);
  }

  private explanationsByPlace(kind: "escape" | "leak"): Map<string, Explanation[]> {
    const map = new Map<string, Explanation[]>();
    for (const { place, explanation } of this.explanations) {
      if (explanation.head.kind !== kind) continue;
      const list = map.get(place);
      if (list === undefined) map.set(place, [explanation]);
      else list.push(explanation);
    }
    return map;
  }

  private escape(decision: Decision<EscapeMessage> | null, explanation: Explanation | null): UnclassifiedEscape {
    const at = decision?.at ?? (explanation as Explanation).position;
    const head = explanation?.head ?? null;
    const record: UnclassifiedEscape & WithFlowBytes = {
      kind: "escape",
      ...this.common(
        at,
        head?.function ?? this.facts.functionAt(at, decision?.message.expression === "func literal"),
        decision?.text ?? (explanation as Explanation).message,
      ),
      expression: head?.subject ?? (decision as Decision<EscapeMessage>).message.expression,
      flow: explanation?.flow(this.positions) ?? [],
      otherFlows: [],
    };
    return explanation !== null && this.flowBytes ? Object.assign(record, this.bytesOf(explanation)) : record;
  }

  private withFlow(record: Omit<LeakRecord, "flow">, explanation: Explanation): LeakRecord {
    const { positions } = this;
    if (!this.flowBytes) return { ...record, flow: explanation.flow(positions) };
    let flow: Hop[] | null = null;
    return {
      ...record,
      get flow() {
        flow ??= explanation.flow(positions);
        return flow;
      },
      ...this.bytesOf(explanation),
    };
  }

  private bytesOf(explanation: Explanation): WithFlowBytes {
    return { [FLOW_BYTES]: (out) => explanation.writeFlow(out, this.positions) };
  }

  private leak(decision: Decision<LeakMessage>, candidates: readonly Explanation[]): LeakRecord {
    const { parameter, content, result, level } = decision.message;
    let best: Explanation | null = null;
    for (const candidate of candidates) {
      const { head } = candidate;
      if (head.kind !== "leak" || head.subject !== parameter) continue;
      // `leaks to {storage for &T{...}}`: what it is stored in is on the heap, so the decision is a leak to the heap.
      if (result === null ? this.isResult(candidate) : head.to !== result) continue;
      candidate.used = true;
      if (best === null || isShorterLeak(head, best.head)) best = candidate;
    }
    const record = {
      kind: "leak" as const,
      ...this.common(decision.at, best?.head.function ?? null, decision.text),
      parameter,
      content,
      to: result === null ? ("heap" as const) : ("result" as const),
      result,
      level: level ?? (best?.head.kind === "leak" ? best.head.dereferences : null),
    };
    return best === null ? { ...record, flow: [] } : this.withFlow(record, best);
  }

  private common(at: Position, named: string | null, message: string) {
    return {
      package: this.facts.importPath,
      variant: this.facts.variant,
      file: at.file,
      line: at.line,
      column: at.column,
      function: named ?? this.facts.functionAt(at),
      message,
    };
  }
}

/** Of two ways of one parameter to the heap: the one with fewer dereferences, which is what was decided; then the direct one. */
function isShorterLeak(head: Head, other: Head): boolean {
  if (head.kind !== "leak" || other.kind !== "leak") return false;
  if (head.dereferences !== other.dereferences) return head.dereferences < other.dereferences;
  return head.to === "{heap}" && other.to !== "{heap}";
}

function dereferences({ head }: Explanation): number {
  return head.kind === "leak" ? head.dereferences : 0;
}

function takeExact(candidates: readonly Explanation[] | undefined, message: EscapeMessage): Explanation | null {
  return take(candidates, (subject) => subject === message.expression);
}

/**
 * An explanation at the same place whose expression the compiler has since rewritten: `make([]byte, size)` decided as
 * `make([]byte, 32768)`, and every append decided as `append` (Go 1.25).
 */
function takeSimilar(candidates: readonly Explanation[] | undefined, message: EscapeMessage): Explanation | null {
  if (candidates === undefined) return null;
  const opening = /^[^([{ ]*[([{]?/.exec(message.expression)?.[0] ?? "";
  return (
    take(candidates, (subject) => opening !== "" && subject.startsWith(opening)) ??
    // A variable that was replaced by its constant value shares no text with it.
    (message.moved ? null : take(candidates, (subject) => subject !== "func literal"))
  );
}

function take(candidates: readonly Explanation[] | undefined, fits: (subject: string) => boolean): Explanation | null {
  const found = candidates?.find((candidate) => !candidate.used && fits(candidate.head.subject));
  if (found === undefined) return null;
  found.used = true;
  return found;
}
