import { Blocks, type CodeFacts, LEAVES } from "./blocks.js";
import { type Graph, graphOf } from "./graph.js";

/** Whether a call lies in a loop, and whether a path of its line avoids it. */
export interface CallContext {
  readonly loop: boolean;
  readonly conditional: boolean;
}

/** Blocks that are looked at for one call at most; a longer way around counts as one that avoids it. */
const MAX_WALK = 4096;

/** Looks at the paths around calls, given by their offsets. Code that nothing reaches is in no loop and conditional. */
export function callContexts(facts: CodeFacts, calls: readonly number[]): CallContext[] {
  const blocks = new Blocks(facts, calls);
  const graph = graphOf(blocks.next);
  const oneLine = cyclesOfOneLine(blocks, graph);
  return calls.map((offset) => {
    const call = blocks.at(offset);
    const cycle = graph.cycles[call] ?? -1;
    const start = lineStart(blocks, graph, call, oneLine.has(cycle));
    return { loop: cycle !== -1, conditional: avoids(blocks, start, call) };
  });
}

/**
 * The first block of the call's line that every path to the call goes through. A line in a loop starts anew in each
 * round: code of it that was moved in front of the loop does not count, unless the whole loop stands on the line.
 */
function lineStart({ lines }: Blocks, { dominators, cycles }: Graph, call: number, loopOnLine: boolean): number {
  let first = call;
  for (let block = dominators[call] ?? -1; block !== -1; block = dominators[block] ?? -1) {
    if (!loopOnLine && cycles[block] !== cycles[call]) {
      if (cycles[call] !== -1) break;
      continue;
    }
    if (lines[block] === lines[call]) first = block;
  }
  return first;
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

/** Whether a path from the start of the line comes back to it, or leaves the function, without the call. */
function avoids({ next }: Blocks, start: number, call: number): boolean {
  if (start === call) return false;
  const seen = new Set<number>([call]);
  const open = [...(next[start] ?? [])];
  for (let block = open.pop(); block !== undefined; block = open.pop()) {
    if (block === LEAVES || block === start) return true;
    if (seen.has(block)) continue;
    if (seen.size > MAX_WALK) return true;
    seen.add(block);
    open.push(...(next[block] ?? []));
  }
  return false;
}
