import type { Hop, LeakRecord, UnclassifiedEscape } from "../../src/records/record.js";
import { FLOW_WRITER, type FlowWriter, type WithFlowWriter } from "../../src/records/serialize.js";
import type { ByteWriter } from "../../src/text/bytes.js";
import type { Explanation } from "./explanation.js";
import type { PackageFacts } from "./facts.js";
import type { Head, Message } from "./message.js";
import { isSamePlace, type Position } from "./position.js";

interface Decision<M extends Message> {
  readonly at: Position;
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
  private readonly escapeExplanations: Explanation[] = [];
  private readonly leakExplanations: Explanation[] = [];
  /** The last of them at a place; each knows the one before. */
  private readonly leaksByPlace = new Map<number, Explanation>();
  private readonly escapes: Decision<EscapeMessage>[] = [];
  private readonly leaks: Decision<LeakMessage>[] = [];
  /** Variables that are moved to the heap. */
  private moved: Set<string> | null = null;
  /** Whether a decision has come: an explanation after that belongs to the next batch. */
  decided = false;

  constructor(
    private readonly facts: PackageFacts,
    /** Whether records hold on to the input and read their flow when it is looked at. */
    private readonly lazyFlow: boolean,
  ) {}

  get empty(): boolean {
    return (
      this.escapeExplanations.length === 0 &&
      this.leakExplanations.length === 0 &&
      this.escapes.length === 0 &&
      this.leaks.length === 0
    );
  }

  explainEscape(explanation: Explanation): void {
    this.escapeExplanations.push(explanation);
  }

  /** Whether a leak is explained that was not, or by fewer dereferences: half of all input explains leaks once more. */
  isNewLeak(head: Head, at: Position): boolean {
    const other = this.sameLeak(head, at);
    return other === null || dereferences(other) > dereferencesOf(head);
  }

  /** Takes an explanation of a new leak. */
  explainLeak(explanation: Explanation): void {
    const worse = this.sameLeak(explanation.head, explanation.at);
    if (worse !== null) worse.isWorse = true;
    const key = keyOf(explanation.at);
    explanation.before = this.leaksByPlace.get(key) ?? null;
    this.leaksByPlace.set(key, explanation);
    this.leakExplanations.push(explanation);
  }

  private sameLeak(head: Head, at: Position): Explanation | null {
    let other = this.leaksByPlace.get(keyOf(at)) ?? null;
    while (other !== null && (other.isWorse || !isSameLeak(other, head, at))) other = other.before;
    return other;
  }

  /** What is not yet a record, in the order of the input. */
  pending(): readonly Explanation[] {
    const { escapeExplanations, leakExplanations } = this;
    const leaks = leakExplanations.filter(({ isWorse }) => !isWorse);
    return [...escapeExplanations, ...leaks].sort((a, b) => a.inputStart - b.inputStart);
  }

  decideEscape(at: Position, text: string, message: EscapeMessage): void {
    this.escapes.push({ at, text, message });
  }

  /** Notes that a variable is moved to the heap. */
  move(variable: string): void {
    this.moved ??= new Set();
    this.moved.add(variable);
  }

  decideLeak(at: Position, text: string, message: LeakMessage): void {
    this.leaks.push({ at, text, message });
  }

  /** The batch's escapes: one for each decision, and one for each explanation that lacks its decision. */
  joinEscapes(): UnclassifiedEscape[] {
    const { escapes: decisions, escapeExplanations: explanations } = this;
    const places = new PlaceIndex(explanations);
    const matched = decisions.map(({ at, message }) => takeExact(places.near(at), at, message));
    const records = decisions.map((decision, i) => {
      matched[i] ??= takeSimilar(places.near(decision.at), decision.at, decision.message);
      return this.escape(decision, matched[i]);
    });
    let decided: PlaceIndex<Explained> | null = null;
    for (const explanation of explanations) {
      if (explanation.used) continue;
      explanation.used = true;
      const { at, head } = explanation;
      decided ??= new PlaceIndex(explainedOf(matched, records));
      // A location that reaches the heap by several ways is explained for each; a wrapper closure has no decision.
      const found =
        head.subject === "func literal"
          ? undefined
          : decided.near(at).findLast((other) => isSamePlace(other.at, at) && other.subject === head.subject);
      if (found === undefined) records.push(this.escape(null, explanation));
      else found.record.otherFlows.push(explanation.flow(this.lazyFlow));
    }
    return records;
  }

  /** The batch's leaks: one for each decision, and one for each parameter that is only explained (wrappers, generics). */
  joinLeaks(): LeakRecord[] {
    const records = this.leaks.map((decision) => this.leak(decision));
    // Further explanations of a decided parameter are ways that add nothing to what was decided.
    const decided = new PlaceIndex(this.leaks);
    const best = new Map<string, Explanation>();
    for (const explanation of this.leakExplanations) {
      const { head, at } = explanation;
      if (head.kind !== "leak" || explanation.used || explanation.isWorse) continue;
      const isDecided = (leak: Decision<LeakMessage>) =>
        leak.message.parameter === head.subject && isSamePlace(leak.at, at);
      if (decided.near(at).some(isDecided)) continue;
      const key = `${at.file}:${at.line}:${at.column} ${head.function ?? ""} ${head.subject} ${head.to}`;
      const other = best.get(key);
      if (other === undefined || dereferences(other) > head.dereferences) best.set(key, explanation);
    }
    for (const [key, explanation] of best) {
      // A way to a result that is no shorter than the way to the heap says nothing (leaks.Optimize of the compiler).
      const { head } = explanation;
      const to = head.kind === "leak" ? head.to : "";
      const heap = best.get(`${key.slice(0, -to.length)}{heap}`);
      if (to !== "{heap}" && heap !== undefined && dereferences(heap) <= dereferences(explanation)) best.delete(key);
    }
    for (const explanation of best.values()) {
      const { head } = explanation;
      if (head.kind !== "leak") continue;
      const heap = !this.isResult(explanation);
      const decision: LeakMessage = {
        kind: "leak",
        parameter: head.subject,
        content: heap && head.dereferences > 0,
        result: heap ? null : head.to,
        level: head.dereferences,
      };
      records.push(this.leakRecord(explanation.at, explanation.message, decision, explanation));
    }
    return records;
  }

  /** Whether a parameter leaks to a result; what leaks to another allocation or variable is on the heap with it. */
  private isResult({ head }: Explanation): boolean {
    if (head.kind !== "leak" || head.to.startsWith("{")) return false;
    if (/^~[rb]\d+$/.test(head.to)) return true;
    return this.moved === null || !this.moved.has(head.to);
  }

  private escape(decision: Decision<EscapeMessage> | null, explanation: Explanation | null): UnclassifiedEscape {
    const at = decision?.at ?? (explanation as Explanation).at;
    const head = explanation?.head ?? null;
    const { importPath, variant } = this.facts;
    const record: UnclassifiedEscape & { [FLOW_WRITER]?: FlowWriter | undefined } = {
      kind: "escape",
      package: importPath,
      variant,
      file: at.file,
      line: at.line,
      column: at.column,
      function: head?.function ?? this.facts.functionAt(at, decision?.message.expression === "func literal"),
      message: decision?.text ?? (explanation as Explanation).message,
      expression: head?.subject ?? (decision as Decision<EscapeMessage>).message.expression,
      flow: explanation?.flow(this.lazyFlow) ?? [],
      otherFlows: [],
    };
    if (this.lazyFlow && explanation !== null) record[FLOW_WRITER] = explanation;
    return record;
  }

  private leak({ at, text, message }: Decision<LeakMessage>): LeakRecord {
    const { parameter, result } = message;
    let best: Explanation | null = null;
    for (let candidate = this.leaksByPlace.get(keyOf(at)) ?? null; candidate !== null; candidate = candidate.before) {
      const { head } = candidate;
      if (candidate.isWorse || head.kind !== "leak" || head.subject !== parameter) continue;
      if (!isSamePlace(candidate.at, at)) continue;
      // `leaks to {storage for &T{...}}`: what it is stored in is on the heap, so the decision is a leak to the heap.
      if (result === null ? this.isResult(candidate) : head.to !== result) continue;
      candidate.used = true;
      // The last is looked at first; of two that are alike the first is meant.
      if (best === null || !isShorterLeak(best, candidate)) best = candidate;
    }
    return this.leakRecord(at, text, message, best);
  }

  private leakRecord(at: Position, text: string, decided: LeakMessage, explanation: Explanation | null): LeakRecord {
    const head = explanation?.head ?? null;
    const name = head?.function ?? this.facts.functionAt(at);
    const level = decided.level ?? (head?.kind === "leak" ? head.dereferences : null);
    const record = new LazyLeak(this.facts, at, name, text, decided, level, explanation);
    return this.lazyFlow ? record : record.toJSON();
  }
}

/** A leak whose flow is read when it is looked at. */
class LazyLeak implements LeakRecord, WithFlowWriter {
  readonly kind = "leak" as const;
  readonly package: string | null;
  readonly variant: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly function: string | null;
  readonly parameter: string;
  readonly content: boolean;
  readonly to: "heap" | "result";
  readonly result: string | null;
  private hops: Hop[] | null = null;

  constructor(
    { importPath, variant }: PackageFacts,
    at: Position,
    name: string | null,
    readonly message: string,
    { parameter, content, result }: LeakMessage,
    readonly level: number | null,
    private readonly explanation: Explanation | null,
  ) {
    this.package = importPath;
    this.variant = variant;
    this.file = at.file;
    this.line = at.line;
    this.column = at.column;
    this.function = name;
    this.parameter = parameter;
    this.content = content;
    this.to = result === null ? "heap" : "result";
    this.result = result;
  }

  get flow(): Hop[] {
    this.hops ??= this.explanation?.flow(true) ?? [];
    return this.hops;
  }

  get [FLOW_WRITER](): FlowWriter {
    return this.explanation ?? NO_FLOW;
  }

  /** The same as an object that does not hold on to the input. */
  toJSON(): LeakRecord {
    const { kind, package: importPath, variant, file, line, column, message, parameter, content, to, result } = this;
    const { function: name, level, explanation } = this;
    const flow = explanation?.flow(false) ?? [];
    const place = { kind, package: importPath, variant, file, line, column, function: name };
    return { ...place, message, parameter, content, to, result, level, flow };
  }
}

const NO_FLOW: FlowWriter = { writeFlow: (out: ByteWriter) => out.ascii("[]") };

/** Batches of fewer things are searched one by one. */
const FEW = 8;

/** Things by where they are. */
class PlaceIndex<T extends { readonly at: Position }> {
  private readonly byPlace: Map<number, T[]> | null = null;

  constructor(private readonly all: readonly T[]) {
    if (all.length < FEW) return;
    this.byPlace = new Map();
    for (const each of all) {
      const key = keyOf(each.at);
      const list = this.byPlace.get(key);
      if (list === undefined) this.byPlace.set(key, [each]);
      else list.push(each);
    }
  }

  /** Everything that is at the position, in order, perhaps among others. */
  near(at: Position): readonly T[] {
    return this.byPlace === null ? this.all : (this.byPlace.get(keyOf(at)) ?? []);
  }
}

function keyOf({ line, column }: Position): number {
  return (line ?? 0) * 4096 + (column ?? 0);
}

interface Explained {
  readonly at: Position;
  readonly subject: string;
  readonly record: UnclassifiedEscape;
}

function explainedOf(matched: readonly (Explanation | null)[], records: readonly UnclassifiedEscape[]): Explained[] {
  return matched.flatMap((explanation, i) =>
    explanation === null
      ? []
      : [{ at: explanation.at, subject: explanation.head.subject, record: records[i] as UnclassifiedEscape }],
  );
}

/** Of two ways of one parameter to the heap: the one with fewer dereferences, which is what was decided; then the direct one. */
function isShorterLeak({ head }: Explanation, { head: other }: Explanation): boolean {
  if (head.kind !== "leak" || other.kind !== "leak") return false;
  if (head.dereferences !== other.dereferences) return head.dereferences < other.dereferences;
  return head.to === "{heap}" && other.to !== "{heap}";
}

function dereferences({ head }: Explanation): number {
  return dereferencesOf(head);
}

function dereferencesOf(head: Head): number {
  return head.kind === "leak" ? head.dereferences : 0;
}

function isSameLeak({ head: other, at: place }: Explanation, head: Head, at: Position): boolean {
  return (
    head.kind === "leak" &&
    other.kind === "leak" &&
    head.subject === other.subject &&
    head.to === other.to &&
    head.function === other.function &&
    isSamePlace(place, at)
  );
}

function takeExact(candidates: readonly Explanation[], at: Position, message: EscapeMessage): Explanation | null {
  return take(candidates, at, (subject) => subject === message.expression);
}

/**
 * An explanation at the same place whose expression the compiler has since rewritten: `make([]byte, size)` decided as
 * `make([]byte, 32768)`, and every append decided as `append` (Go 1.25).
 */
function takeSimilar(candidates: readonly Explanation[], at: Position, message: EscapeMessage): Explanation | null {
  if (candidates.every(({ used }) => used)) return null;
  const opening = /^[^([{ ]*[([{]?/.exec(message.expression)?.[0] ?? "";
  return (
    take(candidates, at, (subject) => opening !== "" && subject.startsWith(opening)) ??
    // A variable that was replaced by its constant value shares no text with it.
    (message.moved ? null : take(candidates, at, (subject) => subject !== "func literal"))
  );
}

function take(
  candidates: readonly Explanation[],
  at: Position,
  fits: (subject: string) => boolean,
): Explanation | null {
  for (const candidate of candidates) {
    if (candidate.used || !isSamePlace(candidate.at, at) || !fits(candidate.head.subject)) continue;
    candidate.used = true;
    return candidate;
  }
  return null;
}
