// Records are written as JSON by hand, and their flows straight from the input's bytes.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DiagnosticRecord, Hop } from "../../src/records/record.js";
import { collect } from "../../src/report/collect.js";
import { Spool } from "../../src/report/record-spool.js";
import { jsonText } from "../../src/text/json.js";
import { escapeRecord } from "../helpers/escape.js";
import { RELEASES, recorded } from "../helpers/recorded.js";
import { ALL_KINDS, readOutput } from "../helpers/records.js";
import { inReportOrder, spooledRecords, writtenBytes } from "../helpers/report.js";

/** A record as it is written. */
const written = (record: DiagnosticRecord): string => writtenBytes(record).toString("utf8");

/** Records that were written as they came from the parser, without being made into objects. */
async function spooled(output: Uint8Array | string): Promise<DiagnosticRecord[]> {
  const spool = new Spool();
  await collect([Buffer.from(output)], { kinds: ALL_KINDS }, spool);
  return spooledRecords(spool);
}

describe("a record that is written", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.constantFrom("\u007f", "\u2028", "\ud800", '"\\\n\t', ""),
  );
  const number = fc.option(fc.nat());
  const hop: fc.Arbitrary<Hop> = fc.record({
    to: text,
    from: text,
    dereferences: fc.integer({ min: -1, max: 5 }),
    steps: fc.array(
      fc.record({ expression: text, reason: text, file: fc.option(text), line: number, column: number }),
      { maxLength: 3 },
    ),
  });

  test("is what jsonText makes of it, whatever text it holds", () => {
    fc.assert(
      fc.property(text, fc.option(text), number, fc.array(hop, { maxLength: 3 }), (message, file, line, flow) => {
        const record = escapeRecord({ message, expression: message, file, guess: file, callee: file, line, flow });
        expect(written(record)).toBe(jsonText(record));
      }),
      { numRuns: 500 },
    );
  });

  test("of any kind is what jsonText makes of it, but for the order of its fields", async () => {
    for (const release of RELEASES) {
      for (const record of (await readOutput(recorded(release, "tour"))).records) {
        expect(JSON.parse(written(record))).toEqual(JSON.parse(jsonText(record)));
        expect(written(record)).toMatch(/^\{"kind":"[a-z-]+","package":/);
      }
    }
  });
});

describe("a record that is written straight from the input", () => {
  test.each(RELEASES)("is that of the record, for all that %s printed", async (release) => {
    const output = recorded(release, "strconv");
    const { records } = await readOutput(output);
    expect(await spooled(output)).toEqual(JSON.parse(JSON.stringify(inReportOrder(records))));
  });

  test("is that of the record for text that is no UTF-8, quoted, or damaged", async () => {
    const byte = fc.oneof(
      fc.constantFrom(...Buffer.from('"\\ ()&*=←{}:at from flow')),
      fc.nat(255).filter((b) => b !== 10),
    );
    const line = fc.array(byte, { maxLength: 30 }).map((bytes) => Buffer.from(bytes));
    const at = Buffer.from("./p.go:1:2: ");
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 6 }), fc.boolean(), async (lines, windows) => {
        const end = windows ? "\r\n" : "\n";
        const output = Buffer.concat([
          Buffer.from(`./p.go:1:2: x escapes to heap in f:${end}`),
          ...lines.flatMap((text, i) => {
            const lead = i % 3 === 0 ? "  flow: {heap} ← &" : "    from ";
            const tail = i % 3 === 0 ? `:${end}` : ` (assign) at ./p.go:3:4${end}`;
            return [at, Buffer.from(lead), text, Buffer.from(tail)];
          }),
          Buffer.from(`./p.go:1:2: moved to heap: x${end}`),
        ]);
        const { records } = await readOutput(output);
        expect(await spooled(output)).toEqual(JSON.parse(JSON.stringify(inReportOrder(records))));
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ["a name that is too long to be remembered", [`./${"long/".repeat(200)}p.go:1:2: moved to heap: x`]],
    ["a message of a megabyte", [`./p.go:1:2: ${'"x" + '.repeat(200_000)}y escapes to heap`]],
    ["one of the same that needs much quoting", [`./p.go:1:2: ${'"'.repeat(900_000)} escapes to heap`]],
    [
      "more names than are remembered",
      Array.from({ length: 30_000 }, (_, i) => `./dir${i}/p${i}.go:1:2: moved to heap: x${i}`),
    ],
    [
      "many that come in another order",
      Array.from({ length: 9000 }, (_, i) => `./p.go:${9000 - i}:2: can inline f${i} with cost ${i}`),
    ],
    [
      "more than is held before it is taken",
      Array.from({ length: 20_000 }, (_, i) => `./p.go:${20_000 - i}:2: can inline f${i} with cost ${i}`),
    ],
    [
      "lines of others in between",
      ["./p.go:1:2: can inline f", "./p.go:2:2: devirtualizing p.Print to T", "./p.go:3:2: cannot inline g: recursive"],
    ],
    [
      "every way of naming a function",
      [
        "./p.go:1:2: cannot inline f[go.shape.int]: function too complex: cost 81 exceeds budget 80",
        "./p.go:2:2: parameter p leaks to {heap} for größe with derefs=0:",
        "./p.go:3:2: parameter p leaks to {heap} for f.func1#SdcfMCijSY0=# with derefs=0:",
        "./p.go:4:2: parameter p leaks to {heap} with derefs=0:",
        "./p.go:2:2: leaking param: p",
        "./p.go:3:2: leaking param: p",
        "./p.go:4:2: leaking param: p",
      ],
    ],
  ])("is that of the record for %s", async (_, lines) => {
    const output = lines.map((line) => `${line}\n`).join("");
    const { records } = await readOutput(output);
    expect(records.length).toBeGreaterThan(0);
    expect(await spooled(output)).toEqual(JSON.parse(JSON.stringify(inReportOrder(records))));
  });
});
