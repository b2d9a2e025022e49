const integer = new Intl.NumberFormat("en");

/** `1,234`. */
export function formatCount(count: number): string {
  return integer.format(count);
}

/** `1 package`, `1,234 packages`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** A share between 0 and 1 in at most five columns: `28.3%`, `<0.1%`, `100%`. */
export function formatShare(share: number): string {
  if (share === 0) return "0%";
  if (share < 0.001) return "<0.1%";
  const percent = (share * 100).toFixed(1);
  return percent === "100.0" ? "100%" : `${percent}%`;
}
