/** The middle of a sample, and between which of its values that of the distribution lies. */
export interface Median {
  readonly median: number;
  /** With a confidence of 95%; null where the sample is too small for that. */
  readonly interval: { readonly least: number; readonly most: number } | null;
}

const CONFIDENCE = 0.95;

/** The median of at least one value, and its interval by order statistics, as benchstat has it. */
export function medianOf(values: readonly number[]): Median {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const half = sorted.length / 2;
  const median = sorted.length % 2 === 1 ? at(Math.floor(half)) : (at(half - 1) + at(half)) / 2;
  const [low, high] = bounds(sorted.length);
  if (low < 1 || high > sorted.length) return { median, interval: null };
  return { median, interval: { least: at(low - 1), most: at(high - 1) } };
}

/**
 * Which values, counted from 1, enclose the median of the distribution. So many of n values are below it as a coin shows
 * heads in n throws: the likeliest counts are taken until they make up the confidence, the lower of two equal ones first.
 */
function bounds(n: number): readonly [number, number] {
  const chance = chancesOf(n);
  let low = Math.ceil((n + 1) / 2 - 1);
  let high = low + 1;
  let sum = chance[low] ?? 0;
  while (sum < CONFIDENCE && (low > 0 || high <= n)) {
    const [left, right] = [chance[low - 1] ?? 0, chance[high] ?? 0];
    // Equal ones differ in their last digits.
    if (left >= right * (1 - 1e-9)) {
      sum += left;
      low--;
    } else {
      sum += right;
      high++;
    }
  }
  return [low, high];
}

/** How likely each number of heads is in n throws. */
function chancesOf(n: number): number[] {
  const chances: number[] = [];
  let logarithm = -n * Math.LN2;
  for (let k = 0; k <= n; k++) {
    chances.push(Math.exp(logarithm));
    logarithm += Math.log((n - k) / (k + 1));
  }
  return chances;
}
