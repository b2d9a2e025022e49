import { describe, expect, test } from "vitest";
import { EXIT, InputError } from "../../src/errors.js";
import { looksLikeReport } from "../../src/report/read-report.js";
import { Spool } from "../../src/report/record-spool.js";
import { escapeRecord } from "../helpers/escape.js";
import { bytesOf, headerOf, readAll } from "../helpers/report.js";

function reportText(): string {
  const spool = new Spool({ commas: true });
  spool.record(escapeRecord({ line: 1 }));
  spool.record(escapeRecord({ line: 2, package: "example.com/lib" }));
  return bytesOf(spool, headerOf({ packages: ["example.com/app", "example.com/lib"] })).toString("utf8");
}

/** The message of the error that reading the text ends in; a record is read before a later one fails. */
async function failure(text: string | Uint8Array): Promise<string> {
  const error = await readAll(text).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InputError);
  expect((error as InputError).exitCode).toBe(EXIT.input);
  return (error as InputError).message;
}

const NEXT_STEP = "Make a new one with: escape-report build --format json --output report.json";

describe("a report file", () => {
  test("is read with its header and its records", async () => {
    const { header, records } = await readAll(reportText());
    expect(header.packages).toEqual(["example.com/app", "example.com/lib"]);
    expect(records).toEqual([escapeRecord({ line: 1 }), escapeRecord({ line: 2, package: "example.com/lib" })]);
  });

  test.each([1, 2, 3, 64, 100_000])("may come in chunks of %i bytes", async (chunkBytes) => {
    expect((await readAll(reportText(), chunkBytes)).records).toHaveLength(2);
  });

  test.each([
    ["on one line, as jq -c leaves it", (text: string) => JSON.stringify(JSON.parse(text))],
    ["with a deeper indent, as jq leaves it", (text: string) => JSON.stringify(JSON.parse(text), null, 4)],
    ["with the same indent all the way down", (text: string) => JSON.stringify(JSON.parse(text), null, 2)],
    ["with CRLF breaks", (text: string) => text.replaceAll("\n", "\r\n")],
    [
      "with the records first",
      (text: string) => {
        const { records, ...rest } = JSON.parse(text) as { records: unknown };
        return JSON.stringify({ records, ...rest });
      },
    ],
    ["with fields that a later release adds", (text: string) => text.replace('"tool"', '"later": [1],\n  "tool"')],
  ])("may be written %s", async (_, rewrite) => {
    expect((await readAll(rewrite(reportText()))).records).toEqual((await readAll(reportText())).records);
  });
});

describe("a report made before machine code was read", () => {
  test("is read, and its escapes lack what machine code shows", async () => {
    const old = reportText()
      .replace("escape-report/report/2", "escape-report/report/1")
      .replaceAll('"reason":null,"call":null,"type":null,"bytes":null,"loop":null,"stack":null,', "");
    expect(old).not.toContain('"call"');
    const { records } = await readAll(old);
    expect(records).toEqual([escapeRecord({ line: 1 }), escapeRecord({ line: 2, package: "example.com/lib" })]);
  });
});

describe("a file that is no report", () => {
  test("is refused with the reason when it is not JSON", async () => {
    expect(await failure("{ not json")).toMatch(/^report\.json is not valid JSON: .*\. Make a new one with: /);
    expect(await failure("")).toMatch(/^report\.json is not valid JSON/);
  });

  test.each(['{"records": []}', "[]", "null", "3", '"text"'])("is refused when it is other JSON: %s", async (text) => {
    expect(await failure(text)).toBe(
      `report.json is JSON, but no report of escape-report: it has no "schema". ${NEXT_STEP}`,
    );
  });

  test("is refused when it has another version, which is named beside the one that is read", async () => {
    const text = reportText().replace("escape-report/report/2", "escape-report/report/3");
    expect(await failure(text)).toBe(
      `report.json has the schema "escape-report/report/3"; this release reads "escape-report/report/2" and "escape-report/report/1". ${NEXT_STEP}`,
    );
  });

  test("is refused when its header does not fit, and the field is named", async () => {
    const text = reportText().replace('"unknown": 0', '"unknown": "none"');
    expect(await failure(text)).toMatch(
      /^report\.json is not a valid report: lines\.unknown: .*expected.*\. Make a new one/,
    );
  });

  test("is refused when it has no records", async () => {
    expect(await failure(JSON.stringify(headerOf()))).toBe(`report.json has no list of records. ${NEXT_STEP}`);
  });
});

describe("a damaged report", () => {
  test("is refused wherever it was cut short", async () => {
    const text = reportText();
    const start = text.indexOf('  "records": [') + '  "records": ['.length;
    for (let end = start; end < text.lastIndexOf("  ]") + 2; end += 7) {
      expect(await failure(text.slice(0, end))).toMatch(/was cut short|is not valid JSON/);
    }
    expect(await failure(text.slice(0, text.indexOf("\n", start + 2) + 1))).toBe(
      `report.json ends in the middle: it was cut short. ${NEXT_STEP}`,
    );
  });

  test("is refused with the number and the field of a record that does not fit", async () => {
    const text = reportText().replace('"line":2', '"line":"two"');
    expect(await failure(text)).toMatch(/^report\.json: record 2 is not valid: line: .*\. Make a new one/);
  });

  test("is refused for a kind or a cause that does not exist", async () => {
    expect(await failure(reportText().replace('"kind":"escape"', '"kind":"leap"'))).toMatch(
      /record 1 is not valid: kind: /,
    );
    expect(await failure(reportText().replace('"cause":"returned"', '"cause":"magic"'))).toMatch(
      /record 1 is not valid: cause: /,
    );
  });

  test("is refused for a record that is not JSON", async () => {
    expect(await failure(reportText().replace('{"kind"', '{kind"'))).toMatch(/^report\.json is not valid JSON/);
  });

  test("is refused for a line that no report has", async () => {
    const text = reportText().replace('"message":"moved', `"message":"${"x".repeat(17 * 1024 * 1024)}moved`);
    expect(await failure(text)).toMatch(/a line of the report is too long/);
  });
});

describe("what looks like a report", () => {
  test.each([
    ["{", true],
    ["  \n\t{", true],
    ["# example.com/tour\n", false],
    ["./main.go:12:2: moved to heap: x {", false],
    ["[{}]", false],
    ["", false],
  ])("%j: %s", (text, report) => {
    expect(looksLikeReport(Buffer.from(text))).toBe(report);
  });
});
