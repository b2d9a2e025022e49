import type { UnclassifiedEscape } from "../../src/records/record.js";
import { JSON_WRITER } from "../../src/records/serialize.js";
import type { Decision } from "./decision.js";
import { EscapeWriter } from "./escape-writer.js";
import type { Explanation } from "./explanation.js";
import type { Leak } from "./leak.js";
import { LeakBatch } from "./leak-batch.js";
import type { PackageFacts } from "./package-facts.js";
import { isSamePlace, PlaceIndex, type Position } from "./position.js";
import type { Readers } from "./reader-pool.js";
import type { HeldInput } from "./scanner.js";

/**
 * What the compiler printed for one batch of mutually recursive functions after the other: first the explanations, then
 * the decisions. Joins the two. Nothing of a batch is needed once it is joined, so this is all that the parser holds.
 */
export class Batch {
  readonly leaks: LeakBatch;
  private explanations: Explanation[] = [];
  private decisions: Decision[] = [];
  /** Variables that are moved to the heap. */
  private readonly moved = new Set<string>();
  /** Whether a decision has come: an explanation after that belongs to the next batch. */
  decided = false;

  constructor(
    private readonly readers: Readers,
    private facts: PackageFacts,
    /** Whether records hold on to the input and read their flow when it is looked at. */
    private readonly lazy: boolean,
  ) {
    this.leaks = new LeakBatch(readers, facts);
  }

  /** Begins with another package; everything before has been joined. */
  beginPackage(facts: PackageFacts): void {
    this.facts = facts;
    this.leaks.beginPackage(facts);
  }

  get empty(): boolean {
    return this.explanations.length === 0 && this.decisions.length === 0 && this.leaks.empty;
  }

  /** Explanations and decisions. */
  get size(): number {
    return this.explanations.length + this.decisions.length + this.leaks.size;
  }

  /** What it needs of the input, in order. */
  pending(): readonly HeldInput[] {
    return [...this.explanations, ...this.decisions, ...this.leaks.pending].sort((a, b) => a.inputStart - b.inputStart);
  }

  /** Takes the explanation of an escape. */
  explain(explanation: Explanation): void {
    this.explanations.push(explanation);
  }

  /** Takes the decision that something escapes. */
  decide(decision: Decision): void {
    this.decisions.push(decision);
  }

  /** Notes that a variable is moved to the heap. */
  move(variable: string): void {
    this.moved.add(variable);
  }

  /** A line of a flow at this place stands behind lines of others: what was read of such a flow is not all of it. */
  interrupt(at: Position): void {
    for (const explanation of this.explanations) if (isSamePlace(explanation, at)) explanation.dropFlow();
  }

  /** Ends the batch. `outOfPlace` takes first lines without a flow that nothing was decided for. */
  join(outOfPlace: (explanation: Explanation) => void): {
    readonly escapes: UnclassifiedEscape[];
    readonly leaks: readonly Leak[];
  } {
    const escapes = this.joinEscapes(outOfPlace);
    const leaks = this.leaks.join(this.moved);
    this.explanations = [];
    this.decisions = [];
    this.clear();
    return { escapes, leaks };
  }

  /** Ends a batch that is empty. */
  clear(): void {
    this.moved.clear();
    this.decided = false;
  }

  /** The batch's escapes: one for each decision, and one for each explanation that lacks its decision. */
  private joinEscapes(outOfPlace: (explanation: Explanation) => void): UnclassifiedEscape[] {
    const { decisions, explanations } = this;
    const places = new PlaceIndex(explanations);
    const matched: (Explanation | null)[] = [];
    for (const decision of decisions) matched.push(takeExact(places.near(decision.at), decision));
    const records: UnclassifiedEscape[] = [];
    for (let i = 0; i < decisions.length; i++) {
      const decision = decisions[i] as Decision;
      const explanation = matched[i] ?? takeSimilar(places.near(decision.at), decision);
      if (explanation !== null) explanation.decision = i;
      records.push(this.escape(decision, explanation));
    }
    for (const explanation of explanations) {
      if (explanation.used) continue;
      explanation.used = true;
      if (this.isOutOfPlace(explanation)) {
        outOfPlace(explanation);
        continue;
      }
      const found = decidedLike(explanation, places);
      if (found < 0) records.push(this.escape(null, explanation));
      else records[found]?.otherFlows.push(explanation.flow(this.lazy));
    }
    return records;
  }

  /**
   * Whether an explanation that nothing was decided for stands alone, which the compiler prints nowhere: its flow and its
   * decision were sorted away from it. Only wrapper closures have no decision.
   */
  private isOutOfPlace(explanation: Explanation): boolean {
    if (explanation.isCut) return false;
    if (explanation.end === 0) return true;
    return explanation.flow(this.lazy).length === 0 && explanation.subject !== "func literal";
  }

  private escape(decision: Decision | null, explanation: Explanation | null): UnclassifiedEscape {
    const at = decision?.at ?? (explanation as Explanation);
    const { importPath, variant } = this.facts;
    const named = explanation?.function ?? null;
    const around = named === null ? this.facts.functionAround(at, decision?.subject === "func literal") : null;
    const record: UnclassifiedEscape & { [JSON_WRITER]?: EscapeWriter } = {
      kind: "escape",
      package: importPath,
      variant,
      file: at.file,
      line: at.line,
      column: at.column,
      function: around === null ? named : around.name,
      message: (decision ?? (explanation as Explanation)).message,
      expression: (explanation ?? (decision as Decision)).subject,
      flow: explanation?.flow(this.lazy) ?? [],
      otherFlows: [],
      isFunctionCertain: around?.isCertain ?? true,
      isFunctionPrinted: named !== null,
    };
    if (this.lazy) record[JSON_WRITER] = new EscapeWriter(this.readers.json, decision, explanation);
    return record;
  }
}

/**
 * The last decision about the same as the explanation; -1 when there is none. A location that reaches the heap by
 * several ways is explained for each; a wrapper closure has no decision.
 */
function decidedLike(explanation: Explanation, places: PlaceIndex<Explanation>): number {
  const { subject } = explanation;
  let last = -1;
  if (subject === "func literal") return last;
  for (const other of places.near(explanation)) {
    if (other.decision > last && other.subject === subject && isSamePlace(other, explanation)) last = other.decision;
  }
  return last;
}

function takeExact(candidates: readonly Explanation[], decision: Decision): Explanation | null {
  return take(candidates, decision.at, (explanation) => decision.isAbout(explanation));
}

/**
 * An explanation at the same place whose expression the compiler has since rewritten: `make([]byte, size)` decided as
 * `make([]byte, 32768)`, and every append decided as `append` (Go 1.25).
 */
function takeSimilar(candidates: readonly Explanation[], { at, subject, isMove }: Decision): Explanation | null {
  if (candidates.every(({ used }) => used)) return null;
  const opening = /^[^([{ ]*[([{]?/.exec(subject)?.[0] ?? "";
  return (
    take(candidates, at, (explained) => opening !== "" && explained.subject.startsWith(opening)) ??
    // A variable that was replaced by its constant value shares no text with it.
    (isMove ? null : take(candidates, at, (explained) => explained.subject !== "func literal"))
  );
}

function take(
  candidates: readonly Explanation[],
  at: Position,
  fits: (explanation: Explanation) => boolean,
): Explanation | null {
  for (const candidate of candidates) {
    if (candidate.used || !isSamePlace(candidate, at) || !fits(candidate)) continue;
    candidate.used = true;
    return candidate;
  }
  return null;
}
