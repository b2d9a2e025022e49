import type { Parts } from "../records/diff.js";
import type { EscapeRecord, Hop, Step } from "../records/record.js";
import type { Item } from "./item.js";
import { plainText, withoutNames } from "./wording.js";

interface Place {
  readonly hop: number;
  readonly step: number;
  readonly value: Step;
}

/**
 * The first step at which the flow of a new record leaves that of an old one, names of variables aside; null when they
 * are the same.
 */
export function partingStep(before: EscapeRecord, after: EscapeRecord): Parts | null {
  const old = stepsOf(before.flow);
  const now = stepsOf(after.flow);
  const [oldTexts, nowTexts] = [textsOf(old), textsOf(now)];
  for (let i = 0; i < Math.max(old.length, now.length); i++) {
    if (oldTexts[i] === nowTexts[i]) continue;
    const [was, is, last] = [old[i], now[i], now.at(-1)];
    return {
      hop: is?.hop ?? last?.hop ?? 0,
      step: is?.step ?? (last === undefined ? 0 : last.step + 1),
      before: was?.value ?? null,
      after: is?.value ?? null,
      like: {
        file: before.file,
        line: before.line,
        column: before.column,
        function: before.function,
        message: before.message,
      },
    };
  }
  return null;
}

function stepsOf(flow: readonly Hop[]): Place[] {
  return flow.flatMap(({ steps }, hop) => steps.map((value, step) => ({ hop, step, value })));
}

function textsOf(places: readonly Place[]): string[] {
  return withoutNames(places.map(({ value }) => `${plainText(value.expression)} (${value.reason})`));
}

/**
 * Finds the old record that a new one is most like: the same expression in the same function, else the same kind of
 * allocation with the same cause there. Of several, the first.
 */
export class SimilarItems {
  private readonly byText = new Map<string, Item>();

  /** `wanted`: the items that will be asked for, which says which functions matter. */
  constructor(before: readonly Item[], wanted: readonly Item[]) {
    const places = new Set(wanted.map(placeOf));
    for (const item of before) {
      if (!places.has(placeOf(item))) continue;
      for (const key of keysOf(item)) if (!this.byText.has(key)) this.byText.set(key, item);
    }
  }

  find(item: Item): Item | null {
    for (const key of keysOf(item)) {
      const found = this.byText.get(key);
      if (found !== undefined) return found;
    }
    return null;
  }
}

function placeOf({ home }: Item): string {
  return `${home.package} ${home.outer}`;
}

function keysOf(item: Item): string[] {
  const { record, expression } = item;
  const place = `${placeOf(item)} ${record.allocation}`;
  return [`${place} = ${expression}`, `${place} ${record.cause}`];
}
