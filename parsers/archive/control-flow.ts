import { Blocks, type CodeFacts, LEAVES } from "./blocks.js";
import { type Graph, graphOf, type Successors } from "./graph.js";

/** Whether a call lies in a loop, and whether a path of its line avoids it. */
export interface CallContext {
  readonly loop: boolean;
  readonly conditional: boolean;
  /** Whether every path from the call ends in a panic. */
  readonly panics: boolean;
  /** Whether every way through the function that returns makes the call. */
  readonly always: boolean;
}

/** Blocks that are looked at for one call at most; a longer way around counts as one that avoids it. */
const MAX_WALK = 1024;
/** Blocks of a line that are looked at; one with more is long enough to leave a call out. */
const MAX_STARTS = 32;

/** Looks at the paths around calls, given by their offsets. Code that nothing reaches is in no loop and conditional. */
export function callContexts(facts: CodeFacts, calls: readonly number[]): CallContext[] {
  const blocks = new Blocks(facts, calls);
  const graph = graphOf(blocks.next);
  const oneLine = cyclesOfOneLine(blocks, graph);
  const returns = blocksThatReturn(blocks);
  const onEveryWay = blocksOnEveryWay(blocks, graph);
  const walker = new Walker(blocks.next);
  const byLine = blocksByLine(blocks, graph);
  return calls.map((offset) => {
    const call = blocks.at(offset);
    const cycle = graph.cycles[call] ?? -1;
    const round = oneLine.has(cycle) ? null : cycle;
    const starts = byLine.get(blocks.lines[call] ?? -1) ?? [];
    return {
      loop: cycle !== -1,
      conditional: isConditional(walker, graph, starts, call, round),
      panics: cycle === -1 && returns[call] === 0,
      always: onEveryWay.has(call),
    };
  });
}

/** Blocks that every path from the start to a return goes through: those that dominate all blocks that return. */
function blocksOnEveryWay({ next }: Blocks, { dominators }: Graph): ReadonlySet<number> {
  let common: Set<number> | null = null;
  next.forEach((targets, returning) => {
    if (!targets.includes(LEAVES) || (returning !== 0 && dominators[returning] === -1)) return;
    const way = new Set<number>();
    for (let block = returning; block !== -1; block = dominators[block] ?? -1) {
      if (common === null || common.has(block)) way.add(block);
    }
    common = way;
  });
  return common ?? new Set();
}

/** By block: 1 where a path leads to a return. */
function blocksThatReturn({ next }: Blocks): Uint8Array {
  const before: number[][] = next.map(() => []);
  const open: number[] = [];
  next.forEach((targets, block) => {
    for (const target of targets) {
      if (target === LEAVES) open.push(block);
      else before[target]?.push(block);
    }
  });
  const returns = new Uint8Array(next.length);
  for (let block = open.pop(); block !== undefined; block = open.pop()) {
    if (returns[block] === 1) continue;
    returns[block] = 1;
    open.push(...(before[block] ?? []));
  }
  return returns;
}

/**
 * Whether the line's code can run without the call. Code of the line behind the call does not count, nor does code that
 * was moved in front of a loop: the line starts anew in each round, `round`; null where the whole loop stands on the line.
 */
function isConditional(
  walker: Walker,
  { dominators, cycles }: Graph,
  line: readonly number[],
  call: number,
  round: number | null,
): boolean {
  let looked = 0;
  for (const start of line) {
    if (start === call) continue;
    if (round !== null && round !== -1 && cycles[start] !== round) continue;
    if (isBehind(start)) continue;
    if (++looked > MAX_STARTS || walker.avoids(start, call)) return true;
  }
  return false;

  function isBehind(start: number): boolean {
    for (let block = dominators[start] ?? -1; block !== -1; block = dominators[block] ?? -1) {
      if (block === call) return true;
    }
    return false;
  }
}

/** Blocks that can be reached, by the number of their line. */
function blocksByLine({ lines }: Blocks, { dominators }: Graph): ReadonlyMap<number, readonly number[]> {
  const byLine = new Map<number, number[]>();
  lines.forEach((line, block) => {
    if (block !== 0 && dominators[block] === -1) return;
    const list = byLine.get(line);
    if (list === undefined) byLine.set(line, [block]);
    else list.push(block);
  });
  return byLine;
}

/** Cycles that hold no code of a second line. */
function cyclesOfOneLine({ lines }: Blocks, { cycles }: Graph): ReadonlySet<number> {
  const line = new Map<number, number | null>();
  cycles.forEach((cycle, block) => {
    if (cycle === -1) return;
    const known = line.get(cycle);
    const here = lines[block] ?? -1;
    line.set(cycle, known === undefined || known === here ? here : null);
  });
  return new Set([...line].flatMap(([cycle, only]) => (only === null ? [] : [cycle])));
}

/** Walks along paths; each walk marks what it has seen with a number of its own. */
class Walker {
  private readonly seen: Uint32Array;
  private readonly open: number[] = [];
  private walk = 0;

  constructor(private readonly next: Successors) {
    this.seen = new Uint32Array(next.length);
  }

  /** Whether a path from the start of the line comes back to it, or leaves the function, without the call. */
  avoids(start: number, call: number): boolean {
    const { seen, open } = this;
    const walk = ++this.walk;
    seen[call] = walk;
    open.length = 0;
    open.push(...(this.next[start] ?? []));
    let steps = 0;
    for (let block = open.pop(); block !== undefined; block = open.pop()) {
      if (block === LEAVES || block === start) return true;
      if (seen[block] === walk) continue;
      if (++steps > MAX_WALK) return true;
      seen[block] = walk;
      for (const to of this.next[block] ?? []) open.push(to);
    }
    return false;
  }
}
