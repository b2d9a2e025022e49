import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { MemStatsParser } from "../../../parsers/memstats/index.js";
import { ROOT } from "../../helpers/cli.js";

function read(text: Uint8Array | string, size = 1 << 20) {
  const parser = new MemStatsParser();
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) parser.write(bytes.subarray(at, at + size));
  return parser.end();
}

const file = join(ROOT, "samples", "recorded", "go1.27", "leaks", "globalslice", "4", "heap.txt.gz");
const recorded = gunzipSync(readFileSync(file)).toString();

test("the numbers at the end of a heap text are read, and the sampling rate at its beginning", () => {
  const value = (name: string) => Number(new RegExp(`^# ${name} = (\\d+)`, "m").exec(recorded)?.[1]);
  const { memstats, rate } = read(recorded);
  expect(rate).toBe(4096);
  expect(memstats).toEqual({
    totalAlloc: value("TotalAlloc"),
    sys: value("Sys"),
    mallocs: value("Mallocs"),
    heapAlloc: value("HeapAlloc"),
    heapInuse: value("HeapInuse"),
    heapIdle: value("HeapIdle"),
    heapReleased: value("HeapReleased"),
    heapObjects: value("HeapObjects"),
    stackInuse: value("Stack"),
    numGC: value("NumGC"),
    pauseEnds: /^# PauseEnd = \[(.*)\]$/m.exec(recorded)?.[1]?.split(" "),
  });
  expect(memstats?.heapAlloc).toBeGreaterThan(1_000_000);
  expect(memstats?.pauseEnds).toHaveLength(256);
  // The last collection is the one that `heap?gc=1` asks for.
  expect(memstats?.pauseEnds[value("NumGC") - 1]).toBe(/^# LastGC = (\d+)/m.exec(recorded)?.[1]);
});

test("the pieces in which they come do not matter", () => {
  for (const size of [1, 10, 4096]) expect(read(recorded, size)).toEqual(read(recorded));
});

test("a text that is cut off has none", () => {
  expect(read(recorded.slice(0, recorded.indexOf("# HeapIdle")))).toEqual({ memstats: null, rate: 4096 });
});

test("any other text has neither", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(read(text)).toEqual({ memstats: null, rate: null });
    }),
  );
});
