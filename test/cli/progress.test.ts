import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createProgress } from "../../src/cli/progress.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function stream(isTTY: boolean) {
  const written: string[] = [];
  const target = { isTTY, write: (text: string) => written.push(text) > 0 };
  return { written, target: target as unknown as NodeJS.WriteStream };
}

test.each([
  [null, "\r\u001b[K2 packages and dependencies compiled, 1 s"],
  [5, "\r\u001b[K2 of 5 packages compiled and read, 1 s"],
  [1, "\r\u001b[K1 of 1 packages compiled and read, 1 s"],
])("of %s packages tells how many are done, and clears its line at the end", (expected, line) => {
  const { written, target } = stream(true);
  const progress = createProgress(expected, false, target);
  progress.step();
  progress.step();
  vi.advanceTimersByTime(1000);
  progress.end();
  expect(written.at(-2)).toBe(line);
  expect(written.at(-1)).toBe("\r\u001b[K");
});

test.each([
  [true, true],
  [false, false],
])("is silent when quiet (%s) or without a terminal", (quiet, isTTY) => {
  const { written, target } = stream(isTTY);
  const progress = createProgress(3, quiet, target);
  progress.step();
  vi.advanceTimersByTime(5000);
  progress.end();
  expect(written).toEqual([]);
});
