// Formats that hold every record.
import { afterEach, describe, expect, test } from "vitest";
import type { DiagnosticRecord } from "../../../src/records/record.js";
import type { ReportHeader } from "../../../src/records/report.js";
import { REPORT_SCHEMA } from "../../../src/records/schema-names.js";
import { type RecordRenderer, type Renderer, renderers } from "../../../src/render/report/index.js";
import { readReport } from "../../../src/report/read-report.js";
import { Spool } from "../../../src/report/record-spool.js";
import { readOutput } from "../../helpers/records.js";
import { NET_HTTP, SMALL } from "./context.js";

const spools: Spool[] = [];
afterEach(async () => {
  for (const spool of spools.splice(0)) await spool.close();
});

async function spooled(output: string | Uint8Array, commas = false): Promise<{ spool: Spool; header: ReportHeader }> {
  const { records, packages, lines } = await readOutput(output);
  const spool = new Spool({ commas });
  spools.push(spool);
  for (const record of records) spool.record(record);
  spool.endPackage();
  const tool = { name: "escape-report", version: "0.0.0" } as const;
  return {
    spool,
    header: { schema: REPORT_SCHEMA, tool, toolchain: null, build: null, packages: [...packages], lines },
  };
}

async function rendered(renderer: Renderer, output: string | Uint8Array, all = false): Promise<string> {
  if (renderer.kind !== "records") throw new Error("not a format of records");
  const { spool, header } = await spooled(output, renderer.commas);
  return Array.from(renderer.render(spool, { header, all }), (piece) => Buffer.from(piece).toString()).join("");
}

describe("unix", () => {
  test("prints an escape a line, as editors and grep read it", async () => {
    expect(await rendered(await renderers.unix(), SMALL)).toBe(
      "./main.go:6:2: moved to heap: x [returned]\n./main.go:12:14: n escapes to heap [interface-conversion]\n",
    );
  });

  test("holds constants and panics when all are asked for", async () => {
    const text = await rendered(await renderers.unix(), SMALL, true);
    expect(text).toContain('./main.go:13:14: "done" escapes to heap [interface-conversion]\n');
    expect(text).toContain("./main.go:15:9: e escapes to heap [panic]\n");
  });

  test("has a position of three parts on each line: what is in no file is left out", async () => {
    const lines = (await rendered(await renderers.unix(), NET_HTTP)).trimEnd().split("\n");
    expect(lines.length).toBeGreaterThan(500);
    expect(lines.filter((line) => !/^[\w./]+:\d+:\d+: .+ \[[a-z-]+\]$/.test(line))).toEqual([]);
  });

  test("shows what would control a terminal", async () => {
    const output = "# p\n./a\u001b[2J.go:1:2: moved to heap: x\u202ey\n";
    expect(await rendered(await renderers.unix(), output)).toBe(
      "./a\\x1b[2J.go:1:2: moved to heap: x\\u202ey [unexplained]\n",
    );
  });
});

describe("ndjson", () => {
  test("prints a record a line, of every kind it is given", async () => {
    const lines = (await rendered(await renderers.ndjson(), SMALL)).trimEnd().split("\n");
    const records: DiagnosticRecord[] = lines.map((line) => JSON.parse(line));
    expect(new Set(records.map(({ kind }) => kind))).toEqual(new Set(["escape", "inlining", "stack"]));
  });
});

describe("json", () => {
  test("is a report that can be read again", async () => {
    const text = await rendered(await renderers.json(), SMALL);
    async function* bytes(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(text);
    }
    const { header, records } = await readReport(bytes(), "report.json");
    const kinds: string[] = [];
    for await (const record of records) kinds.push(record.kind);
    expect(header.packages).toEqual(["example.com/app"]);
    expect(kinds.filter((kind) => kind === "escape")).toHaveLength(4);
  });
});

test("every format of records says which kinds it holds by default", async () => {
  const loaded: readonly Renderer[] = await Promise.all(Object.values(renderers).map((load) => load()));
  const found = loaded.filter((renderer): renderer is RecordRenderer => renderer.kind === "records");
  expect(found).toHaveLength(6);
  for (const { kinds } of found) expect(kinds).toContain("escape");
});
