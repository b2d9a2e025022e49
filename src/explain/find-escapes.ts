import { distance } from "fastest-levenshtein";
import { namesOfFunction, qualifiedCallee, readingsOf } from "../callees/function-names.js";
import { withoutTypeArguments } from "../causes/expression.js";
import type { EscapeRecord } from "../records/record.js";
import { detached } from "../records/serialize.js";
import { isCandidate } from "../report/filter.js";
import { compareRecords } from "../report/record-order.js";
import { isFile, type Target, textMatcher } from "./story-target.js";

/** Escapes that answer a question, or come near. */
export interface Matches {
  readonly match: "exact" | "through" | "closest" | "none";
  /** How many there are. */
  readonly count: number;
  /** The first of them, each with the number of further records of the same place. */
  readonly found: readonly { readonly escape: EscapeRecord; readonly copies: number }[];
  readonly hint: string | null;
}

/** How many escapes are shown when nothing matches. */
const CLOSEST = 3;

/** Looks through escapes one by one for those that are meant, and remembers the closest others. */
export class Matcher {
  private readonly exact: Ranking;
  private readonly through: Ranking;
  private readonly near = new Ranking(CLOSEST);
  private readonly matches: (escape: EscapeRecord) => boolean;
  private readonly distances = new Map<string, number>();
  private fileSeen = false;

  constructor(
    private readonly target: Target,
    top: number,
  ) {
    this.exact = new Ranking(top);
    this.through = new Ranking(top);
    this.matches = target.kind === "text" ? textMatcher(target.text) : (escape) => this.isAt(escape);
  }

  add(escape: EscapeRecord): void {
    // What is never allocated, or only while panicking, comes last.
    if (this.matches(escape)) this.exact.add(escape, isCandidate(escape) ? 0 : 1);
    else if (this.exact.count > 0) return;
    else if (this.target.kind === "place") this.passing(escape, this.target);
    else if (isCalleeOf(escape, this.target.text)) this.through.add(escape, isCandidate(escape) ? 0 : 1);
  }

  /** Whether it is worth to look for what comes near. */
  get isEmpty(): boolean {
    return this.exact.count === 0 && this.through.count === 0;
  }

  /** Looks at an escape once more, when none matches. */
  addNear(escape: EscapeRecord): void {
    const { target } = this;
    if (target.kind === "text") this.nearText(escape, target.text);
    else if (target.line !== null && escape.line !== null && isFile(escape.file, target)) {
      this.near.add(escape, Math.abs(escape.line - target.line));
    }
  }

  /** `isFunction`: the text is the name of a function of the report. */
  result(isFunction: boolean): Matches {
    const { exact, through, near, target } = this;
    if (exact.count > 0) return { match: "exact", count: exact.count, found: exact.best(), hint: null };
    if (through.count > 0) {
      const hint =
        target.kind === "place"
          ? "Nothing escapes that is made at this line. These values go through it:"
          : "Nothing that is made in this function goes to the heap here. These values do, which are passed to it:";
      return { match: "through", count: through.count, found: through.best(), hint };
    }
    if (isFunction) return { match: "none", count: 0, found: [], hint: "Nothing in this function goes to the heap." };
    const found = near.best();
    const match = found.length === 0 ? "none" : "closest";
    return { match, count: found.length, found, hint: this.hint(target, found.length > 0) };
  }

  private hint(target: Target, isNear: boolean): string {
    if (target.kind === "text") {
      return isNear
        ? "No escape has this function or expression. The closest ones:"
        : "No escape has this function or expression. It may stay on the stack, or be in a package outside the report.";
    }
    if (isNear) return "Nothing at this line goes to the heap. The closest lines of the file where something does:";
    return this.fileSeen
      ? "Nothing in this file goes to the heap."
      : "The report has no escapes in a file of this name: give the path as the report does, or another package.";
  }

  private isAt(escape: EscapeRecord): boolean {
    const { target } = this;
    if (target.kind !== "place" || !isFile(escape.file, target)) return false;
    this.fileSeen = true;
    if (target.line !== null && escape.line !== target.line) return false;
    return target.column === null || escape.column === target.column;
  }

  private passing(escape: EscapeRecord, target: Extract<Target, { kind: "place" }>): void {
    const { line } = target;
    if (line === null) return;
    const passes = escape.flow.some(({ steps }) =>
      steps.some((step) => step.line === line && isFile(step.file, target)),
    );
    if (passes) this.through.add(escape, 0);
  }

  private nearText(escape: EscapeRecord, text: string): void {
    const rank = Math.min(this.textDistance(escape.expression, text), this.nameDistance(escape, text));
    // Half of it has to be right; a part of a longer text counts as near.
    if (rank <= Math.max(1, text.length / 2)) this.near.add(escape, rank);
  }

  private nameDistance({ package: importPath, function: name }: EscapeRecord, text: string): number {
    if (name === null) return Number.POSITIVE_INFINITY;
    const key = `${importPath} ${name}`;
    let known = this.distances.get(key);
    if (known === undefined) {
      known = Math.min(...namesOfFunction(importPath, name).map((each) => this.textDistance(each, text)));
      this.distances.set(key, known);
    }
    return known;
  }

  private textDistance(candidate: string, text: string): number {
    const a = withoutTypeArguments(candidate).toLowerCase();
    const b = withoutTypeArguments(text).toLowerCase();
    if (b.length > 2 && a.includes(b)) return 0.5 + Math.min(0.4, (a.length - b.length) / 1000);
    return Math.abs(a.length - b.length) > b.length / 2 ? Number.POSITIVE_INFINITY : distance(a, b);
  }
}

/** Whether a value escapes by a call of the function, by the names that reports, culprits and people have for it. */
function isCalleeOf({ callee, package: importPath }: EscapeRecord, text: string): boolean {
  if (callee === null) return false;
  if (callee === text) return true;
  const name = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(text)?.[0] ?? "";
  if (!callee.includes(name)) return false;
  const isQualified = readingsOf(callee).every(({ qualifier }) => qualifier !== null);
  const plain = withoutTypeArguments(callee);
  return [plain, qualifiedCallee(importPath, callee, true), qualifiedCallee(importPath, callee, isQualified)].includes(
    text,
  );
}

interface Ranked {
  readonly escape: EscapeRecord;
  readonly rank: number;
  copies: number;
}

/** The first escapes by rank and order of the report; records of one place count once. */
class Ranking {
  private readonly places = new Map<string, Ranked>();
  private readonly dropped = new Set<string>();

  constructor(private readonly top: number) {}

  get count(): number {
    return this.places.size + this.dropped.size;
  }

  add(escape: EscapeRecord, rank: number): void {
    const name = withoutTypeArguments(escape.function ?? "");
    const key = `${escape.file}:${escape.line}:${escape.column} ${name} ${escape.expression}`;
    const known = this.places.get(key);
    const copies = escape.instances?.length ?? 1;
    if (known !== undefined) known.copies += copies;
    else if (!this.dropped.has(key)) {
      this.places.set(key, { escape: detached(escape), rank, copies: copies - 1 });
      if (this.places.size > 4 * this.top + 64) this.prune();
    }
  }

  best(): Ranked[] {
    return this.sorted()
      .slice(0, this.top)
      .map(([, ranked]) => ranked);
  }

  private sorted(): [string, Ranked][] {
    return [...this.places].sort(([, a], [, b]) => a.rank - b.rank || compareRecords(a.escape, b.escape));
  }

  private prune(): void {
    for (const [key] of this.sorted().slice(2 * this.top + 32)) {
      this.places.delete(key);
      this.dropped.add(key);
    }
  }
}
