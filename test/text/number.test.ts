import { expect, test } from "vitest";
import { formatCount, formatPprofBytes, formatShare, plural } from "../../src/text/number.js";

test("counts have their thousands apart", () => {
  expect(formatCount(0)).toBe("0");
  expect(formatCount(1_234_567)).toBe("1,234,567");
});

test("nouns agree with their number", () => {
  expect(plural(1, "package")).toBe("1 package");
  expect(plural(1_000, "package")).toBe("1,000 packages");
  expect(plural(0, "line was", "lines were")).toBe("0 lines were");
});

test.each([
  [0, "0%"],
  [0.0004, "<0.1%"],
  [0.001, "0.1%"],
  [0.2834, "28.3%"],
  [0.9996, "100%"],
  [1, "100%"],
])("a share of %d is %s", (share, text) => {
  expect(formatShare(share)).toBe(text);
});

test("a share takes at most five columns", () => {
  for (let i = 0; i <= 2000; i++) expect(formatShare(i / 2000).length).toBeLessThanOrEqual(5);
});

test.each([
  [0, "0B"],
  [512, "512B"],
  [4848, "4.73kB"],
  [393_216, "384kB"],
  [14_434_055, "13.77MB"],
  [-2048, "-2kB"],
  [2n ** 62n, "4096PB"],
])("%d bytes are %s, as pprof prints them", (bytes, text) => {
  expect(formatPprofBytes(bytes)).toBe(text);
});
