import type { Parts } from "../records/diff.js";
import type { Hop, SiteRecord, Step } from "../records/record.js";
import type { Item } from "./compared-escape.js";
import { plainText, withoutNames } from "./release-wording.js";

interface Place {
  readonly hop: number;
  readonly step: number;
  readonly value: Step;
}

/**
 * The first step at which the flow of a new record leaves that of an old one, names of variables aside; null when they
 * are the same.
 */
export function partingStep(before: SiteRecord, after: SiteRecord): Parts | null {
  if (before.kind !== "escape" || after.kind !== "escape") return null;
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

/** Of how many old records in one function the most similar is looked for. */
const MOST_COMPARED = 100;

/**
 * Finds the old record that a new one is most like: of the same kind of allocation in the same function, the one whose
 * flow goes the same way longest. One that differs from the first step on is not like it.
 */
export class SimilarItems {
  private readonly byPlace = new Map<string, { readonly item: Item; readonly steps: readonly string[] }[]>();

  /** `wanted`: the items that will be asked for, which says which functions matter. */
  constructor(before: readonly Item[], wanted: readonly Item[]) {
    for (const item of wanted) this.byPlace.set(placeOf(item), []);
    for (const item of before) {
      const list = this.byPlace.get(placeOf(item));
      if (list === undefined || list.length >= MOST_COMPARED) continue;
      list.push({ item, steps: textsOf(stepsOf(item.hops)) });
    }
  }

  find(item: Item): Item | null {
    const steps = textsOf(stepsOf(item.hops));
    let best: Item | null = null;
    let most = 0;
    for (const other of this.byPlace.get(placeOf(item)) ?? []) {
      const end = steps.findIndex((text, i) => text !== other.steps[i]);
      const same = end < 0 ? steps.length : end;
      if (same <= most) continue;
      best = other.item;
      most = same;
    }
    return best;
  }
}

function placeOf({ home, kind }: Item): string {
  return `${home.package} ${home.outer} ${kind}`;
}
