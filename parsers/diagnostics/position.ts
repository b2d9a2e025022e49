/** A place in a source file as the compiler prints it. */
export interface Position {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

/** A line without a position, or `<unknown line number>`. */
export const NO_POSITION: Position = { file: null, line: null, column: null };

/** Whether two positions are one place. */
export function isSamePlace(a: Position, b: Position): boolean {
  return a.line === b.line && a.column === b.column && a.file === b.file;
}

/** Batches of fewer things are searched one by one. */
const FEW = 8;

/** Things by where they are. */
export class PlaceIndex<T extends Position> {
  private readonly byPlace: Map<number, T[]> | null = null;

  constructor(private readonly all: readonly T[]) {
    if (all.length < FEW) return;
    this.byPlace = new Map();
    for (const each of all) {
      const key = keyOf(each);
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
