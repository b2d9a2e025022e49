import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterEach, describe, expect, test } from "vitest";
import type { DiagnosticRecord } from "../../src/records/record.js";
import { Spool } from "../../src/report/record-spool.js";
import { escapeRecord } from "../helpers/escape.js";
import { recorded } from "../helpers/recorded.js";
import { readOutput } from "../helpers/records.js";
import { bytesOf, inReportOrder, readAll, spooledRecords } from "../helpers/report.js";

const open: Spool[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((spool) => spool.close()));
});

/** A spool with these records, package by package as they come. */
async function spoolOf(records: readonly DiagnosticRecord[], memoryBytes?: number): Promise<Spool> {
  const spool = new Spool({ commas: true, ...(memoryBytes === undefined ? {} : { memoryBytes }) });
  open.push(spool);
  let last = records[0]?.package;
  for (const record of records) {
    if (record.package !== last) spool.endPackage();
    last = record.package;
    spool.record(record);
  }
  spool.endPackage();
  return spool;
}

/** Three packages, none of them in order. */
const SHUFFLED = ["b", "a", "c"].flatMap((name) =>
  [30, 10, 20].map((line) => escapeRecord({ package: `example.com/${name}`, line })),
);

const temporary = () => readdirSync(tmpdir()).filter((name) => name.startsWith("escape-report-")).length;

describe("what was taken", () => {
  test("is handed out in the order of a report", async () => {
    const spool = await spoolOf(SHUFFLED);
    expect(spool.size).toBe(9);
    expect(spooledRecords(spool)).toEqual(inReportOrder(SHUFFLED));
  });

  test("is the same by the way of a temporary file, which is gone afterwards", async () => {
    const before = temporary();
    const spool = await spoolOf(SHUFFLED, 1);
    const lines = Buffer.concat([...spool.lines()]);
    await spool.close();
    expect(lines.equals(Buffer.concat([...(await spoolOf(SHUFFLED)).lines()]))).toBe(true);
    expect(temporary()).toBeLessThanOrEqual(before);
  });

  test("is the same when only a part of it went to the file", async () => {
    const expected = bytesOf(await spoolOf(SHUFFLED));
    const size = Buffer.concat([...(await spoolOf(SHUFFLED)).lines()]).length;
    for (const memory of [size / 2, size - 1, size, size + 1]) {
      expect(bytesOf(await spoolOf(SHUFFLED, memory)).equals(expected)).toBe(true);
    }
  });

  test("is the same when it is read from the file in many pieces", async () => {
    const large = SHUFFLED.map((record) => ({ ...record, message: "x".repeat(200_000 + (record.line ?? 0)) }));
    const spool = await spoolOf(large, 1);
    expect(bytesOf(spool).equals(bytesOf(await spoolOf(large, 1e9)))).toBe(true);
    expect(spooledRecords(spool)).toEqual(inReportOrder(large));
  });

  test("cannot be read any more when the file is gone", async () => {
    const spool = await spoolOf(SHUFFLED, 1);
    await spool.close();
    expect(() => bytesOf(spool)).toThrow("after the spool was closed");
  });

  test("of a package that came in two parts is put together", async () => {
    const again = [...SHUFFLED, escapeRecord({ package: "example.com/b", line: 15 })];
    for (const memory of [undefined, 1]) {
      expect(spooledRecords(await spoolOf(again, memory))).toEqual(inReportOrder(again));
    }
  });

  test("of the variants of a package is kept apart", async () => {
    const variants = [escapeRecord({ variant: "app.test", line: 1 }), escapeRecord({ variant: null, line: 2 })];
    const spool = new Spool();
    for (const record of variants) {
      spool.record(record);
      spool.endPackage();
    }
    expect(spooledRecords(spool).map(({ variant }) => variant)).toEqual([null, "app.test"]);
  });

  test("can be many records", async () => {
    const { records } = await readOutput(recorded("go1.27", "strconv"));
    const spool = await spoolOf(records, 1000);
    expect(spooledRecords(spool)).toEqual(inReportOrder(records));
  });

  test("can be nothing, and a report is made of it all the same", async () => {
    const spool = await spoolOf([]);
    expect(spool.size).toBe(0);
    expect([...spool.lines()]).toEqual([]);
    expect((await readAll(bytesOf(spool))).records).toEqual([]);
  });

  test("leaves no trace where nothing went to a file", async () => {
    const before = temporary();
    const spool = await spoolOf(SHUFFLED);
    expect(temporary()).toBe(before);
    await spool.close();
    await spool.close();
  });
});
