import { describe, expect, test } from "vitest";
import { parse } from "../../helpers/parse.js";

/** What an escape is, and how far its explanations go. */
function summary(output: string): string[] {
  return parse(output).escapes.map(
    ({ line, message, expression, flow, otherFlows }) =>
      `${line}: ${message} | ${expression} | ${[flow, ...otherFlows].map((each) => each.at(-1)?.to ?? "-").join(" and ")}`,
  );
}

describe("explanations and decisions", () => {
  test("pair up whatever their order, by place and expression", () => {
    expect(
      summary(`example.com/tour/main.go:31:9: func literal escapes to heap in closureEscape:
example.com/tour/main.go:31:9:   flow: ~r0 ← &{storage for func literal}:
example.com/tour/main.go:31:9:     from func literal (spill) at example.com/tour/main.go:31:9
example.com/tour/main.go:31:9:     from return func literal (return) at example.com/tour/main.go:31:2
example.com/tour/main.go:30:2: x escapes to heap in closureEscape:
example.com/tour/main.go:30:2:   flow: {storage for func literal} ← &x:
example.com/tour/main.go:30:2:     from x (captured by a closure) at example.com/tour/main.go:31:22
example.com/tour/main.go:30:2:     from x (reference) at example.com/tour/main.go:31:22
example.com/tour/main.go:30:2: moved to heap: x
example.com/tour/main.go:31:9: func literal escapes to heap
`),
    ).toEqual([
      "30: moved to heap: x | x | {storage for func literal}",
      "31: func literal escapes to heap | func literal | ~r0",
    ]);
  });

  test("at one place pair up by expression", () => {
    expect(
      summary(`./p.go:8:10: a escapes to heap in f:
./p.go:8:10:   flow: ~r0 ← &a:
./p.go:8:10: b escapes to heap in f:
./p.go:8:10:   flow: {heap} ← &b:
./p.go:8:10: moved to heap: b
./p.go:8:10: moved to heap: a
`),
    ).toEqual(["8: moved to heap: b | b | {heap}", "8: moved to heap: a | a | ~r0"]);
  });

  test("pair up when the compiler has folded a constant in between", () => {
    expect(
      summary(`compress/flate/inflate.go:795:13: make([]byte, size) escapes to heap in NewReader:
compress/flate/inflate.go:795:13:   flow: {heap} ← &{storage for make([]byte, size)}:
compress/flate/inflate.go:795:13:     from make([]byte, size) (spill) at compress/flate/inflate.go:795:13
compress/flate/inflate.go:795:13:     from dd.hist = make([]byte, size) (assign) at compress/flate/inflate.go:795:13
compress/flate/inflate.go:795:13: make([]byte, 32768) escapes to heap
`),
    ).toEqual(["795: make([]byte, 32768) escapes to heap | make([]byte, size) | {heap}"]);
  });

  test("pair up when a variable became the constant it holds", () => {
    expect(
      summary(`example.com/causes/interface-conversion/interfaceconversion.go:52:9: size escapes to heap in folded:
example.com/causes/interface-conversion/interfaceconversion.go:52:9:   flow: {heap} ← &{storage for size}:
example.com/causes/interface-conversion/interfaceconversion.go:52:9:     from size (spill) at example.com/causes/interface-conversion/interfaceconversion.go:52:9
example.com/causes/interface-conversion/interfaceconversion.go:52:9:     from accept(size) (call parameter) at example.com/causes/interface-conversion/interfaceconversion.go:52:8
example.com/causes/interface-conversion/interfaceconversion.go:52:9: 4096 escapes to heap
`),
    ).toEqual(["52: 4096 escapes to heap | size | {heap}"]);
  });

  test("of appends pair up though every append is decided as `append`", () => {
    expect(
      summary(`example.com/tour/main.go:40:12: append(s, 1) escapes to heap in sliceEscape:
example.com/tour/main.go:40:12:   flow: ~r0 ← &{storage for append(s, 1)}:
example.com/tour/main.go:41:12: append(s, n) escapes to heap in sliceEscape:
example.com/tour/main.go:41:12:   flow: ~r0 ← &{storage for append(s, n)}:
example.com/tour/main.go:40:12: append escapes to heap
example.com/tour/main.go:41:12: append escapes to heap
`),
    ).toEqual(["40: append escapes to heap | append(s, 1) | ~r0", "41: append escapes to heap | append(s, n) | ~r0"]);
  });

  test("of a boxed append and its growth at one place do not change places", () => {
    expect(
      summary(`./p.go:9:15: append(b, byte(1)) escapes to heap in f:
./p.go:9:15:   flow: {heap} ← &{storage for append(b, byte(1))}:
./p.go:9:15: append(b, byte(1)) escapes to heap in f:
./p.go:9:15:   flow: {storage for append(b, byte(1))} ← &{storage for append(b, byte(1))}:
./p.go:9:15: append(b, byte(1)) escapes to heap
./p.go:9:15: append escapes to heap
`),
    ).toEqual([
      "9: append(b, byte(1)) escapes to heap | append(b, byte(1)) | {heap}",
      "9: append escapes to heap | append(b, byte(1)) | {storage for append(b, byte(1))}",
    ]);
  });

  test("pair up without a position for variables that the compiler made up", () => {
    const { escapes } = parse(`<unknown line number>: #next escapes to heap in find:
<unknown line number>:   flow: {storage for func literal} ← &#next:
<unknown line number>:     from #next (captured by a closure) at example.com/causes/closure-capture/rangefunc.go:23:4
<unknown line number>:     from #next (reference) at example.com/causes/closure-capture/rangefunc.go:23:4
moved to heap: #next
`);
    expect(escapes).toEqual([
      expect.objectContaining({
        file: null,
        line: null,
        column: null,
        function: "find",
        message: "moved to heap: #next",
        expression: "#next",
      }),
    ]);
    expect(escapes[0]?.flow.map(({ steps }) => steps.map(({ line }) => line))).toEqual([[23, 23]]);
  });

  test("of several ways to the heap become one record with all of them", () => {
    expect(
      summary(`example.com/causes/heap-store/heapstore.go:96:2: x escapes to heap in twice:
example.com/causes/heap-store/heapstore.go:96:2:   flow: {heap} ← &x:
example.com/causes/heap-store/heapstore.go:96:2:     from current = &x (assign) at example.com/causes/heap-store/heapstore.go:97:10
example.com/causes/heap-store/heapstore.go:96:2: x escapes to heap in twice:
example.com/causes/heap-store/heapstore.go:96:2:   flow: {storage for func literal} ← &x:
example.com/causes/heap-store/heapstore.go:96:2:     from x (captured by a closure) at example.com/causes/heap-store/heapstore.go:98:12
example.com/causes/heap-store/heapstore.go:96:2: moved to heap: x
`),
    ).toEqual(["96: moved to heap: x | x | {heap} and {storage for func literal}"]);
  });

  test("of two equal locations stay two records", () => {
    // func pointerTo[T any](v T) *T { return &v }, for two shapes
    expect(
      summary(`./p.go:3:27: v escapes to heap in pointerTo[go.shape.int]:
./p.go:3:27:   flow: ~r0 ← &v:
./p.go:3:27: moved to heap: v
./p.go:3:27: v escapes to heap in pointerTo[go.shape.string]:
./p.go:3:27:   flow: ~r0 ← &v:
./p.go:3:27: moved to heap: v
`),
    ).toEqual(["3: moved to heap: v | v | ~r0", "3: moved to heap: v | v | ~r0"]);
  });

  test("that stand alone become records: the wrapper of a go statement has no decision", () => {
    const { escapes } = parse(`example.com/causes/goroutine/goroutine.go:34:2: func literal escapes to heap in argument:
example.com/causes/goroutine/goroutine.go:34:2:   flow: {heap} ← &{storage for func literal}:
example.com/causes/goroutine/goroutine.go:34:2:     from func literal (spill) at example.com/causes/goroutine/goroutine.go:34:2
example.com/causes/goroutine/goroutine.go:33:2: j escapes to heap in argument:
example.com/causes/goroutine/goroutine.go:33:2:   flow: .autotmp_2 ← &j:
example.com/causes/goroutine/goroutine.go:33:2: moved to heap: j
`);
    expect(escapes.map(({ line, message }) => [line, message])).toEqual([
      [33, "moved to heap: j"],
      [34, "func literal escapes to heap in argument:"],
    ]);
  });

  test("that lack an explanation become records without a flow", () => {
    const { escapes } = parse("./p.go:3:2: moved to heap: x\n");
    expect(escapes.map(({ message, expression, flow }) => [message, expression, flow])).toEqual([
      ["moved to heap: x", "x", []],
    ]);
  });

  test("are handed over batch by batch: an explanation behind a decision begins the next", () => {
    const { batches } = parse(`./p.go:3:2: x escapes to heap in f:
./p.go:3:2:   flow: ~r0 ← &x:
./p.go:3:2: moved to heap: x
./p.go:2:6: p does not escape
./p.go:8:2: y escapes to heap in g:
./p.go:8:2:   flow: ~r0 ← &y:
./p.go:8:2: moved to heap: y
`);
    expect(batches.map((batch) => batch.map(({ expression }) => expression))).toEqual([["x"], ["y"]]);
  });

  test("of one package are not paired with those of the next", () => {
    const { escapes } = parse(`# example.com/a
./p.go:3:2: x escapes to heap in f:
./p.go:3:2:   flow: ~r0 ← &x:
# example.com/b
./p.go:3:2: moved to heap: x
`);
    expect(escapes.map(({ package: path, flow }) => [path, flow.length])).toEqual([
      ["example.com/a", 1],
      ["example.com/b", 0],
    ]);
  });
});

describe("leaks", () => {
  const HEAP = `./p.go:34:22: parameter p leaks to {heap} for f with derefs=1:
./p.go:34:22:   flow: {heap} ← *p:
./p.go:34:22:     from p.Print() (call parameter) at ./p.go:34:42
`;

  test("get the flow of their explanation and the depth it tells", () => {
    const { records } = parse(`${HEAP}./p.go:34:22: leaking param content: p\n`);
    expect(records).toEqual([
      expect.objectContaining({ kind: "leak", parameter: "p", content: true, to: "heap", result: null, level: 1 }),
    ]);
    expect(records[0]).toHaveProperty("flow.0.steps.0.reason", "call parameter");
  });

  test("are one record for one decision, however often they are explained", () => {
    const deeper = HEAP.replace("derefs=1", "derefs=2").replace("*p", "**p");
    const { records } = parse(`${deeper}${HEAP}./p.go:34:22: leaking param content: p\n`);
    expect(records.map((record) => record.kind === "leak" && record.level)).toEqual([1]);
  });

  test("to a result and to the heap are two", () => {
    const { records } = parse(`${HEAP}./p.go:34:22: parameter p leaks to ~r0 for f with derefs=0:
./p.go:34:22:   flow: ~r0 ← p:
./p.go:34:22: leaking param content: p
./p.go:34:22: leaking param: p to result ~r0 level=0
`);
    expect(records.map((record) => record.kind === "leak" && [record.to, record.result, record.level])).toEqual([
      ["heap", null, 1],
      ["result", "~r0", 0],
    ]);
  });

  test("into another allocation are leaks to the heap: the decision says so", () => {
    const { records } = parse(`./p.go:20:43: parameter limit leaks to {storage for func literal} for find with derefs=0:
./p.go:20:43:   flow: {storage for func literal} ← limit:
./p.go:20:43:     from limit (captured by a closure) at ./p.go:22:10
./p.go:20:43: leaking param: limit
`);
    expect(records).toEqual([
      expect.objectContaining({ kind: "leak", function: "find", to: "heap", result: null, level: 0 }),
    ]);
    expect(records[0]).toHaveProperty("flow.0.steps.0.reason", "captured by a closure");
  });

  test("into a variable on the heap do not make the variable a result", () => {
    const { packages } = parse(`./p.go:65:18: parameter n leaks to t for methodValue with derefs=0:
./p.go:65:18:   flow: t ← &n:
./p.go:65:18:     from t := task{...} (assign) at ./p.go:66:4
./p.go:66:2: moved to heap: t
`);
    expect(packages.at(-1)?.hasResult("methodValue", "t")).toBe(false);
  });
});

describe("records that were not asked for", () => {
  const OUTPUT = `# example.com/tour
./main.go:11:6: can inline createPtr with cost 8 as: func() *int { x := 10; return &x }
./main.go:12:2: x escapes to heap in createPtr:
./main.go:12:2:   flow: ~r0 ← &x:
./main.go:34:22: parameter p leaks to {heap} for f with derefs=0:
./main.go:34:22:   flow: {heap} ← p:
./main.go:12:2: moved to heap: x
./main.go:34:22: leaking param: p
./main.go:35:22: inlining call to g
./main.go:36:22: y does not escape
./main.go:37:22: index bounds check elided
no such line
`;

  test.each([
    [["escape"], ["escape", "unknown"], { lines: 12, kept: 4, skipped: 7, unknown: 1 }],
    [["leak"], ["leak", "unknown"], { lines: 12, kept: 4, skipped: 7, unknown: 1 }],
    [["inlining"], ["inlining", "unknown"], { lines: 12, kept: 2, skipped: 9, unknown: 1 }],
    [["note"], ["note", "unknown"], { lines: 12, kept: 2, skipped: 9, unknown: 1 }],
    [[], ["unknown"], { lines: 12, kept: 1, skipped: 10, unknown: 1 }],
  ] as const)("are skipped and counted when only %j are", (kinds, found, lines) => {
    const parsed = parse(OUTPUT, new Set(kinds));
    expect([...parsed.escapes, ...parsed.records].map(({ kind }) => kind).sort()).toEqual([...found]);
    expect(parsed.lines).toEqual(lines);
  });
});

test("a variable that was moved to the heap in one batch is no other batch's", () => {
  const { records } = parse(
    `./p.go:1:2: moved to heap: x
./p.go:5:6: parameter p leaks to x for g with derefs=0:
./p.go:5:6:   flow: x ← p:
./p.go:5:6:     from return p (return) at ./p.go:6:2
`,
    new Set(["leak"]),
  );
  expect(records).toEqual([expect.objectContaining({ kind: "leak", parameter: "p", to: "result", result: "x" })]);
});
