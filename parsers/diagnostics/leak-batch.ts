import type { Explanation } from "./explanation.js";
import type { PackageFacts } from "./facts.js";
import { Leak, type LeakDecision } from "./leak.js";
import { isUnnamedResult } from "./message.js";
import { isSamePlace, PlaceIndex, type Position } from "./position.js";
import type { HeldInput, Scanner } from "./scanner.js";

const BUCKETS = 4096;

/** The leaks of one batch of functions after the other: explanations first, then decisions. */
export class LeakBatch {
  private explanations: Explanation[] = [];
  private decided: Leak[] = [];
  /** By place the last explanation; each knows the one before. */
  private readonly buckets: (Explanation | null)[] = new Array<Explanation | null>(BUCKETS).fill(null);

  constructor(
    private readonly scanner: Scanner,
    private readonly facts: PackageFacts,
  ) {}

  get empty(): boolean {
    return this.explanations.length === 0 && this.decided.length === 0;
  }

  /** What it needs of the input. */
  get pending(): readonly HeldInput[] {
    return [...this.explanations.filter(({ isWorse }) => !isWorse), ...this.decided];
  }

  /**
   * Takes an explanation; false when the same leak was explained by as few dereferences, as half of all input does once
   * more.
   */
  explain(explanation: Explanation): boolean {
    const bucket = bucketOf(explanation);
    const last = this.buckets[bucket] ?? null;
    for (let other = last; other !== null; other = other.before) {
      if (other.isWorse || !isSameLeak(other, explanation)) continue;
      if (other.dereferences <= explanation.dereferences) return false;
      other.isWorse = true;
      break;
    }
    explanation.before = last;
    this.buckets[bucket] = explanation;
    this.explanations.push(explanation);
    return true;
  }

  /** Takes a decision, whose message is in `[start, end)`. */
  decide(at: Position, decision: LeakDecision, start: number, end: number): void {
    this.decided.push(new Leak(this.scanner, this.facts, at, decision, start, end));
  }

  /**
   * Ends the batch and returns its leaks: one for each decision, and one for each parameter that is only explained
   * (wrappers, generics). `moved`: variables that are moved to the heap.
   */
  join(moved: ReadonlySet<string>): readonly Leak[] {
    const { decided, explanations } = this;
    for (const leak of decided) this.explainDecided(leak, moved);
    const leaks = explanations.every(({ used, isWorse }) => used || isWorse)
      ? decided
      : [...decided, ...this.onlyExplained(moved)];
    for (const explanation of explanations) this.buckets[bucketOf(explanation)] = null;
    this.explanations = [];
    this.decided = [];
    return leaks;
  }

  private explainDecided(leak: Leak, moved: ReadonlySet<string>): void {
    let best: Explanation | null = null;
    for (let other = this.buckets[bucketOf(leak)] ?? null; other !== null; other = other.before) {
      if (other.isWorse || other.subject !== leak.parameter || !isSamePlace(other, leak)) continue;
      // `leaks to {storage for &T{...}}`: what it is stored in is on the heap, so the decision is a leak to the heap.
      if (leak.result === null ? isResult(other, moved) : other.to !== leak.result) continue;
      other.used = true;
      // The last comes first; of two that are alike the first is meant.
      if (best === null || !isShorter(best, other)) best = other;
    }
    leak.explain(best?.function ?? this.facts.functionAt(leak), best);
  }

  private onlyExplained(moved: ReadonlySet<string>): Leak[] {
    // Further explanations of a decided parameter are ways that add nothing to what was decided.
    const decided = new PlaceIndex(this.decided);
    const best = new Map<string, Explanation>();
    for (const explanation of this.explanations) {
      if (explanation.used || explanation.isWorse) continue;
      const { subject, file, line, column } = explanation;
      const isDecided = (leak: Leak) => leak.parameter === subject && isSamePlace(leak, explanation);
      if (decided.near(explanation).some(isDecided)) continue;
      const key = `${file}:${line}:${column} ${explanation.function ?? ""} ${subject} ${explanation.to}`;
      best.set(key, explanation);
    }
    for (const [key, { to, dereferences }] of best) {
      // A way to a result that is no shorter than the way to the heap says nothing (leaks.Optimize of the compiler).
      const heap = best.get(`${key.slice(0, -to.length)}{heap}`);
      if (to !== "{heap}" && heap !== undefined && heap.dereferences <= dereferences) best.delete(key);
    }
    return [...best.values()].map((explanation) => this.leakOf(explanation, moved));
  }

  private leakOf(explanation: Explanation, moved: ReadonlySet<string>): Leak {
    const { subject: parameter, to, dereferences: level, textStart, textEnd } = explanation;
    const result = isResult(explanation, moved) ? to : null;
    const decision = { parameter, content: result === null && level > 0, result, level };
    const leak = new Leak(this.scanner, this.facts, explanation, decision, textStart, textEnd);
    leak.explain(explanation.function ?? this.facts.functionAt(explanation), explanation);
    return leak;
  }
}

/** Whether a parameter leaks to a result; what leaks to another allocation or variable is on the heap with it. */
function isResult({ to }: Explanation, moved: ReadonlySet<string>): boolean {
  if (to.startsWith("{")) return false;
  return !moved.has(to) || isUnnamedResult(to);
}

function bucketOf({ line, column }: Position): number {
  return ((line ?? 0) * 31 + (column ?? 0)) & (BUCKETS - 1);
}

function isSameLeak(a: Explanation, b: Explanation): boolean {
  return a.subject === b.subject && a.to === b.to && a.function === b.function && isSamePlace(a, b);
}

/** Of two ways of one parameter to the heap: the one with fewer dereferences, which is what was decided; then the direct one. */
function isShorter(a: Explanation, b: Explanation): boolean {
  if (a.dereferences !== b.dereferences) return a.dereferences < b.dereferences;
  return a.to === "{heap}" && b.to !== "{heap}";
}
