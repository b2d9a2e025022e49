// The library, as programs use it. test/integration/package.test.ts imports it by its name.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import {
  type DiagnosticRecord,
  diffReports,
  InputError,
  openReport,
  parseDiagnostics,
  parseReport,
  readReport,
  recordSchema,
  renderReport,
  reportSchema,
  summarize,
  writeReport,
} from "../src/index.js";
import { linesOf, recorded } from "./helpers/recorded.js";

const directory = mkdtempSync(join(tmpdir(), "escape-report-library-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const tour = recorded("go1.27", "tour");

async function listOf(records: AsyncIterable<DiagnosticRecord>): Promise<DiagnosticRecord[]> {
  const list: DiagnosticRecord[] = [];
  for await (const record of records) list.push(record);
  return list;
}

describe("parseDiagnostics", () => {
  test("yields records that fit the schema, of every kind the input has", async () => {
    const records = await listOf(parseDiagnostics(tour));
    for (const record of records) expect(recordSchema.parse(record)).toEqual(record);
    expect(new Set(records.map(({ kind }) => kind))).toEqual(
      new Set(["escape", "leak", "stack", "inlining", "inlined-call", "capture", "devirtualization"]),
    );
  });

  test("takes text, bytes and chunks alike", async () => {
    async function* chunks(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < tour.length; at += 100) yield tour.subarray(at, at + 100);
    }
    const expected = await listOf(parseDiagnostics(tour));
    expect(await listOf(parseDiagnostics(tour.toString()))).toEqual(expected);
    expect(await listOf(parseDiagnostics([tour.subarray(0, 1234), tour.subarray(1234)]))).toEqual(expected);
    expect(await listOf(parseDiagnostics(chunks()))).toEqual(expected);
  });

  test("makes the kinds asked for, and returns where every line went", async () => {
    const records = parseDiagnostics(tour, { kinds: ["escape"] });
    let next = await records.next();
    for (; next.done !== true; next = await records.next()) expect(next.value.kind).toBe("escape");
    const { lines, kept, skipped, unknown } = next.value.lines;
    expect(lines).toBe(linesOf(tour).length);
    expect(kept + skipped + unknown).toBe(lines);
    expect(unknown).toBe(0);
  });

  test("reads no further than the records are taken, and closes the input", async () => {
    let chunks = 0;
    let closed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          chunks++;
          yield Buffer.from(`# example.com/p${chunks}\n./x.go:1:6: can inline f with cost 2 as: func() { }\n`);
        }
      } finally {
        closed = true;
      }
    }
    const seen: DiagnosticRecord[] = [];
    for await (const record of parseDiagnostics(endless())) {
      seen.push(record);
      if (seen.length === 3) break;
    }
    await new Promise(setImmediate);
    expect(seen.map((record) => record.package)).toEqual(["example.com/p1", "example.com/p2", "example.com/p3"]);
    expect(chunks).toBeLessThan(8);
    expect(closed).toBe(true);
  });

  test("throws what reading the input throws, after the records before it", async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("./x.go:1:6: can inline f with cost 2 as: func() { }\n# next\n");
      throw new Error("the disk is gone");
    }
    const seen: string[] = [];
    const reading = (async () => {
      for await (const record of parseDiagnostics(broken())) seen.push(record.message);
    })();
    await expect(reading).rejects.toThrow("the disk is gone");
    expect(seen).toEqual(["can inline f with cost 2"]);
  });
});

describe("reports", () => {
  test("hold sorted records, and come back from a file as they were", async () => {
    const report = await parseReport(tour);
    expect(reportSchema.parse(report)).toEqual(report);
    for (const name of ["report.json", "report.json.gz"]) {
      const file = join(directory, name);
      await writeReport(report, file);
      expect(await readReport(file)).toEqual(report);
      const { header, records } = await openReport(file);
      expect({ ...header, records: await listOf(records) }).toEqual(report);
    }
    expect(readdirSync(directory)).toEqual(["report.json", "report.json.gz"]);
    expect(JSON.parse(readFileSync(join(directory, "report.json"), "utf8"))).toEqual(report);
  });

  test("that are none are an InputError that names the file", async () => {
    const file = join(directory, "other.json");
    writeFileSync(file, '{"name": "something else"}\n');
    await expect(readReport(file)).rejects.toThrow(InputError);
    await expect(readReport(file)).rejects.toThrow(file);
    await expect(readReport(join(directory, "missing.json"))).rejects.toThrow(InputError);
  });

  test("are summarised by cause, or by what is asked for", async () => {
    const { records } = await parseReport(tour);
    const escapes = records.filter(({ kind }) => kind === "escape");
    const summary = summarize(records);
    expect(summary.escapes).toBe(escapes.length);
    expect(summary.groups.reduce((sum, { count }) => sum + count, 0)).toBe(summary.ranked);
    expect(summarize(records, { groupBy: "file", all: true }).groups.map(({ key }) => key)).toContain(
      "example.com/tour/main.go",
    );
  });

  test("are rendered in every format", async () => {
    const report = await parseReport(tour);
    expect(await renderReport(report, "table")).toContain("By cause");
    expect(await renderReport(report, "markdown")).toContain("| --- |");
    expect(JSON.parse(await renderReport(report, "json"))).toEqual(report);
    const lines = (await renderReport(report, "ndjson")).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(report.records.filter(({ kind }) => kind === "escape"));
    expect(await renderReport(report, "unix", { all: true })).toMatch(
      /^example\.com\/tour\/main\.go:\d+:\d+: .* \[[a-z-]+\]$/m,
    );
  });

  test("differ in nothing from themselves", async () => {
    const report = await parseReport(tour);
    const { added, removed, moved, changed, unchanged } = diffReports(report, report);
    expect({ added, removed, moved, changed }).toEqual({ added: [], removed: [], moved: [], changed: [] });
    expect(unchanged).toBeGreaterThan(0);
  });
});
