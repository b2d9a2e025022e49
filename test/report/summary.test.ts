import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EscapeRecord } from "../../src/records/record.js";
import { functionName, GROUP_KEYS, groupKey } from "../../src/report/group-keys.js";
import { Summarizer, type SummaryOptions } from "../../src/report/summary.js";
import { escapeRecord } from "../helpers/escape.js";
import { recorded } from "../helpers/recorded.js";
import { escapesOf, readOutput } from "../helpers/records.js";

function summaryOf(records: readonly EscapeRecord[], options: Partial<SummaryOptions> = {}) {
  const summarizer = new Summarizer({ groupBy: "cause", top: 10, all: false, ...options });
  for (const record of records) summarizer.add(record);
  return summarizer.summary();
}

const constant = escapeRecord({ cause: "interface-conversion", allocation: "boxed-value", allocates: "no", line: 3 });
const panicking = escapeRecord({ cause: "panic", line: 4 });
const inPanicking = escapeRecord({ cause: "contained", rootCause: "panic", line: 5 });
const constantInPanic = escapeRecord({ cause: "panic", allocates: "no", line: 6 });
const guessed = escapeRecord({ cause: "interface-call", guess: "w is taken for a variable", line: 7 });
const unexplained = escapeRecord({ cause: "unexplained", package: "net/http", line: 8 });

describe("the figures of a report", () => {
  const records = [escapeRecord(), constant, panicking, inPanicking, constantInPanic, guessed, unexplained];

  test("count each escape once: ranked, constant or panicking", () => {
    const { escapes, ranked, constants, panics } = summaryOf(records);
    expect({ escapes, ranked, constants, panics }).toEqual({ escapes: 7, ranked: 3, constants: 2, panics: 2 });
  });

  test("count packages, guesses and what is not explained", () => {
    const { packages, guesses, unexplained: bare } = summaryOf(records);
    expect({ packages, guesses, bare }).toEqual({ packages: 2, guesses: 1, bare: 1 });
  });

  test("rank everything when all was asked for", () => {
    const { ranked, constants, panics } = summaryOf(records, { all: true });
    expect({ ranked, constants, panics }).toEqual({ ranked: 7, constants: 2, panics: 2 });
  });

  test("are zero for a report without escapes", () => {
    const { escapes, ranked, packages, groups, topRecords } = summaryOf([]);
    expect({ escapes, ranked, packages, groups, topRecords }).toEqual({
      escapes: 0,
      ranked: 0,
      packages: 0,
      groups: [],
      topRecords: [],
    });
  });
});

describe("places in generic functions", () => {
  const at = (importPath: string, message: string) =>
    escapeRecord({
      package: importPath,
      file: "set/set.go",
      line: 5,
      column: null,
      function: "Add[go.shape.int]",
      message,
      instances: [{ function: `Add[go.shape.int]`, types: "int" }] as never,
    });
  // The package of the file has one there, and another that uses it two.
  const blocks = [
    [at("example.com/m/set", "x")],
    [at("example.com/m/a", "x"), at("example.com/m/a", "y")],
    [at("example.com/m/b", "x")],
  ];

  test.each([
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ])("are the same in whichever order packages come: %i %i %i", (...order) => {
    const { escapes, ranked, generic } = summaryOf(order.flatMap((i) => blocks[i] ?? []));
    expect({ escapes, ranked, generic }).toEqual({ escapes: 2, ranked: 2, generic: { places: 2, copies: 4 } });
  });
});

describe("the groups", () => {
  const records = [
    escapeRecord({ cause: "loop", file: "a.go", line: 1 }),
    escapeRecord({ cause: "returned", file: "b.go", line: 2 }),
    escapeRecord({ cause: "returned", file: "b.go", line: 3 }),
    escapeRecord({ cause: "heap-store", file: "c.go", line: 4 }),
  ];

  test("come with the largest first, equal ones by name", () => {
    expect(summaryOf(records).groups.map(({ key, count, share }) => [key, count, share])).toEqual([
      ["returned", 2, 0.5],
      ["heap-store", 1, 0.25],
      ["loop", 1, 0.25],
    ]);
  });

  test("tell the causes in them", () => {
    const [first] = summaryOf(records, { groupBy: "package" }).groups;
    expect(first).toEqual({
      key: "example.com/app",
      count: 4,
      share: 1,
      bytes: 0,
      causes: { returned: 2, loop: 1, "heap-store": 1 },
    });
  });

  test("are cut at the top but for causes, of which there are few, and are counted", () => {
    expect(summaryOf(records, { groupBy: "file", top: 2 }).groups.map(({ key }) => key)).toEqual(["b.go", "a.go"]);
    expect(summaryOf(records, { groupBy: "file", top: 2 }).groupCount).toBe(3);
    expect(summaryOf(records, { top: 2 }).groups).toHaveLength(3);
  });

  test.each([
    ["cause", "returned", {}],
    ["package", "example.com/app", { package: null }],
    ["function", "example.com/app.(*Store).Get", { function: null }],
    ["file", "internal/store/store.go", { file: null }],
    ["allocation", "variable", {}],
    ["callee", "fmt.Fprintln", { callee: null }],
    ["line", "internal/store/store.go:12", { line: null, file: null }],
  ] as const)("by %s are named %s", (by, name, missing) => {
    const record = escapeRecord({ callee: "fmt.Fprintln" });
    expect(groupKey(record, by)).toBe(name);
    expect(groupKey({ ...record, ...missing }, by)).toMatch(
      /^(?:returned|variable|.*\(no [a-z]+\)|example.*\(no function\))$/,
    );
  });

  test("hold every ranked escape exactly once, whatever they are made by", async () => {
    const escapes = escapesOf((await readOutput(recorded("go1.27", "net_http"))).records);
    for (const groupBy of GROUP_KEYS) {
      const { groups, ranked, groupCount } = summaryOf(escapes, { groupBy, top: 1_000_000 });
      expect(groups).toHaveLength(groupCount);
      expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(ranked);
      for (const { count, causes } of groups) {
        expect(Object.values(causes).reduce((sum, each) => sum + each, 0)).toBe(count);
      }
    }
  });
});

describe("groups by size", () => {
  test("come with the most bytes first, and count only what a type gives the size of", () => {
    const summarizer = new Summarizer({ groupBy: "file", top: 10, all: false, bySize: true });
    const add = (file: string, call: string, bytes: number) =>
      summarizer.add(escapeRecord({ file, call, bytes, allocates: "yes" }));
    add("a.go", "newobject", 16);
    add("a.go", "newobject", 16);
    add("b.go", "newobject", 96);
    add("c.go", "makeslice", 4096);
    const summary = summarizer.summary();
    expect(summary.groups.map(({ key, bytes, share }) => [key, bytes, share])).toEqual([
      ["b.go", 96, 0.75],
      ["a.go", 32, 0.25],
      ["c.go", 0, 0],
    ]);
    expect([summary.sized, summary.ranked]).toEqual([3, 4]);
  });
});

describe("figures of machine code", () => {
  test("count what allocates each time, at times and never, and calls without a decision", () => {
    const summarizer = new Summarizer({ groupBy: "type", top: 10, all: false });
    summarizer.add(escapeRecord({ allocates: "yes", call: "newobject", type: "app.T" }));
    summarizer.add(escapeRecord({ allocates: "maybe", call: "growslice", reason: "grows", type: "app.T" }));
    summarizer.add(escapeRecord({ allocates: "no", reason: "no-call" }));
    summarizer.add(escapeRecord({ allocates: "unknown", reason: "generated" }));
    const { escape, call } = { escape: escapeRecord({ call: "makechan", allocates: "yes" }), call: "channel" as const };
    const { package: importPath, variant, file, line, column, message, reason, type, bytes, loop, stack } = escape;
    const place = { package: importPath, variant, file, line, column, function: "f", message };
    const code = { allocates: "yes", reason, call: "makechan", type, bytes, loop, stack } as const;
    summarizer.addCall({ kind: "allocation", ...place, cause: call, ...code });
    const summary = summarizer.summary();
    expect(summary.verdicts).toEqual({ yes: 1, maybe: 1, unknown: 1 });
    expect(summary.constants).toBe(1);
    expect(summary.calls).toEqual([{ cause: "channel", yes: 1, maybe: 0 }]);
    expect(summary.groups.map(({ key, count }) => [key, count])).toEqual([
      ["(not known)", 2],
      ["app.T", 2],
    ]);
  });

  test("are absent where only text was read", () => {
    expect(summaryOf([escapeRecord()]).verdicts).toBeNull();
  });
});

describe("the records worth looking at first", () => {
  const lines = (records: readonly EscapeRecord[], options: Partial<SummaryOptions> = {}) =>
    summaryOf(records, options).topRecords.map(({ line }) => line);

  test("show each place once, whatever functions it is compiled into", () => {
    const instances = ["F[int]", "F[string]"].map((name) => escapeRecord({ line: 30, function: name }));
    expect(lines([...instances, escapeRecord({ line: 20 }), escapeRecord({ line: 25, cause: "loop" })])).toEqual([
      25, 30, 20,
    ]);
  });

  test("put what is inlined into more functions before its like", () => {
    const frame = (line: number) => ({ function: "small", file: "b.go", line });
    const copy = (line: number, at: number) =>
      escapeRecord({ line, function: `f${line}`, stack: [frame(line), frame(at)] });
    expect(lines([copy(1, 70), copy(2, 80), copy(3, 80), copy(4, 80), copy(5, 90)])).toEqual([2, 3, 4, 1, 5]);
  });

  test("put files that a program has written last", () => {
    const summarizer = new Summarizer({ groupBy: "cause", top: 3, all: false });
    const at = (file: string, cause: "loop" | "returned") => escapeRecord({ file, function: file, cause });
    for (const record of [at("a.pb.go", "loop"), at("b.go", "returned"), at("c.pb.go", "returned")]) {
      summarizer.add(record);
    }
    expect([...summarizer.filesWorthALook()].sort()).toEqual(["a.pb.go", "b.go", "c.pb.go"]);
    const files = (isGenerated: (file: string) => boolean) =>
      summarizer.summary(isGenerated).topRecords.map(({ file }) => file);
    expect(files(() => false)).toEqual(["a.pb.go", "b.go", "c.pb.go"]);
    expect(files((file) => file.endsWith(".pb.go"))).toEqual(["b.go", "a.pb.go", "c.pb.go"]);
  });

  test("put a loop first, then what allocates each time, then the larger", () => {
    const found = { call: "newobject", cause: "returned" } as const;
    expect(
      lines([
        escapeRecord({ line: 1, ...found, allocates: "maybe", reason: "conditional", bytes: 64 }),
        escapeRecord({ line: 2, ...found, allocates: "yes", bytes: 8 }),
        escapeRecord({ line: 3, ...found, allocates: "yes", bytes: 64 }),
        escapeRecord({ line: 4, ...found, allocates: "maybe", reason: "grows", loop: true }),
        escapeRecord({ line: 5, ...found, allocates: "yes", loop: true, function: "init" }),
      ]),
    ).toEqual([4, 3, 2, 1, 5]);
  });

  test("put what one edit can remove before what is meant to be there", () => {
    const found = summaryOf([
      escapeRecord({ cause: "heap-store", function: "a" }),
      escapeRecord({ cause: "closure-capture", function: "b", rootCause: "returned" }),
      escapeRecord({ cause: "call-argument", function: "c" }),
    ]).topRecords;
    expect(found.map(({ cause }) => cause)).toEqual(["closure-capture", "call-argument", "heap-store"]);
  });

  test.each([
    ["a guess", { guess: "perhaps" }],
    ["what runs once", { function: "init" }],
    ["what builds an error", { callee: "fmt.Errorf" }],
    ["a test", { file: "a_test.go" }],
    ["the standard library", { file: "$GOROOT/src/net/net.go" }],
    ["a dependency", { file: "golang.org/x/text@v0.14.0/a.go" }],
  ])("put %s behind its like", (_, fields) => {
    const behind = escapeRecord({ function: "a", ...fields });
    const found = summaryOf([behind, escapeRecord({ function: "z" })]).topRecords;
    expect(found.map((record) => record.function)).toEqual(["z", behind.function]);
  });

  test.each([
    ["constants", constant],
    ["arguments of panic", escapeRecord({ cause: "panic", allocation: "boxed-value" })],
    ["what has no place", escapeRecord({ line: null, file: null })],
    ["wrappers that the compiler makes", escapeRecord({ file: "<autogenerated>", line: 1 })],
  ])("leave out %s", (_, record) => {
    expect(summaryOf([record], { all: true }).topRecords).toEqual([]);
  });

  test("are no more than asked for", () => {
    const many = Array.from({ length: 40 }, (__, i) => escapeRecord({ function: `f${i}`, line: i + 1 }));
    expect(summaryOf(many, { top: 3 }).topRecords).toHaveLength(3);
  });
});

test("a summary does not depend on the order of the records", async () => {
  const escapes = escapesOf((await readOutput(recorded("go1.26", "strconv"))).records);
  const expected = JSON.stringify(summaryOf(escapes, { groupBy: "function" }));
  fc.assert(
    fc.property(fc.shuffledSubarray(escapes, { minLength: escapes.length }), (shuffled) => {
      expect(JSON.stringify(summaryOf(shuffled, { groupBy: "function" }))).toBe(expected);
    }),
    { numRuns: 20 },
  );
});

test("a function is named with its package, as in a stack trace", () => {
  expect(functionName(escapeRecord())).toBe("example.com/app.(*Store).Get");
  expect(functionName(escapeRecord({ package: null }))).toBe("(*Store).Get");
  expect(functionName(escapeRecord({ function: null }))).toBe("example.com/app.(no function)");
});
