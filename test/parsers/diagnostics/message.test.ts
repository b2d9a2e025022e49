import { describe, expect, test } from "vitest";
import { Decision } from "../../../parsers/diagnostics/decision.js";
import { Explanation } from "../../../parsers/diagnostics/explanation.js";
import { Inlining } from "../../../parsers/diagnostics/inlining.js";
import { type Message, readMessage as readMessageRow } from "../../../parsers/diagnostics/message.js";
import { PackageFacts } from "../../../parsers/diagnostics/package-facts.js";
import { NO_POSITION } from "../../../parsers/diagnostics/position.js";
import { LINE } from "../../../parsers/diagnostics/scanner.js";
import type { InliningRecord } from "../../../src/records/record.js";
import { parse } from "../../helpers/parse.js";
import { scanLine } from "../../helpers/scan.js";

/** Reads the first line of an explanation. */
function readHead(text: string): object | null {
  return scanLine(`./p.go:1:2: ${text}`, (line) => {
    if (line.kind !== LINE.escapeHead && line.kind !== LINE.leakHead) return null;
    const { kind, subject, function: name, to, dereferences, message } = new Explanation(line.readers, line.row);
    expect(message).toBe(text);
    const head = { kind, subject, function: name };
    return kind === "leak" ? { ...head, to, dereferences } : head;
  });
}

/** What a message says, whichever class reads it. */
type Read =
  | Message
  | { readonly kind: "escape"; readonly expression: string; readonly moved: boolean }
  | Pick<InliningRecord, "kind" | "function" | "inlinable" | "cost" | "budget" | "reason">;

function readMessage(text: string): Read | null {
  return scanLine(`./p.go:1:2: ${text}`, ({ scanner, readers, row, text: shown, kind, position }) => {
    const at = position ?? NO_POSITION;
    if (kind === LINE.escape || kind === LINE.moved) {
      const { subject: expression, isMove: moved, message } = new Decision(readers, row, at);
      expect(message).toBe(text);
      return { kind: "escape", expression, moved };
    }
    if (kind === LINE.inlinable || kind === LINE.notInlinable) {
      const remark = new Inlining(readers, row, new PackageFacts("example.com/p", null), at);
      const { function: name, inlinable, cost, budget, reason, message } = remark.toJSON();
      expect(message).toBe(shown);
      return { kind: "inlining", function: name, inlinable, cost, budget, reason };
    }
    return readMessageRow(scanner, row, shown);
  });
}

/** Each text as a release printed it, behind its position, and what it says. */
const MESSAGES: readonly (readonly [text: string, message: Read])[] = [
  ["moved to heap: x", { kind: "escape", expression: "x", moved: true }],
  ["moved to heap: #next", { kind: "escape", expression: "#next", moved: true }],
  ["&T{...} escapes to heap", { kind: "escape", expression: "&T{...}", moved: false }],
  ["append escapes to heap", { kind: "escape", expression: "append", moved: false }],
  ["func literal escapes to heap", { kind: "escape", expression: "func literal", moved: false }],
  ["... argument does not escape", { kind: "stack", expression: "... argument" }],
  ["make([]int, n) does not escape", { kind: "stack", expression: "make([]int, n)" }],
  [
    "can inline createPtr with cost 8 as: func() *int { x := 10; return &x }",
    { kind: "inlining", function: "createPtr", inlinable: true, cost: 8, budget: null, reason: null },
  ],
  [
    "can inline Gen[go.shape.string] with cost 3 as: func(*[2]uintptr, go.shape.string) *go.shape.string { return &v }",
    { kind: "inlining", function: "Gen[go.shape.string]", inlinable: true, cost: 3, budget: null, reason: null },
  ],
  [
    "can inline createPtr", // a single -m
    { kind: "inlining", function: "createPtr", inlinable: true, cost: null, budget: null, reason: null },
  ],
  [
    "cannot inline callPrintAny: function too complex: cost 167 exceeds budget 80",
    {
      kind: "inlining",
      function: "callPrintAny",
      inlinable: false,
      cost: 167,
      budget: 80,
      reason: "function too complex: cost 167 exceeds budget 80",
    },
  ],
  [
    "cannot inline main.func2: call to recover",
    { kind: "inlining", function: "main.func2", inlinable: false, cost: null, budget: null, reason: "call to recover" },
  ],
  [
    "cannot inline (*Conn).serve: unhandled op DEFER",
    {
      kind: "inlining",
      function: "(*Conn).serve",
      inlinable: false,
      cost: null,
      budget: null,
      reason: "unhandled op DEFER",
    },
  ],
  [
    'cannot inline f[go.shape.struct { A int "json:\\"a: b\\"" }]: marked go:noinline',
    {
      kind: "inlining",
      function: 'f[go.shape.struct { A int "json:\\"a: b\\"" }]',
      inlinable: false,
      cost: null,
      budget: null,
      reason: "marked go:noinline",
    },
  ],
  ["cannot inline even into odd: repeated recursive cycle", { kind: "note" }],
  [
    "can inline f with cost 99999999999999999999", // broken
    { kind: "inlining", function: "f", inlinable: true, cost: 2 ** 31 - 1, budget: null, reason: null },
  ],
  ["inlining call to fmt.Println", { kind: "inlined-call", callee: "fmt.Println" }],
  ["inlining call to Gen[go.shape.int]", { kind: "inlined-call", callee: "Gen[go.shape.int]" }],
  ["inlining call to f with score 30", { kind: "inlined-call", callee: "f" }],
  [
    "closureEscape capturing by ref: x (addr=false assign=true width=8)",
    {
      kind: "capture",
      function: "closureEscape",
      variable: "x",
      by: "ref",
      addressTaken: false,
      reassigned: true,
      bytes: 8,
    },
  ],
  [
    "Run capturing by value: .autotmp_1 (addr=true assign=false width=24)",
    {
      kind: "capture",
      function: "Run",
      variable: ".autotmp_1",
      by: "value",
      addressTaken: true,
      reassigned: false,
      bytes: 24,
    },
  ],
  ["devirtualizing p.Print to Data", { kind: "devirtualization", expression: "p.Print", type: "Data" }],
  [
    "devirtualizing cw.Close to *internal.chunkedWriter",
    { kind: "devirtualization", expression: "cw.Close", type: "*internal.chunkedWriter" },
  ],
  ["partially devirtualizing r.Read to *reader", { kind: "devirtualization", expression: "r.Read", type: "*reader" }],
  [
    "PGO devirtualizing interface call w.Write to (*bytes.Buffer).Write",
    { kind: "devirtualization", expression: "w.Write", type: "(*bytes.Buffer).Write" },
  ],
  ["index bounds check elided", { kind: "note" }],
  ["zero-copy string->[]byte conversion", { kind: "note" }],
  ["(*decimal).set ignoring self-assignment in b.dp = b.nd", { kind: "note" }],
  ["assuming size is unsafe uintptr", { kind: "note" }],
  ["marking args as escaping ...uintptr", { kind: "note" }],
  ["marking trap as escaping uintptr", { kind: "note" }],
  ["function init considered 'big'; reducing max cost of inlinees", { kind: "note" }],
];

/** Decisions that a parameter leaks: parameter, content, result, level. */
const LEAKS: readonly (readonly [string, string, boolean, string | null, number | null])[] = [
  ["leaking param: p", "p", false, null, null],
  ["leaking param content: specs", "specs", true, null, null],
  ["leaking param: t to result ~r0 level=1", "t", false, "~r0", 1],
  ["leaking param: c to result err level=-1", "c", false, "err", -1],
  ["leaking param: p to result ~r0 level=", "p to result ~r0 level=", false, null, null], // broken
];

describe("the decision that a parameter leaks", () => {
  test.each(LEAKS)("%s", (message, parameter, content, result, level) => {
    const { records } = parse(`./p.go:1:2: ${message}\n`);
    const to = result === null ? "heap" : "result";
    expect(records).toEqual([
      expect.objectContaining({ kind: "leak", message, parameter, content, to, result, level }),
    ]);
  });
});

describe("a decision or remark", () => {
  test.each(MESSAGES)("%s", (text, message) => {
    expect(readMessage(text)).toEqual(message);
  });

  test.each([
    "undefined: foo",
    "syntax error: unexpected newline, expected }",
    'imported and not used: "os"',
    "declared and not used: x",
    "could not import missing (open : no such file or directory)",
    "leaking parameters everywhere",
    "cannot inline",
    "moved to heap",
    "escapes to heap",
    "f capturing by name: x (addr=false assign=true width=8)",
    "f capturing by ref: x (addr=maybe assign=true width=8)",
    "f capturing by ref: x (addr=false assign=true width=)",
    "f capturing by ref (addr=false assign=true width=8)",
    "",
  ])("that is not one stays unknown: %j", (text) => {
    expect(readMessage(text)).toBeNull();
  });
});

/** Constants and variables whose text is made of the compiler's own words. */
const TRAPS = [
  '" escapes to heap"',
  '"x escapes to heap in f:"',
  '"x does not escape"',
  '"moved to heap: x"',
  '"leaking param: p to result ~r0 level=0"',
  '"can inline f with cost 1 as: func() {}"',
  '"parameter p leaks to {heap} for f with derefs=0:"',
  '"from x (assign) at ./x.go:1:2"',
  '"inlining call to f"',
  '"f capturing by ref: x (addr=false assign=true width=8)"',
  '"devirtualizing a to b"',
  '"a\\nb\\t\\"c\\""',
  'devirtualizing + " to " + x',
  'a == "index bounds check elided"',
] as const;

describe("text that holds the compiler's own words", () => {
  test.each(TRAPS)("%s is the expression of its decision", (expression) => {
    expect(readMessage(`${expression} escapes to heap`)).toEqual({ kind: "escape", expression, moved: false });
    expect(readMessage(`${expression} does not escape`)).toEqual({ kind: "stack", expression });
  });

  test.each(TRAPS)("%s is the subject of its explanation", (subject) => {
    expect(readHead(`${subject} escapes to heap:`)).toEqual({ kind: "escape", subject, function: null });
    expect(readHead(`${subject} escapes to heap in (*T).m:`)).toEqual({ kind: "escape", subject, function: "(*T).m" });
  });

  test.each(TRAPS)("%s in the body of a function does not make the line anything else", (expression) => {
    expect(readMessage(`can inline f with cost 2 as: func() string { return ${expression} }`)).toEqual({
      kind: "inlining",
      function: "f",
      inlinable: true,
      cost: 2,
      budget: null,
      reason: null,
    });
  });

  test.each(TRAPS)("%s as what a parameter leaks to does not move the function's name", (expression) => {
    expect(readHead(`parameter p leaks to {storage for ${expression}} for (*T).m with derefs=2:`)).toEqual({
      kind: "leak",
      subject: "p",
      to: `{storage for ${expression}}`,
      function: "(*T).m",
      dereferences: 2,
    });
  });
});

/** First lines of explanations, and what they say. */
const HEADS: readonly (readonly [text: string, head: object])[] = [
  ["x escapes to heap in createPtr:", { kind: "escape", subject: "x", function: "createPtr" }],
  ["x escapes to heap:", { kind: "escape", subject: "x", function: null }],
  [
    "append(s, t...) escapes to heap in sliceEscape:",
    { kind: "escape", subject: "append(s, t...)", function: "sliceEscape" },
  ],
  [
    "&v escapes to heap in slices.Sort[go.shape.[]int,go.shape.int]:",
    { kind: "escape", subject: "&v", function: "slices.Sort[go.shape.[]int,go.shape.int]" },
  ],
  [
    "parameter p leaks to {heap} for interfaceEscape with derefs=0:",
    { kind: "leak", subject: "p", function: "interfaceEscape", to: "{heap}", dereferences: 0 },
  ],
  [
    "parameter p leaks to {heap} with derefs=3:",
    { kind: "leak", subject: "p", function: null, to: "{heap}", dereferences: 3 },
  ],
  [
    "parameter t leaks to ~r0 for (*T).next with derefs=1:",
    { kind: "leak", subject: "t", function: "(*T).next", to: "~r0", dereferences: 1 },
  ],
  [
    "parameter req leaks to {storage for func literal} with derefs=0:",
    { kind: "leak", subject: "req", function: null, to: "{storage for func literal}", dereferences: 0 },
  ],
  [
    "parameter limit leaks to {storage for func literal} for find with derefs=0:",
    { kind: "leak", subject: "limit", function: "find", to: "{storage for func literal}", dereferences: 0 },
  ],
];

describe("the first line of an explanation", () => {
  test.each(HEADS)("%s", (text, head) => {
    expect(readHead(text)).toEqual(head);
  });

  test.each([
    "moved to heap: x",
    "parameter p leaks to {heap} for f:",
    "parameter p does not leak:",
    "escapes to heap:",
    "x escapes to heap",
    "warning: truncated explanation due to assignment cycle; see golang.org/issue/35518",
    "undefined: foo:",
    ":",
  ])("is not seen in %j", (text) => {
    expect(readHead(text)).toBeNull();
  });
});
