import { afterEach, expect, test, vi } from "vitest";
import { LivePoints } from "../../src/cli/live-points.js";
import { readSavedPoints } from "../../src/sources/points/saved-points.js";
import { RECORDED_LEAKS } from "../helpers/leaks.js";

afterEach(() => {
  vi.restoreAllMocks();
});

/** What a table of two points writes to standard error, which is a terminal or not. */
async function written(isTTY: boolean, quiet: boolean): Promise<string> {
  const { points } = await readSavedPoints(["receive/1", "receive/2"], RECORDED_LEAKS);
  let text = "";
  const write = (chunk: string | Uint8Array) => {
    text += chunk;
    return true;
  };
  vi.spyOn(process.stderr, "write").mockImplementation(write);
  const table = new LivePoints(2, quiet, { isTTY, write } as unknown as NodeJS.WriteStream);
  for (const point of points) {
    table.wait(1500, { descriptors: 1234, rss: 5_000_000 });
    table.point(point);
  }
  table.clear();
  return text;
}

const TABLE = `     point  live heap  goroutines  descriptors  resident
    1 of 2     400 kB         305            8   13.8 MB
`;

test("the points are a table that grows", async () => {
  const text = await written(false, false);
  expect(text.slice(0, TABLE.length)).toBe(TABLE);
  expect(text.slice(TABLE.length)).toMatch(/^ {4}2 of 2 +\d+ kB +605 +\d+ +[\d.]+ MB\n$/);
});

test("a terminal shows what the process has before the next point, on a line that goes away", async () => {
  const parts = (await written(true, false)).split("\r\u001b[K");
  const [shown, removed] = [0, 1].map((rest) => parts.filter((_, i) => i % 2 === rest));
  expect(shown?.join("")).toBe(await written(false, false));
  expect(removed).toHaveLength(2);
  for (const line of removed ?? []) expect(line).toMatch(/^ {7}now +1,234 +5 MB {2}next in 2 s$/);
});

test("nothing is shown where nobody asked", async () => {
  expect(await written(true, true)).toBe("");
});
