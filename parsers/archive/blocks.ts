import type { OuterRange } from "./inline-stack.js";
import { JUMP, type Jumps } from "./jumps.js";

/** What is known of a function's code besides its bytes. */
export interface CodeFacts {
  readonly length: number;
  readonly jumps: Jumps;
  /** Ranges of one outermost line, by address. */
  readonly lines: readonly OuterRange[];
  /** Offsets of calls that do not come back, such as gopanic, and of the one that grows the stack. */
  readonly ends: ReadonlySet<number>;
  /** Offsets of calls; a jump there leaves the function, as its target is filled in by the linker. */
  readonly calls: ReadonlySet<number>;
  /** Where a jump by a register may go: the tables loaded before it, by offset of the load. */
  readonly tables: readonly { readonly offset: number; readonly targets: readonly number[] }[];
}

/** In place of a block: a return. */
export const LEAVES = -1;

/** The blocks of a function: code that is entered at its start only, left at its end only, and of one outermost line. */
export class Blocks {
  /** By block: the offset of its first byte. */
  readonly starts: Int32Array;
  /** By block: where control goes; {@link LEAVES} for a return. A block that ends in a panic has none. */
  readonly next: readonly (readonly number[])[];
  /** By block: a number for its outermost line. */
  readonly lines: Int32Array;

  constructor(facts: CodeFacts, calls: readonly number[]) {
    const ends = endsOf(facts);
    const starts = [0, ...calls];
    for (const { start } of facts.lines) starts.push(start);
    for (const { end, targets } of ends) starts.push(end, ...targets);
    const sorted = Int32Array.from(starts).sort();
    this.starts = sorted.filter((start, i) => start >= 0 && start < facts.length && start !== sorted[i - 1]);
    this.next = this.successors(ends);
    this.lines = this.numberLines(facts.lines);
  }

  /** The block that holds an offset. */
  at(offset: number): number {
    let low = 0;
    let high = this.starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  private successors(ends: readonly End[]): (readonly number[])[] {
    const next = Array.from(this.starts, (_, block): readonly number[] =>
      block + 1 < this.starts.length ? [block + 1] : [],
    );
    let block = 0;
    for (const { end, targets } of ends) {
      // The block whose last instruction this is.
      while ((this.starts[block + 1] ?? end) < end) block++;
      next[block] = targets.map((target) => (target < 0 ? LEAVES : this.at(target)));
    }
    return next;
  }

  private numberLines(ranges: readonly OuterRange[]): Int32Array {
    const files = new Map<number, Map<number, number>>();
    let count = 0;
    const numberOf = ({ file, line }: Pick<OuterRange, "file" | "line">): number => {
      const numbers = files.get(file) ?? new Map<number, number>();
      files.set(file, numbers);
      const number = numbers.get(line) ?? count++;
      numbers.set(line, number);
      return number;
    };
    const lines = new Int32Array(this.starts.length);
    let range = 0;
    let number = numberOf(ranges[0] ?? { file: -1, line: 0 });
    for (let block = 0; block < lines.length; block++) {
      const start = this.starts[block] ?? 0;
      const before = range;
      while ((ranges[range + 1]?.start ?? start + 1) <= start) range++;
      if (range !== before) number = numberOf(ranges[range] ?? { file: -1, line: 0 });
      lines[block] = number;
    }
    return lines;
  }
}

interface End {
  readonly end: number;
  readonly targets: readonly number[];
}

/** The ends of blocks by address: jumps, and calls that do not come back. */
function endsOf({ jumps, ends, calls, tables }: CodeFacts): End[] {
  const found: End[] = [...ends].map((offset) => ({ end: offset + 1, targets: [] }));
  for (let i = 0; i < jumps.at.length; i++) {
    const at = jumps.at[i] ?? 0;
    const end = jumps.end[i] ?? 0;
    found.push({ end, targets: targetsOf(i, at, end) });
  }
  return found.sort((a, b) => a.end - b.end);

  function targetsOf(i: number, at: number, end: number): readonly number[] {
    const target = isCall(at, end) ? LEAVES : (jumps.target[i] ?? LEAVES);
    switch (jumps.kind[i]) {
      case JUMP.always:
        return [target];
      case JUMP.maybe:
        return [target, end];
      case JUMP.register:
        return tables.findLast(({ offset }) => offset < at)?.targets ?? [LEAVES];
      case JUMP.return:
        return [LEAVES];
      default:
        return [];
    }
  }

  function isCall(at: number, end: number): boolean {
    for (let offset = at; offset < end; offset++) if (calls.has(offset)) return true;
    return false;
  }
}
