/** Where control goes from each block, by number; negative numbers are no blocks. */
export type Successors = readonly (readonly number[])[];

/** What a walk over the blocks from the first one found. */
export interface Graph {
  /** By block: the one before it that every path from the start goes through; -1 where nothing leads to it, or the start. */
  readonly dominators: Int32Array;
  /** By block: a number for those that lie in a cycle with it; -1 for a block in none. */
  readonly cycles: Int32Array;
}

/** Looks at the paths from block 0. */
export function graphOf(next: Successors): Graph {
  const { order, cycles } = walk(next);
  return { dominators: dominatorsOf(next, order), cycles };
}

/** Depth first: Tarjan's strongly connected components, without recursion. `order` lists blocks as they were left. */
function walk(next: Successors): { readonly order: readonly number[]; readonly cycles: Int32Array } {
  const number = new Int32Array(next.length).fill(-1);
  const low = new Int32Array(next.length);
  const waiting = new Uint8Array(next.length);
  const cycles = new Int32Array(next.length).fill(-1);
  const order: number[] = [];
  const component: number[] = [];
  const path: { readonly block: number; edge: number }[] = [];
  let count = 0;
  if (next.length > 0) enter(0);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const { block } = top;
    const to = next[block]?.[top.edge++];
    if (to === undefined) {
      path.pop();
      order.push(block);
      const outer = path.at(-1)?.block;
      if (outer !== undefined) low[outer] = Math.min(low[outer] ?? 0, low[block] ?? 0);
      if (low[block] === number[block]) close(block);
    } else if (to >= 0 && number[to] === -1) enter(to);
    else if (to >= 0 && waiting[to] === 1) low[block] = Math.min(low[block] ?? 0, number[to] ?? 0);
  }
  return { order, cycles };

  function enter(block: number): void {
    number[block] = low[block] = count++;
    waiting[block] = 1;
    component.push(block);
    path.push({ block, edge: 0 });
  }

  function close(block: number): void {
    const members = component.splice(component.lastIndexOf(block));
    const cyclic = members.length > 1 || next[block]?.includes(block) === true;
    for (const member of members) {
      waiting[member] = 0;
      if (cyclic) cycles[member] = block;
    }
  }
}

/** Cooper, Harvey and Kennedy, "A simple, fast dominance algorithm". `order` is a postorder. */
function dominatorsOf(next: Successors, order: readonly number[]): Int32Array {
  const rank = new Int32Array(next.length).fill(-1);
  order.forEach((block, index) => {
    rank[block] = index;
  });
  const before: number[][] = next.map(() => []);
  for (const block of order) for (const to of next[block] ?? []) before[to]?.push(block);
  const dominators = new Int32Array(next.length).fill(-1);
  dominators[0] = 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = order.length - 2; i >= 0; i--) {
      const block = order[i] ?? 0;
      let common = -1;
      for (const other of before[block] ?? []) {
        if (dominators[other] !== -1) common = common === -1 ? other : meet(other, common);
      }
      if (dominators[block] === common) continue;
      dominators[block] = common;
      changed = true;
    }
  }
  dominators[0] = -1;
  return dominators;

  function meet(one: number, other: number): number {
    let [a, b] = [one, other];
    while (a !== b) {
      while ((rank[a] ?? 0) < (rank[b] ?? 0)) a = dominators[a] ?? 0;
      while ((rank[b] ?? 0) < (rank[a] ?? 0)) b = dominators[b] ?? 0;
    }
    return a;
  }
}
