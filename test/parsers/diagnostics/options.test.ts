import { describe, expect, test } from "vitest";
import { DiagnosticsParser, type PlainRecord } from "../../../parsers/diagnostics/index.js";
import type { LeakRecord, UnclassifiedEscape } from "../../../src/records/record.js";
import { writeLine } from "../../../src/records/serialize.js";
import { ByteWriter } from "../../../src/text/bytes.js";
import { RELEASES, recorded } from "../../helpers/recorded.js";
import { ALL_KINDS } from "../../helpers/records.js";

type Options = Partial<Pick<ConstructorParameters<typeof DiagnosticsParser>[0], "lazy" | "heapFlowsOnly">>;

/** Everything that the parser hands over, in order, from one buffer of an odd size; `see` is told while records are new. */
function parsed(output: Buffer, options: Options, see: (record: PlainRecord | UnclassifiedEscape) => void) {
  const parser = new DiagnosticsParser({
    kinds: ALL_KINDS,
    ...options,
    onEscapes: (escapes) => escapes.forEach(see),
    onRecord: see,
  });
  const chunk = Buffer.alloc(4099);
  for (let at = 0; at < output.length; at += chunk.length) {
    const bytes = output.copy(chunk, 0, at);
    parser.write(chunk.subarray(0, bytes));
    chunk.fill("#"); // as a reader that has one buffer does
  }
  parser.end();
  return parser.stats;
}

/** The same from the whole at once. */
function parseWhole(output: Buffer, see: (record: PlainRecord | UnclassifiedEscape) => void): void {
  const parser = new DiagnosticsParser({
    kinds: ALL_KINDS,
    onEscapes: (escapes) => escapes.forEach(see),
    onRecord: see,
  });
  parser.write(output);
  parser.end();
}

function jsonOf(output: Buffer, options: Options): string[] {
  const lines: string[] = [];
  parsed(output, options, (record) => lines.push(JSON.stringify(record)));
  return lines;
}

/** Leaks as the writer makes them. */
function written(output: Buffer): string[] {
  const lines: string[] = [];
  parsed(output, { lazy: true }, (record) => {
    if (record.kind !== "leak") return;
    const out = new ByteWriter();
    writeLine(record, out, false);
    lines.push(out.written.toString().trimEnd());
  });
  return lines;
}

function leaksOf(output: Buffer, options: Options): LeakRecord[] {
  const leaks: LeakRecord[] = [];
  parsed(output, options, (record) => {
    if (record.kind === "leak") leaks.push(JSON.parse(JSON.stringify(record)) as LeakRecord);
  });
  return leaks;
}

describe.each(RELEASES)("recorded output of %s", (release) => {
  test("gives the same records whether flows are read at once, when they are looked at, or written", () => {
    const output = recorded(release, "strconv");
    const plain = jsonOf(output, {});
    const whole: string[] = [];
    parseWhole(output, (record) => whole.push(JSON.stringify(record)));
    expect(plain).toEqual(whole);
    expect(plain.length).toBeGreaterThan(100);
    expect(jsonOf(output, { lazy: true })).toEqual(plain);
    expect(written(output)).toEqual(plain.filter((line) => line.startsWith('{"kind":"leak"')));
  });

  test("without flows to results keeps every decision, and every way to the heap", () => {
    const output = recorded(release, "strconv");
    const all = leaksOf(output, {});
    const some = leaksOf(output, { heapFlowsOnly: true });
    expect(some.filter(({ to }) => to === "heap")).toEqual(all.filter(({ to }) => to === "heap"));
    expect(some.length).toBeGreaterThan(0);
    const { lines, kept, skipped, unknown } = parsed(output, { heapFlowsOnly: true }, () => {});
    expect({ sum: kept + skipped + unknown, unknown }).toEqual({ sum: lines, unknown: 0 });
    expect(skipped).toBeGreaterThan(parsed(output, {}, () => {}).skipped);
  });
});

describe("a flow of many megabytes", () => {
  test.each(['"', "x", "ß", "\t"])("of %j is written as it is read", (character) => {
    const at = "./p.go:1:2:";
    const output = Buffer.from(`${at} parameter p leaks to {heap} for f with derefs=0:
${at}   flow: {heap} ← p:
${at}     from ${character.repeat(2_000_000)} (assign) at ./p.go:3:4
${at} leaking param: p
`);
    const [line = ""] = written(output);
    expect(line.length).toBeGreaterThan(2_000_000);
    expect(line === jsonOf(output, {})[0]).toBe(true);
  });
});

test("flow lines that end too early make a flow that is left out, read or written", () => {
  const at = "./p.go:1:2:";
  for (const cut of [
    "   f",
    "   flow:",
    "   flow: ",
    "   flow: {heap} ← ",
    "     f",
    "     from",
    "     from (",
    "     from ) at ",
  ]) {
    for (const end of ["\n", "\r\n"]) {
      const flow = ["   flow: {heap} ← p:", cut, "     from p (assign) at ./p.go:3:4", "   flow: x ← {heap}:"];
      const lines = [" parameter p leaks to {heap} for f with derefs=0:", ...flow, " leaking param: p"];
      const output = Buffer.from(lines.map((line) => at + line + end).join(""));
      const [leak, unknown] = jsonOf(output, {});
      expect(written(output)).toEqual([leak]);
      expect(JSON.parse(leak ?? "").flow).toEqual([]);
      expect(JSON.parse(unknown ?? "")).toMatchObject({ kind: "unknown", message: (at + cut).trimEnd() });
    }
  }
});
