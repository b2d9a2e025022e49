/** Ids below this are looked up in an array. Go numbers from 1 on. */
const DIRECT = 1 << 22;

/**
 * Gives ids of a profile (any 64-bit number) indices in the order in which they come, wherever they come first: samples
 * name locations that are described only later.
 */
export class IdTable {
  /** How many ids there are. */
  size = 0;
  private direct = new Uint32Array(1024);
  private readonly others = new Map<number | bigint, number>();

  /** The index of an id; a new one if it is new. */
  index(id: number | bigint): number {
    if (typeof id === "number" && id < DIRECT) return this.directIndex(id);
    let index = this.others.get(id);
    if (index === undefined) {
      index = this.size++;
      this.others.set(id, index);
    }
    return index;
  }

  /** The same for an id below 2^22. */
  private directIndex(id: number): number {
    if (id >= this.direct.length) {
      const larger = new Uint32Array(Math.max(2 * this.direct.length, id + 1));
      larger.set(this.direct);
      this.direct = larger;
    }
    const known = this.direct[id] ?? 0;
    if (known > 0) return known - 1;
    this.direct[id] = ++this.size;
    return this.size - 1;
  }
}
