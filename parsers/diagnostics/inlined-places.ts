import type { Position } from "./position.js";

/** Calls of one package that are noted; what comes behind that has no place. */
const MAX_CALLS = 200_000;

/** `pkg.F`, `pkg.T.M` and `pkg.(*T).M`, as remarks about inlining name exported functions of other packages. */
const EXPORTED = /^(?:"[^"]+"|[\p{L}_][\p{L}\p{N}_]*)\.(?:\(\*)?\p{Lu}/u;

/**
 * Where calls of other packages' functions were inlined. Few packages are ever asked, so calls are only noted, and put in
 * order when somebody asks.
 */
export class InlinedPlaces {
  private callees: string[] = [];
  private places: Position[] = [];
  private count = 0;
  private readonly byPlace = new Map<string, string[]>();

  /** Notes a call, unless it is of the package's own function or of one that is not exported. */
  add(callee: string, at: Position): void {
    if (at.line === null || !EXPORTED.test(callee) || ++this.count > MAX_CALLS) return;
    this.callees.push(callee);
    this.places.push(at);
  }

  /** What is inlined at a place, in the order in which it was printed. */
  at(place: Position): readonly string[] {
    this.order();
    return this.byPlace.get(keyOf(place)) ?? [];
  }

  private order(): void {
    const { callees, places, byPlace } = this;
    callees.forEach((callee, i) => {
      const key = keyOf(places[i] as Position);
      const list = byPlace.get(key);
      if (list === undefined) byPlace.set(key, [callee]);
      else if (!list.includes(callee)) list.push(callee);
    });
    this.callees = [];
    this.places = [];
  }
}

function keyOf({ file, line, column }: Position): string {
  return `${file}:${line}:${column}`;
}
