import { UsageError } from "../../errors.js";

const UNITS: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
  ["min", 60_000],
  ["h", 3_600_000],
]);
/** Timers take no more. */
const MAX_MS = 24 * 3_600_000;

/** Reads `500ms`, `30s`, `1.5m`, `2h` as milliseconds; a number alone is seconds. */
export function duration(option: string, text: string): number {
  const [, number, unit = "s"] = /^(\d+(?:\.\d+)?)\s*([a-z]+)?$/.exec(text.trim()) ?? [];
  const factor = UNITS.get(unit);
  const value = Number(number) * (factor ?? Number.NaN);
  if (!(value >= 0 && value <= MAX_MS))
    throw new UsageError(`${option} takes a time such as 30s or 2m, and not "${text}"`);
  return value;
}
