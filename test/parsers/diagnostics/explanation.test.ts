import { describe, expect, test } from "vitest";
import type { Hop } from "../../../src/records/record.js";
import { parse } from "../../helpers/parse.js";

/** Hops as a reader would write them: `DST ← &SRC: EXPR (REASON) at POS; …`. */
function written(flow: readonly Hop[] | undefined): string[] | undefined {
  return flow?.map(({ to, from, dereferences, steps }) => {
    const operators = dereferences < 0 ? "&" : "*".repeat(dereferences);
    const from1 = steps.map(
      ({ expression, reason, file, line, column }) => `${expression} (${reason}) at ${file}:${line}:${column}`,
    );
    return `${to} ← ${operators}${from}: ${from1.join("; ")}`;
  });
}

/** An explanation at one place: its head, then its lines, then a decision of the same expression. */
function explained(subject: string, ...lines: readonly string[]): string {
  const at = "./p.go:12:2:";
  return [`${subject} escapes to heap in f:`, ...lines.map((line) => `  ${line}`), `${subject} escapes to heap`]
    .map((line) => `${at} ${line}\n`)
    .join("");
}

/** The flow of the only escape in the output. */
function flowOf(output: string): Hop[] | undefined {
  const { escapes, lines } = parse(output);
  expect(escapes).toHaveLength(1);
  expect(lines.unknown).toBe(0);
  return escapes[0]?.flow;
}

const PRINTED_126 = `example.com/tour/main.go:9:38: d.Value escapes to heap in Data.Print:
example.com/tour/main.go:9:38:   flow: {storage for ... argument} ← &{storage for d.Value}:
example.com/tour/main.go:9:38:     from d.Value (spill) at example.com/tour/main.go:9:38
example.com/tour/main.go:9:38:     from ... argument (slice-literal-element) at example.com/tour/main.go:9:36
example.com/tour/main.go:9:38:   flow: fmt.a ← &{storage for ... argument}:
example.com/tour/main.go:9:38:     from ... argument (spill) at example.com/tour/main.go:9:36
example.com/tour/main.go:9:38:     from fmt.a := ... argument (assign-pair) at example.com/tour/main.go:9:36
example.com/tour/main.go:9:38:   flow: {heap} ← *fmt.a:
example.com/tour/main.go:9:38:     from fmt.Fprintln(os.Stdout, fmt.a...) (call parameter) at example.com/tour/main.go:9:36
example.com/tour/main.go:9:38: d.Value escapes to heap
`;

const FLOW_126 = [
  "{storage for ... argument} ← &{storage for d.Value}: d.Value (spill) at example.com/tour/main.go:9:38; ... argument (slice-literal-element) at example.com/tour/main.go:9:36",
  "fmt.a ← &{storage for ... argument}: ... argument (spill) at example.com/tour/main.go:9:36; fmt.a := ... argument (assign-pair) at example.com/tour/main.go:9:36",
  "{heap} ← *fmt.a: fmt.Fprintln(os.Stdout, fmt.a...) (call parameter) at example.com/tour/main.go:9:36",
];

describe("an explanation", () => {
  test("of Go 1.26 is read hop by hop and step by step", () => {
    expect(written(flowOf(PRINTED_126))).toEqual(FLOW_126);
  });

  test("with CRLF breaks is the same", () => {
    expect(written(flowOf(PRINTED_126.replaceAll("\n", "\r\n")))).toEqual(FLOW_126);
  });

  test("of Go 1.19, with = for the arrow and the upper-case results of inlined calls, is read too", () => {
    const flow = flowOf(`./main.go:71:47: x escapes to heap:
./main.go:71:47:   flow: ~R0 = &x:
./main.go:71:47:     from &x (address-of) at ./main.go:71:47
./main.go:71:47:     from ~R0 = &x (assign-pair) at ./main.go:71:47
./main.go:71:47:   flow: {heap} = ~R0:
./main.go:71:47:     from append(global, ~R0) (call parameter) at ./main.go:71:29
./main.go:71:47: moved to heap: x
`);
    expect(written(flow)).toEqual([
      "~R0 ← &x: &x (address-of) at ./main.go:71:47; ~R0 = &x (assign-pair) at ./main.go:71:47",
      "{heap} ← ~R0: append(global, ~R0) (call parameter) at ./main.go:71:29",
    ]);
  });

  test.each([
    ["flow: {heap} ← x:", 0],
    ["flow: {heap} ← &x:", -1],
    ["flow: {heap} ← *x:", 1],
    ["flow: {heap} ← ***x:", 3],
    ["flow: {heap} = &x:", -1],
    ["flow: {heap} = **x:", 2],
  ])("counts the dereferences in %j", (line, dereferences) => {
    expect(flowOf(explained("x", line))).toEqual([{ to: "{heap}", from: "x", dereferences, steps: [] }]);
  });

  test("can have flows without steps", () => {
    const flow = flowOf(
      explained("it", "flow: {temp} ← &it:", "  from it (address-of) at ./p.go:3:14", "flow: {heap} ← {temp}:"),
    );
    expect(flow?.map(({ to, from, steps }) => [to, from, steps.length])).toEqual([
      ["{temp}", "it", 1],
      ["{heap}", "{temp}", 0],
    ]);
  });

  test("that was cut off because of a cycle keeps the flows before the warning", () => {
    const flow = flowOf(
      explained(
        "&block{...}",
        "flow: {storage for &block{...}} ← parent:",
        "  from block{...} (struct literal element) at go/types/labels.go:97:13",
        "warning: truncated explanation due to assignment cycle; see golang.org/issue/35518",
      ),
    );
    expect(flow?.map(({ to }) => to)).toEqual(["{storage for &block{...}}"]);
    expect(flow?.[0]?.steps).toHaveLength(1);
  });

  test.each([
    ["<unknown line number>", { file: null, line: null, column: null }],
    ["<autogenerated>:1", { file: "<autogenerated>", line: 1, column: null }],
    ["C:\\a b\\p.go:3:14", { file: "C:\\a b\\p.go", line: 3, column: 14 }],
  ])("can have a step at %s", (place, position) => {
    const flow = flowOf(explained("x", "flow: {heap} ← &x:", `  from &x (address-of) at ${place}`));
    expect(flow?.[0]?.steps).toEqual([{ expression: "&x", reason: "address-of", ...position }]);
  });
});

/** Go expressions whose text looks like the compiler's own notation. */
const TRAPS = [
  '"a ← b"',
  '"x = y"',
  '" = &"',
  'f("&{storage for g}")',
  '"x (assign) at ./y.go:1:2"',
  '"x (spill) at "',
  "f(a)(b)",
  '"flow: {heap} ← x:"',
  '"  from x (assign) at ./y.go:1:2"',
  '"\\n\\t\\"quoted\\""',
  'm["k = v"]',
  "&T{...}",
  "[]struct { A int }{...}",
] as const;

describe("an expression that looks like the compiler's notation", () => {
  test.each(TRAPS)("%s is kept whole as what escapes, where it goes, and as a step", (trap) => {
    for (const arrow of ["←", "="]) {
      const flow = flowOf(
        explained(
          trap,
          `flow: {storage for ${trap}} ${arrow} &{storage for ${trap}}:`,
          `  from ${trap} (spill) at ./p.go:12:4`,
          `  from x := ${trap} (assign-pair) at ./p.go:12:3`,
          `flow: {heap} ${arrow} **{storage for ${trap}}:`,
          `  from g(${trap}) (call parameter) at ./p.go:13:3`,
        ),
      );
      const storage = `{storage for ${trap}}`;
      expect(flow?.map(({ to, from, dereferences }) => [to, from, dereferences])).toEqual([
        [storage, storage, -1],
        ["{heap}", storage, 2],
      ]);
      expect(
        flow?.flatMap(({ steps }) => steps.map(({ expression, reason, column }) => [expression, reason, column])),
      ).toEqual([
        [trap, "spill", 4],
        [`x := ${trap}`, "assign-pair", 3],
        [`g(${trap})`, "call parameter", 3],
      ]);
    }
  });
});

describe("a line that is no part of an explanation", () => {
  test("ends it: the same position is not enough, and what comes behind may belong to it, so that neither is believed", () => {
    const { escapes, records } = parse(`./p.go:3:2: x escapes to heap in f:
./p.go:3:2:   flow: {heap} ← &x:
./p.go:3:2: inlining call to g
./p.go:3:2:   flow: {heap} ← &x:
./p.go:3:2: moved to heap: x
`);
    expect(escapes.map(({ flow }) => flow.length)).toEqual([0]);
    expect(records.map(({ kind }) => kind)).toEqual(["inlined-call", "unknown"]);
  });

  test("at another position is not taken for one of its lines", () => {
    const { escapes, lines } = parse(`./p.go:3:2: x escapes to heap in f:
./p.go:3:2:   flow: {heap} ← &x:
./p.go:4:2:   flow: {heap} ← &y:
`);
    expect(escapes.map(({ flow }) => flow.length)).toEqual([1]);
    expect(lines).toEqual({ lines: 3, kept: 2, skipped: 0, unknown: 1 });
  });
});
