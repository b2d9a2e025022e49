// What seven releases of Go printed, read from end to end.
import { describe, expect, test } from "vitest";
import { type EscapeRecord, recordSchema } from "../../../src/records/record.js";
import { RECORD_KINDS, type RecordKind } from "../../../src/records/vocabulary.js";
import { parse } from "../../helpers/parse.js";
import { BUILDS, linesOf, RELEASES, type Release, recorded } from "../../helpers/recorded.js";
import { escapesOf, readOutput } from "../../helpers/records.js";

const OUTPUTS = RELEASES.flatMap((release) => BUILDS.map((build) => [release, build] as const));

/** How many decisions and remarks of a kind the text holds, counted without the parser. */
function countLines(lines: readonly string[], kind: RecordKind): number {
  const text = lines.map((line) => line.replace(/^(?:\S+?:\d+(?::\d+)?|<unknown line number>): /, ""));
  const plain = text.filter((line) => !line.startsWith("  ") && !/^can(?:not)? inline |^inlining call /.test(line));
  switch (kind) {
    case "escape":
      return plain.filter((line) => / escapes to heap$|^moved to heap: /.test(line)).length;
    case "leak":
      return plain.filter((line) => /^leaking param/.test(line)).length;
    case "stack":
      return plain.filter((line) => / does not escape$/.test(line)).length;
    case "inlining":
      return text.filter((line) => /^can(?:not)? inline /.test(line) && !/^cannot inline \S+ into /.test(line)).length;
    case "inlined-call":
      return text.filter((line) => /^inlining call to /.test(line)).length;
    case "capture":
      return plain.filter((line) => / capturing by (?:ref|value): /.test(line)).length;
    case "devirtualization":
      return plain.filter((line) => /^devirtualizing /.test(line)).length;
    default:
      throw new Error(`${kind} is told by more than one text`);
  }
}

/** Lines of explanations that say no more than an earlier one of the same leak, in the same batch of functions. */
function countRepeated(lines: readonly string[]): number {
  let known = new Map<string, number>();
  let decided = false;
  let repeated = false;
  let count = 0;
  for (const line of lines) {
    const [, text = ""] = /^(?:\S+?:\d+(?::\d+)?|<unknown line number>): (.*)$/.exec(line) ?? [];
    const leak = /^(.*: parameter .*) with derefs=(\d+):$/.exec(line);
    const isHead = leak !== null || (/ escapes to heap(?: in .*)?:$/.test(text) && !text.startsWith(" "));
    if ((isHead || / capturing by /.test(text)) && decided) {
      known = new Map();
      decided = false;
    }
    if (leak !== null) {
      const [, text = "", dereferences] = leak;
      const what = text.replace(/#[\w+/]{10,12}=*#/, "");
      repeated = (known.get(what) ?? Number.POSITIVE_INFINITY) <= Number(dereferences);
      if (!repeated) known.set(what, Number(dereferences));
    } else if (!text.startsWith("  ")) repeated = false;
    if (/ (?:escapes to heap|does not escape)$|^(?:moved to heap|leaking param)/.test(text)) decided = true;
    if (repeated) count++;
  }
  return count;
}

/** Decisions in instances of generic functions, and in the functions around these, that are about a place of another. */
const FOLDED: Readonly<Record<string, number>> = {
  "go1.19 tour": 1,
  ...Object.fromEntries(["1.21", "1.22", "1.23", "1.24", "1.26", "1.27"].map((go) => [`go${go} tour`, 3])),
  "go1.22 net_http": 1,
  "go1.23 net_http": 1,
  "go1.24 net_http": 2,
  "go1.26 net_http": 5,
  "go1.27 net_http": 5,
};

describe.each(OUTPUTS)("what %s printed for %s", (release, build) => {
  const output = recorded(release, build);
  const lines = linesOf(output);
  const parsed = parse(output);
  const all = [...parsed.escapes.map(({ kind, message }) => ({ kind, message })), ...parsed.records];

  test("holds no line that is not known", () => {
    expect(all.filter(({ kind }) => kind === "unknown").map(({ message }) => message)).toEqual([]);
    const skipped = lines.filter((line) => line === "").length + countRepeated(lines);
    expect(parsed.lines).toEqual({ lines: lines.length, kept: lines.length - skipped, skipped, unknown: 0 });
  });

  test("becomes one record for each decision and each remark", () => {
    for (const kind of [
      "escape",
      "leak",
      "stack",
      "inlining",
      "inlined-call",
      "capture",
      "devirtualization",
    ] as const) {
      const found = all.filter((record) => record.kind === kind && !record.message.endsWith(":"));
      expect(found.length, kind).toBe(countLines(lines, kind));
    }
  });

  // One large output is enough for what does not depend on the release.
  const kinds = build === "net_http" && release !== "go1.27" ? (["escape"] as const) : RECORD_KINDS;
  test("becomes the same records whether they are asked for alone or with others", () => {
    for (const kind of kinds) {
      const alone = parse(output, new Set([kind]));
      const { kept, skipped, unknown } = alone.lines;
      expect(kept + skipped + unknown, kind).toBe(lines.length);
      const wanted = kind === "escape" ? parsed.escapes : parsed.records.filter((record) => record.kind === kind);
      const found = kind === "escape" ? alone.escapes : alone.records;
      expect(found.length, kind).toBe(wanted.length);
      expect(JSON.stringify(found) === JSON.stringify(wanted), kind).toBe(true);
    }
  });

  test("becomes records that fit the schema; all are explained and nearly all have a cause", async () => {
    const { records } = await readOutput(output);
    expect(records.filter((record) => !recordSchema.safeParse(record).success)).toEqual([]);
    const escapes = escapesOf(records);
    const folded = FOLDED[`${release} ${build}`] ?? 0;
    expect(escapes.filter(({ message }) => !message.endsWith(":")).length + folded).toBe(countLines(lines, "escape"));
    const bare = escapes.filter(({ flow }) => flow.length === 0);
    expect(bare.map(({ file, line, message }) => `${file}:${line}: ${message}`)).toEqual([]);
    const unexplained = escapes.filter(({ cause }) => cause === "unexplained");
    expect(unexplained.length / escapes.length).toBeLessThanOrEqual(0.001);
  });
});

/** An escape of the tour in one line: where, what, why. */
function told(escape: EscapeRecord): string {
  const { line, message, function: name, allocation, sink, callee, cause, rootCause, allocates } = escape;
  const root = rootCause === cause ? "" : ` of ${rootCause}`;
  const constant = allocates === "no" ? ", no allocation" : "";
  return `${line} ${name}: ${message} | ${allocation} to ${sink}${callee === null ? "" : ` ${callee}`}: ${cause}${root}${constant}`;
}

// Read by hand beside samples/recorded/tour/main.go.
describe("the tour's escapes", () => {
  const escapesUnder = async (release: Release) =>
    escapesOf((await readOutput(recorded(release, "tour"))).records).map(told);

  test("under Go 1.19", async () => {
    expect(await escapesUnder("go1.19")).toEqual([
      "9 Data.Print: d.Value escapes to heap | boxed-value to call fmt.Fprintln: interface-conversion",
      "12 createPtr: moved to heap: x | variable to result: returned",
      "17 largeArray: moved to heap: arr | variable to stack-limit: stack-limit",
      "25 callPrintAny: num escapes to heap | boxed-value to call fmt.Fprintln: interface-conversion",
      '26 callPrintAny: "hello" escapes to heap | boxed-value to call fmt.Fprintln: interface-conversion, no allocation',
      "30 closureEscape: moved to heap: x | variable to storage: closure-capture of returned",
      "31 closureEscape: func literal escapes to heap | closure to result: returned",
      "39 sliceEscape: make([]int, 0, 1) escapes to heap | make-slice to result append: returned",
      "42 sliceEscape: make([]int, n) escapes to heap | make-slice to stack-limit: stack-limit",
      "47 mapEscape: map[string]interface {}{} escapes to heap | map-literal to result: returned",
      "48 mapEscape: 1234567 escapes to heap | boxed-value to element: interface-conversion, no allocation",
      "54 chanEscape: moved to heap: v | variable to send: channel-send",
      // The text does not tell which instance is meant.
      "63 main: moved to heap: arr | variable to stack-limit: stack-limit",
      "69 main: moved to heap: v | variable to send: channel-send",
      "71 main.func1: moved to heap: x | variable to element append: element-store",
      "67 main: make([]int, n) escapes to heap | make-slice to stack-limit: stack-limit",
      "68 main: 1234567 escapes to heap | boxed-value to element: interface-conversion, no allocation",
      "71 main: func literal escapes to heap | closure to goroutine: goroutine",
      "1 null: d.Value escapes to heap | boxed-value to call fmt.Fprintln: interface-conversion",
      "59 Gen[go.shape.int_0]: moved to heap: v | variable to result: returned",
    ]);
  });

  test("under Go 1.27", async () => {
    expect(await escapesUnder("go1.27")).toEqual([
      "9 Data.Print: d.Value escapes to heap | boxed-value to call fmt.Fprintln: interface-conversion",
      "12 createPtr: moved to heap: x | variable to result: returned",
      "17 largeArray: moved to heap: arr | variable to stack-limit: stack-limit",
      "25 callPrintAny: 42 escapes to heap | boxed-value to call fmt.Fprintln: interface-conversion, no allocation",
      '26 callPrintAny: "hello" escapes to heap | boxed-value to call fmt.Fprintln: interface-conversion, no allocation',
      "30 closureEscape: moved to heap: x | variable to storage: closure-capture of returned",
      "31 closureEscape: func literal escapes to heap | closure to result: returned",
      "39 sliceEscape: make([]int, 0, 1) escapes to heap | make-slice to result append: returned",
      "40 sliceEscape: append escapes to heap | append to result append: slice-growth",
      "41 sliceEscape: append escapes to heap | append to result append: slice-growth",
      "43 sliceEscape: append escapes to heap | append to result: slice-growth",
      "47 mapEscape: map[string]interface {}{} escapes to heap | map-literal to result: returned",
      "48 mapEscape: 1234567 escapes to heap | boxed-value to element: interface-conversion, no allocation",
      "54 chanEscape: moved to heap: v | variable to send: channel-send",
      "71 main.func1: moved to heap: x | variable to element append: element-store",
      "71 main.func1: append escapes to heap | append to assignment: slice-growth",
      "63 main: moved to heap: arr | variable to stack-limit: stack-limit",
      "69 main: moved to heap: v | variable to send: channel-send",
      "70 main: moved to heap: v | variable to call fmt.Fprintln: call-argument",
      "70 main: moved to heap: v | variable to call fmt.Fprintln: call-argument",
      "66 main: d.Value escapes to heap | boxed-value to call fmt.Fprintln: interface-conversion",
      "68 main: 1234567 escapes to heap | boxed-value to element: interface-conversion, no allocation",
      "71 main: func literal escapes to heap | closure to goroutine: goroutine",
      "1 (*Data).Print: d.Value escapes to heap | boxed-value to call fmt.Fprintln: interface-conversion",
      "59 Gen[go.shape.int]: moved to heap: v | variable to result: returned",
    ]);
  });
});
