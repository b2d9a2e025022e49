/** Larger samples than these are compared by the normal distribution: with ties there are more sums to count. */
const EXACT_WITHOUT_TIES = 50;
const EXACT_WITH_TIES = 25;

/**
 * The probability that two samples of one distribution differ in location at least as much as these do: the two-sided
 * test of Mann and Whitney, exact also with ties, as benchstat has it. 1 where all values are equal. Both samples need at
 * least one value.
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): number {
  const { doubled, ties } = doubledRankSum(a, b);
  if (ties.length === 1) return 1;
  const most = Math.max(a.length, b.length);
  const hasTies = ties.length < a.length + b.length;
  return most <= (hasTies ? EXACT_WITH_TIES : EXACT_WITHOUT_TIES)
    ? exact(doubled, a.length, ties)
    : approximate(doubled, a.length, b.length, ties);
}

/** Twice the sum of ranks of the first sample, which is whole, and how many values are equal at each rank. */
function doubledRankSum(a: readonly number[], b: readonly number[]) {
  const merged = [...a.map((value) => ({ value, own: 1 })), ...b.map((value) => ({ value, own: 0 }))];
  merged.sort((x, y) => x.value - y.value);
  const ties: number[] = [];
  let doubled = 0;
  for (let start = 0; start < merged.length; ) {
    let end = start;
    let own = 0;
    for (; end < merged.length && merged[end]?.value === merged[start]?.value; end++) own += merged[end]?.own ?? 0;
    doubled += own * (start + 1 + end);
    ties.push(end - start);
    start = end;
  }
  return { doubled, ties };
}

/**
 * Counts the ways to choose the first sample's values out of all, by the sum of their ranks, a group of equal values after
 * the other. The counts are far below what a double can hold, and sums of positive numbers lose nothing that matters.
 */
function exact(doubled: number, size: number, ties: readonly number[]): number {
  const total = ties.reduce((sum, tie) => sum + tie, 0);
  const width = total * (total + 1) + 1;
  let ways = new Float64Array((size + 1) * width);
  ways[0] = 1;
  let before = 0;
  for (const tie of ties) {
    const next = new Float64Array(ways.length);
    const rank = 2 * before + tie + 1;
    for (let taken = 0; taken <= Math.min(size, before); taken++) {
      for (let more = 0; more <= Math.min(tie, size - taken); more++) {
        const factor = binomial(tie, more);
        const from = taken * width;
        const to = (taken + more) * width + more * rank;
        for (let sum = 0; sum + more * rank < width; sum++) {
          const count = ways[from + sum] ?? 0;
          if (count !== 0) next[to + sum] = (next[to + sum] ?? 0) + count * factor;
        }
      }
    }
    ways = next;
    before += tie;
  }
  let [below, above, all] = [0, 0, 0];
  for (let sum = 0; sum < width; sum++) {
    const count = ways[size * width + sum] ?? 0;
    all += count;
    if (sum <= doubled) below += count;
    if (sum >= doubled) above += count;
  }
  return Math.min(1, (2 * Math.min(below, above)) / all);
}

function binomial(n: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= k; i++) value = (value * (n - k + i)) / i;
  return Math.round(value);
}

/** With corrections for ties and for continuity. */
function approximate(doubled: number, m: number, n: number, ties: readonly number[]): number {
  const total = m + n;
  const u = (doubled - m * (m + 1)) / 2;
  const correction = ties.reduce((sum, tie) => sum + tie ** 3 - tie, 0) / (total * (total - 1));
  const deviation = Math.sqrt((m * n * (total + 1 - correction)) / 12);
  const distance = Math.max(0, Math.abs(u - (m * n) / 2) - 0.5);
  return Math.min(1, complementaryError(distance / deviation / Math.SQRT2));
}

/** erfc for 0 and above, by the continued fraction or the series of erf, whichever converges. */
function complementaryError(x: number): number {
  if (x > 2.5) {
    let fraction = x;
    for (let k = 80; k >= 1; k--) fraction = x + k / 2 / fraction;
    return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
  }
  let term = x;
  let sum = x;
  for (let k = 1; k < 100; k++) {
    term *= (-x * x) / k;
    sum += term / (2 * k + 1);
  }
  return 1 - (2 / Math.sqrt(Math.PI)) * sum;
}
