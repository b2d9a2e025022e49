/** Points that a growth is judged by. With fewer, false alarms are frequent (10 in 141 healthy runs with three). */
export const FULL_POINTS = 4;

/** A value at the points that are judged. */
export interface Series {
  readonly values: readonly number[];
  /** Milliseconds since 1970; null where a point does not tell. */
  readonly times: readonly (number | null)[];
}

/**
 * Which of `count` points to judge by. Of five and more the first is left out, since caches fill and pools start then;
 * of what remains four are taken, evenly spread, so that short intervals do not hide a trend in their noise.
 */
export function judgedPoints(count: number): number[] {
  if (count <= FULL_POINTS) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: FULL_POINTS }, (_, i) => 1 + Math.round((i * (count - 2)) / (FULL_POINTS - 1)));
}

/** By how much each value exceeds the one before. */
export function steps(values: readonly number[]): number[] {
  return values.slice(1).map((value, i) => value - (values[i] ?? 0));
}

/**
 * Whether values rise steadily: by at least `floor` from each to the next, and in the end by at least half as much as on
 * average. A cache that fills rises less and less.
 */
export function isSteady(values: readonly number[], floor: number): boolean {
  const rises = steps(values);
  const last = rises.at(-1);
  if (last === undefined || rises.some((rise) => rise < floor)) return false;
  return last >= total(values) / rises.length / 2;
}

/** How much there is more at the end. */
export function total(values: readonly number[]): number {
  return (values.at(-1) ?? 0) - (values[0] ?? 0);
}

/**
 * Growth of counted samples in standard deviations of chance: (last − first) / √(last + first). Samples come by chance,
 * so that a count of n is known within √n.
 */
export function significance(samples: readonly number[]): number {
  const [first = 0] = samples;
  const last = samples.at(-1) ?? 0;
  return last + first <= 0 ? 0 : (last - first) / Math.sqrt(last + first);
}

/** Growth a minute by the least squares; null where times are missing or the same. */
export function perMinute({ values, times }: Series): number | null {
  const known: { readonly minutes: number; readonly value: number }[] = [];
  for (const [i, time] of times.entries()) {
    const value = values[i];
    if (time === null || value === undefined) return null;
    known.push({ minutes: time / 60_000, value });
  }
  const mean = (of: (point: (typeof known)[number]) => number) =>
    known.reduce((sum, p) => sum + of(p), 0) / known.length;
  const [x, y] = [mean((p) => p.minutes), mean((p) => p.value)];
  const spread = mean((p) => (p.minutes - x) ** 2);
  return spread > 0 ? mean((p) => (p.minutes - x) * (p.value - y)) / spread : null;
}
