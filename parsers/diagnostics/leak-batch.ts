import type { Explanation } from "./explanation.js";
import { Leak, type LeakDecision } from "./leak.js";
import { isUnnamedResult } from "./message.js";
import type { PackageFacts } from "./package-facts.js";
import { isSamePlace, type Position } from "./position.js";
import type { Readers } from "./reader-pool.js";
import type { HeldInput } from "./scanner.js";

const BUCKETS = 4096;

/** The leaks of one batch of functions after the other: explanations first, then decisions. */
export class LeakBatch {
  private explanations: Explanation[] = [];
  private decided: Leak[] = [];
  /** By place the last explanation; each knows the one before. */
  private readonly byPlace: (Explanation | null)[] = new Array<Explanation | null>(BUCKETS).fill(null);
  /** The same by place and function: of a generic function many instances are at one place. */
  private readonly byFunction: (Explanation | null)[] = new Array<Explanation | null>(BUCKETS).fill(null);

  /** The scanner's round, as long as all explanations are of one. */
  private round = 0;

  constructor(
    private readonly readers: Readers,
    private facts: PackageFacts,
  ) {}

  /** Begins with another package. */
  beginPackage(facts: PackageFacts): void {
    this.facts = facts;
  }

  get empty(): boolean {
    return this.explanations.length === 0 && this.decided.length === 0;
  }

  /** Explanations and decisions. */
  get size(): number {
    return this.explanations.length + this.decided.length;
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
    const { byPlace, byFunction } = this;
    const bucket = functionBucketOf(explanation);
    const last = byFunction[bucket] ?? null;
    if (this.explanations.length === 0) this.round = explanation.round;
    else if (explanation.round !== this.round) this.round = 0;
    for (let other = this.isNew(explanation) ? null : last; other !== null; other = other.beforeOfFunction) {
      if (other.isWorse || !isSameLeak(other, explanation)) continue;
      if (other.dereferences <= explanation.dereferences) return false;
      other.isWorse = true;
      break;
    }
    explanation.beforeOfFunction = last;
    byFunction[bucket] = explanation;
    explanation.before = byPlace[bucketOf(explanation)] ?? null;
    byPlace[bucketOf(explanation)] = explanation;
    this.explanations.push(explanation);
    return true;
  }

  /** Whether the scanner has compared it with all others of the batch. */
  private isNew({ round, function: name, isNamedAsPrinted }: Explanation): boolean {
    return round !== 0 && round === this.round && (name === null || isNamedAsPrinted);
  }

  /** Takes a decision, whose message is in `[start, end)`. */
  decide(at: Position, decision: LeakDecision, start: number, end: number): void {
    this.decided.push(new Leak(this.readers, this.facts, at, decision, start, end));
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
    for (const explanation of explanations) {
      this.byPlace[bucketOf(explanation)] = null;
      this.byFunction[functionBucketOf(explanation)] = null;
    }
    this.explanations = [];
    this.decided = [];
    return leaks;
  }

  private explainDecided(leak: Leak, moved: ReadonlySet<string>): void {
    let best: Explanation | null = null;
    let last: Explanation | null = null;
    for (let other = this.byPlace[bucketOf(leak)] ?? null; other !== null; other = other.before) {
      if (other.isWorse || other.subject !== leak.parameter || !isSamePlace(other, leak)) continue;
      last ??= other;
      // Each instance of a generic function has its decision, and all of them are the same.
      if (leak.result === null && last.heapWay !== null) {
        best = last.heapWay;
        break;
      }
      // Further explanations of a decided parameter are ways that add nothing to what was decided.
      other.used = true;
      // `leaks to {storage for &T{...}}`: what it is stored in is on the heap, so the decision is a leak to the heap.
      if (leak.result === null ? isResult(other, moved) : other.to !== leak.result) continue;
      // The last comes first; of two that are alike the first is meant.
      if (best === null || !isShorter(best, other)) best = other;
    }
    if (leak.result === null && last !== null) last.heapWay = best;
    leak.explain(best?.function ?? this.facts.functionAt(leak), best);
  }

  private onlyExplained(moved: ReadonlySet<string>): Leak[] {
    const leaks: Leak[] = [];
    for (const explanation of this.explanations) {
      if (explanation.used || explanation.isWorse) continue;
      // A way to a result that is no shorter than the way to the heap says nothing (leaks.Optimize of the compiler).
      const heap = explanation.to === "{heap}" ? null : this.heapLeak(explanation);
      if (heap === null || heap.dereferences > explanation.dereferences) leaks.push(this.leakOf(explanation, moved));
    }
    return leaks;
  }

  /** The explanation of the same parameter's leak to the heap. */
  private heapLeak(explanation: Explanation): Explanation | null {
    let other = this.byFunction[functionBucketOf(explanation)] ?? null;
    while (other !== null && (other.isWorse || other.to !== "{heap}" || !isSameParameter(other, explanation))) {
      other = other.beforeOfFunction;
    }
    return other;
  }

  private leakOf(explanation: Explanation, moved: ReadonlySet<string>): Leak {
    const { subject: parameter, to, dereferences: level, textStart, textEnd } = explanation;
    const result = isResult(explanation, moved) ? to : null;
    const decision = { parameter, content: result === null && level > 0, result, level };
    const leak = new Leak(this.readers, this.facts, explanation, decision, textStart, textEnd);
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

function functionBucketOf({ line, column, function: name }: Explanation): number {
  const length = name?.length ?? 0;
  const place = (line ?? 0) * 31 + (column ?? 0);
  return (place + 7 * length + 131 * (name?.charCodeAt(length >> 1) ?? 0)) & (BUCKETS - 1);
}

function isSameLeak(a: Explanation, b: Explanation): boolean {
  return a.to === b.to && isSameParameter(a, b);
}

function isSameParameter(a: Explanation, b: Explanation): boolean {
  return isSamePlace(a, b) && a.subject === b.subject && a.function === b.function;
}

/** Of two ways of one parameter to the heap: the one with fewer dereferences, which is what was decided; then the direct one. */
function isShorter(a: Explanation, b: Explanation): boolean {
  if (a.dereferences !== b.dereferences) return a.dereferences < b.dereferences;
  return a.to === "{heap}" && b.to !== "{heap}";
}
