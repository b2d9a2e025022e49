import type { Item } from "./compared-escape.js";
import type { Functions } from "./functions.js";

interface Anchor {
  readonly before: number;
  readonly after: number;
}

/** Says where the lines of old functions are in the new source, from what has been found on both sides. */
export class LineMap {
  private readonly anchors = new Map<string, Anchor[]>();
  private readonly declared = new Set<string>();

  constructor(before: readonly Item[], functions: { readonly before: Functions; readonly after: Functions }) {
    for (const item of before) {
      const { mate } = item;
      if (mate !== null && item.home.outer === mate.outer) this.add(item, item.record.line, mate.record.line);
      else if (mate === null) this.addDeclaration(item, functions);
    }
    for (const list of this.anchors.values()) list.sort((a, b) => a.before - b.before);
  }

  /** The line on which an old item would be, by the nearest thing above it in its function, else below it. */
  predict(item: Item): number | null {
    const { line } = item.record;
    const anchors = this.anchors.get(keyOf(item));
    if (anchors === undefined || line === null) return null;
    let low = 0;
    let high = anchors.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((anchors[middle] as Anchor).before <= line) low = middle + 1;
      else high = middle;
    }
    const anchor = anchors[Math.max(0, low - 1)] as Anchor;
    return line + anchor.after - anchor.before;
  }

  private addDeclaration(item: Item, functions: { readonly before: Functions; readonly after: Functions }): void {
    if (this.declared.has(keyOf(item))) return;
    this.declared.add(keyOf(item));
    const before = functions.before.get(item.package, item.outer)?.inlining?.line ?? null;
    const after = functions.after.get(item.home.package, item.home.outer)?.inlining?.line ?? null;
    this.add(item, before, after);
  }

  private add(item: Item, before: number | null, after: number | null): void {
    if (before === null || after === null) return;
    const key = keyOf(item);
    const list = this.anchors.get(key);
    if (list === undefined) this.anchors.set(key, [{ before, after }]);
    else list.push({ before, after });
  }
}

function keyOf(item: Item): string {
  return `${item.home.package} ${item.home.outer}`;
}
