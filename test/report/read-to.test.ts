// A file is read straight to the parser's memory. What comes out has to be the same as through a buffer of the reader's.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { collect } from "../../src/report/collect.js";
import { openInput } from "../../src/sources/input.js";
import { recorded } from "../helpers/recorded.js";
import { ALL_KINDS } from "../helpers/records.js";

const directory = mkdtempSync(join(tmpdir(), "escape-report-test-"));
afterAll(() => rmSync(directory, { recursive: true }));

async function read(content: Uint8Array, straight: boolean) {
  const file = join(directory, "saved.txt");
  writeFileSync(file, content);
  const { bytes, readTo } = await openInput(file, directory);
  expect(readTo).toBeDefined();
  const records: string[] = [];
  const sink = { record: (record: unknown) => records.push(JSON.stringify(record)) };
  const options = { kinds: ALL_KINDS, ...(straight ? { readTo } : {}) };
  return { ...(await collect(bytes, options, sink)), records };
}

const output = recorded("go1.27", "net_http");

test.each([
  ["many chunks", output],
  [
    "a line that is too long in between",
    Buffer.concat([output, Buffer.alloc(20_000_000, "x"), Buffer.from("\n"), output]),
  ],
  ["a line that is too long at the end", Buffer.concat([output, Buffer.alloc(17_000_000, "x")])],
  ["nothing", Buffer.alloc(0)],
])("%s", async (_, content) => {
  const buffered = await read(content, false);
  const straight = await read(content, true);
  expect(straight.lines).toEqual(buffered.lines);
  expect(straight.records.length).toBe(buffered.records.length);
  expect(straight.records.every((record, i) => record === buffered.records[i])).toBe(true);
});
