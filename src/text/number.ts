const integer = new Intl.NumberFormat("en");

/** `1,234`. */
export function formatCount(count: number | bigint): string {
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

const BYTE_UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** Bytes in units of a thousand, three figures at most: `512 B`, `17.5 MB`, `-1.2 kB`. */
export function formatBytes(bytes: number): string {
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  const text = value.toFixed(digits).replace(/\.0$/, "");
  return `${bytes < 0 ? "-" : ""}${text} ${BYTE_UNITS[unit]}`;
}

const PPROF_UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];

/** Bytes as pprof prints them, in powers of 1024: `512B`, `4.73kB`, `1.50GB`. */
export function formatPprofBytes(bytes: number | bigint): string {
  let value = Number(bytes);
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < PPROF_UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value.toFixed(2).replace(/\.00$/, "")}${PPROF_UNITS[unit]}`;
}
