// Each rule beside what Go 1.26 printed for samples/causes, shortened to one file name.
import { describe, expect, test } from "vitest";
import type { EscapeRecord } from "../../src/records/record.js";
import { CAUSES } from "../../src/records/vocabulary.js";
import { batch, expression, type Printed, variable } from "../helpers/compiler.js";
import { escapesOf, readOutput } from "../helpers/records.js";

async function escapesIn(output: string): Promise<EscapeRecord[]> {
  return escapesOf((await readOutput(output)).records);
}

/** Cause, root, sink and allocation of each escape. */
function told({ expression: what, allocation, sink, cause, rootCause }: EscapeRecord): string {
  return `${what}: ${allocation} to ${sink}, ${cause}${rootCause === cause ? "" : ` of ${rootCause}`}`;
}

const closure = (at: string, inside: string, ...flow: readonly string[]) =>
  expression(at, "func literal", inside, ...flow);

/** What was printed, and what it means. */
const RULES: readonly (readonly [name: string, printed: readonly Printed[], meaning: readonly string[]])[] = [
  [
    "the argument of panic, whatever it is",
    [
      expression(
        "29:20",
        "&RangeError{...}",
        "pointerLiteral",
        "{heap} ← &{storage for &RangeError{...}}",
        "&RangeError{...} (spill) at 29:9",
        "&RangeError{...} (interface-converted) at 29:9",
        "panic(&RangeError{...}) (call parameter) at 29:8",
      ),
      expression(
        "20:9",
        '"not ok"',
        "constant",
        '{heap} ← &{storage for "not ok"}',
        '"not ok" (spill) at 20:9',
        'panic("not ok") (call parameter) at 20:8',
      ),
    ],
    ["&RangeError{...}: pointer-literal to panic, panic", '"not ok": boxed-value to panic, panic'],
  ],
  [
    "a value that is too large for the stack",
    [variable("17:2", "arr", "largeArray", "{heap} ← &arr", "arr (too large for stack) at 17:2")],
    ["arr: variable to stack-limit, stack-limit"],
  ],
  [
    "a slice whose size is not constant, up to Go 1.24",
    [
      expression(
        "42:11",
        "make([]int, n)",
        "sliceEscape",
        "{heap} ← &{storage for make([]int, n)}",
        "make([]int, n) (non-constant size) at 42:11",
      ),
    ],
    ["make([]int, n): make-slice to stack-limit, stack-limit"],
  ],
  [
    "the closure of a go statement",
    [closure("16:5", "statement", "{heap} ← &{storage for func literal}", "func literal (spill) at 16:5")],
    ["func literal: closure to goroutine, goroutine"],
  ],
  [
    "a closure in a variable that a go statement calls",
    [
      closure(
        "55:9",
        "named",
        "run ← &{storage for func literal}",
        "func literal (spill) at 55:9",
        "run := func literal (assign) at 55:6",
        "{heap} ← run",
      ),
    ],
    ["func literal: closure to goroutine, goroutine"],
  ],
  [
    "an argument of a go statement, which the compiler keeps in a closure of its own",
    [
      {
        ...closure("34:2", "argument", "{heap} ← &{storage for func literal}", "func literal (spill) at 34:2"),
        decision: null,
      },
      variable(
        "33:2",
        "j",
        "argument",
        ".autotmp_2 ← &j",
        "&j (address-of) at 34:10",
        ".autotmp_2, .autotmp_3 = &j, n (assign-pair) at 34:2",
        "{storage for func literal} ← .autotmp_2",
        ".autotmp_2 (captured by a closure) at 34:10",
      ),
    ],
    ["j: variable to storage, goroutine", "func literal: closure to goroutine, goroutine"],
  ],
  [
    "a variable that a closure captures by reference",
    [
      closure(
        "31:9",
        "closureEscape",
        "~r0 ← &{storage for func literal}",
        "func literal (spill) at 31:9",
        "return func literal (return) at 31:2",
      ),
      variable(
        "30:2",
        "x",
        "closureEscape",
        "{storage for func literal} ← &x",
        "x (captured by a closure) at 31:22",
        "x (reference) at 31:22",
      ),
    ],
    ["func literal: closure to result, returned", "x: variable to storage, closure-capture of returned"],
  ],
  [
    "what a variable points to that a closure captures by value",
    [
      closure(
        "83:9",
        "pointer",
        "~r0 ← &{storage for func literal}",
        "func literal (spill) at 83:9",
        "return func literal (return) at 83:2",
      ),
      expression(
        "82:7",
        "&counter{}",
        "pointer",
        "c ← &{storage for &counter{}}",
        "&counter{} (spill) at 82:7",
        "c := &counter{} (assign) at 82:4",
        "{storage for func literal} ← c",
        "c (captured by a closure) at 84:3",
      ),
    ],
    [
      "func literal: closure to result, returned",
      "&counter{}: pointer-literal to storage, closure-capture of returned",
    ],
  ],
  [
    "a value in an interface, wherever the interface goes",
    [
      expression(
        "9:38",
        "d.Value",
        "Data.Print",
        "{storage for ... argument} ← &{storage for d.Value}",
        "d.Value (spill) at 9:38",
        "... argument (slice-literal-element) at 9:36",
        "fmt.a ← &{storage for ... argument}",
        "... argument (spill) at 9:36",
        "fmt.a := ... argument (assign-pair) at 9:36",
        "{heap} ← *fmt.a",
        "fmt.Fprintln(os.Stdout, fmt.a...) (call parameter) at 9:36",
      ),
      expression("70:9", "n", "asAny", "~r0 ← &{storage for n}", "n (spill) at 70:9", "return n (return) at 70:2"),
    ],
    ["d.Value: boxed-value to call, interface-conversion", "n: boxed-value to result, interface-conversion"],
  ],
  [
    "an append, wherever the slice goes",
    [
      {
        ...expression(
          "40:12",
          "append(log, line)",
          "global",
          "{heap} ← &{storage for append(log, line)}",
          "append(log, line) (spill) at 40:12",
          "log = append(log, line) (assign) at 40:6",
        ),
        decision: "append escapes to heap",
      },
    ],
    ["append(log, line): append to assignment, slice-growth"],
  ],
  [
    "a result",
    [
      variable("49:2", "x", "second", "~r1 ← &x", "&x (address-of) at 50:16", "return v > 0, &x (return) at 50:2"),
      expression(
        "39:11",
        "make([]int, 0, 1)",
        "sliceEscape",
        "s ← &{storage for make([]int, 0, 1)}",
        "make([]int, 0, 1) (spill) at 39:11",
        "s := make([]int, 0, 1) (assign) at 39:4",
        "{temp} ← s",
        "append(s, t...) (call parameter) at 43:15",
        "~r0 ← {temp}",
        "return append(s, t...) (return) at 43:2",
      ),
    ],
    ["x: variable to result, returned", "make([]int, 0, 1): make-slice to result, returned"],
  ],
  [
    "a result of a function that calls its caller, where the flow goes on",
    [
      expression(
        "98:12",
        "&fs.PathError{...}",
        "removeAllFrom",
        "~r0 ← &{storage for &fs.PathError{...}}",
        "&fs.PathError{...} (spill) at 98:12",
        "return &fs.PathError{...} (return) at 98:5",
        "err ← ~r0",
        "err := removeAllFrom(int((*File).Fd(file)), name) (assign) at 130:8",
        "recurseErr ← err",
        "recurseErr = err (assign) at 132:17",
      ),
    ],
    ["&fs.PathError{...}: pointer-literal to result, returned"],
  ],
  [
    "a value that is sent",
    [variable("54:2", "v", "chanEscape", "{heap} ← &v", "&v (address-of) at 55:7", "c <- &v (send) at 55:4")],
    ["v: variable to send, channel-send"],
  ],
  [
    "an element of a map or a slice, and a key of a map",
    [
      expression(
        "17:12",
        "&user{...}",
        "mapValueLiteral",
        "{heap} ← &{storage for &user{...}}",
        "&user{...} (spill) at 17:12",
        "m[name] = &user{...} (assign) at 17:10",
      ),
      variable("21:2", "u", "mapKey", "{heap} ← &u", "&u (address-of) at 22:4", "m[&u] (key of map put) at 22:3"),
      variable(
        "32:5",
        "v",
        "mapLiteral",
        "{heap} ← &v",
        "&v (address-of) at 33:27",
        "map[*user]*user{...} (map literal value) at 33:22",
      ),
      variable(
        "50:2",
        "w",
        "appended",
        "{heap} ← &w",
        "&w (address-of) at 51:16",
        "append(s, &w) (call parameter) at 51:12",
      ),
      variable(
        "57:2",
        "x",
        "appendedSlice",
        "{storage for []*user{...}} ← &x",
        "&x (address-of) at 58:17",
        "[]*user{...} (slice-literal-element) at 58:16",
        "src ← &{storage for []*user{...}}",
        "src := []*user{...} (assign) at 58:6",
        "{heap} ← *src",
        "append(dst, src...) (call parameter) at 59:19",
        "append(dst, src...) (appended slice...) at 59:19",
      ),
    ],
    [
      "&user{...}: pointer-literal to element, element-store",
      "u: variable to map-key, element-store",
      "v: variable to element, element-store",
      "w: variable to element, element-store",
      "x: variable to element, element-store",
    ],
  ],
  [
    "a global, a field, and what a pointer points to",
    [
      variable("22:2", "x", "global", "{heap} ← &x", "&x (address-of) at 23:12", "current = &x (assign) at 23:10"),
      variable(
        "79:2",
        "y",
        "localPointer",
        "{heap} ← &y",
        "&y (address-of) at 81:12",
        "p.limit = &y (assign) at 81:10",
      ),
      variable("59:2", "z", "throughPointer", "{heap} ← &z", "&z (address-of) at 60:8", "*pp = &z (assign) at 60:6"),
    ],
    [
      "x: variable to assignment, heap-store",
      "y: variable to assignment, heap-store",
      "z: variable to assignment, heap-store",
    ],
  ],
  [
    "one side of an assignment to two places",
    [
      variable(
        "65:2",
        "x",
        "pair",
        "{heap} ← &x",
        "&x (address-of) at 66:11",
        "*a, m[k] = &x, &y (assign-pair) at 66:9",
      ),
      variable(
        "65:5",
        "y",
        "pair",
        "{heap} ← &y",
        "&y (address-of) at 66:15",
        "*a, m[k] = &x, &y (assign-pair) at 66:9",
      ),
    ],
    ["x: variable to assignment, heap-store", "y: variable to element, element-store"],
  ],
  [
    "an argument of a method of an interface, of a func value and of an element of a map",
    [
      variable(
        "30:2",
        "factor",
        "argument",
        "{heap} ← &factor",
        "&factor (address-of) at 31:10",
        "s.scale(&factor) (call parameter) at 31:9",
      ),
      variable(
        "70:2",
        "x",
        "global",
        "{heap} ← &x",
        "&x (address-of) at 71:10",
        "onEvent(&x) (call parameter) at 71:9",
      ),
      variable(
        "76:2",
        "y",
        "fromMap",
        "{heap} ← &y",
        "&y (address-of) at 77:17",
        "handlers[name](&y) (call parameter) at 77:16",
      ),
    ],
    [
      "factor: variable to call, interface-call",
      "x: variable to call, interface-call",
      "y: variable to call, interface-call",
    ],
  ],
  [
    "an argument of a function of another package",
    [
      variable(
        "97:6",
        "it",
        "library",
        "{heap} ← &it",
        "&it (address-of) at 98:30",
        "&it (interface-converted) at 98:30",
        "json.Unmarshal(data, &it) (call parameter) at 98:23",
      ),
    ],
    ["it: variable to call, call-argument"],
  ],
  [
    "an argument that flows to the heap and elsewhere too, by the way of a temporary",
    [
      variable(
        "143:2",
        "it",
        "contentAndResult",
        "{storage for &registry{...}} ← &it",
        "registry{...} (struct literal element) at 144:16",
        "r ← &{storage for &registry{...}}",
        "r := &registry{...} (assign) at 144:4",
        "{temp} ← r",
        "(*registry).keepItems(r) (call parameter) at 145:15",
        "{heap} ← *{temp}",
      ),
    ],
    ["it: variable to call, call-argument"],
  ],
  [
    "the receiver of a method value that leaks",
    [variable("88:2", "it", "methodValue", "{temp} ← &it", "it (address-of) at 89:14", "{heap} ← {temp}")],
    ["it: variable to method-value, call-argument"],
  ],
  [
    "a part of another literal, down to the one that everything hangs on",
    [
      expression(
        "52:16",
        "[]step{...}",
        "interfaces",
        "{heap} ← &{storage for []step{...}}",
        "[]step{...} (spill) at 52:16",
        "steps = []step{...} (assign) at 52:8",
      ),
      expression(
        "52:17",
        "&task{...}",
        "interfaces",
        "{storage for []step{...}} ← &{storage for &task{...}}",
        "&task{...} (spill) at 52:17",
        "&task{...} (interface-converted) at 52:17",
        "[]step{...} (slice-literal-element) at 52:16",
      ),
      variable(
        "51:17",
        "n",
        "interfaces",
        "{storage for &task{...}} ← &n",
        "&n (address-of) at 52:27",
        "task{...} (struct literal element) at 52:22",
      ),
    ],
    [
      "[]step{...}: slice-literal to assignment, heap-store",
      "&task{...}: pointer-literal to storage, contained of heap-store",
      "n: variable to storage, contained of heap-store",
    ],
  ],
  [
    "a part of a variable that is itself on the heap",
    [
      variable(
        "94:6",
        "cells",
        "keptElement",
        "~r0 ← &cells",
        "cells[:] (slice) at 96:14",
        "return cells[:] (return) at 96:2",
      ),
      expression(
        "95:16",
        "new(int)",
        "keptElement",
        "cells ← &{storage for new(int)}",
        "new(int) (spill) at 95:16",
        "cells[i] = new(int) (assign) at 95:11",
      ),
    ],
    ["cells: variable to result, returned", "new(int): new to variable, contained of returned"],
  ],
  [
    "a part of a variable on the heap that the function around declares",
    [
      closure(
        "101:6",
        "throughCapture",
        "{heap} ← &{storage for func literal}",
        "func literal (spill) at 101:6",
        "run(func literal) (call parameter) at 101:5",
      ),
      variable(
        "100:6",
        "p",
        "throughCapture",
        "{storage for func literal} ← &p",
        "p (captured by a closure) at 103:3",
        "p (reference) at 103:3",
      ),
      variable("102:3", "x", "throughCapture.func1", "p ← &x", "&x (address-of) at 103:7", "p = &x (assign) at 103:5"),
    ],
    [
      "func literal: closure to call, interface-call",
      "p: variable to storage, closure-capture of interface-call",
      "x: variable to variable, contained of interface-call",
    ],
  ],
  [
    "a variable declared outside of the loop",
    [
      variable("13:3", "x", "last", "p ← &x", "&x (address-of) at 14:7", "p = &x (assign) at 14:5"),
      // A later variable of the same name is another one, and so is that of another function.
      variable("40:3", "p", "last", "~r0 ← &p", "&p (address-of) at 41:7", "return &p (return) at 41:5"),
      variable("5:3", "p", "las", "{heap} ← &p", "&p (address-of) at 6:7", "c <- &p (send) at 6:5"),
    ],
    ["x: variable to variable, loop", "p: variable to result, returned", "p: variable to send, channel-send"],
  ],
  [
    "a container that a range statement goes through",
    [
      expression(
        "339:22",
        "make(map[*TypeParam]Type)",
        "(*Checker).infer",
        "maxUntyped ← &{storage for make(map[*TypeParam]Type)}",
        "make(map[*TypeParam]Type) (spill) at 339:22",
        "maxUntyped = make(map[*TypeParam]Type) (assign) at 339:16",
        "{temp} ← maxUntyped",
      ),
    ],
    ["make(map[*TypeParam]Type): make-map to variable, loop"],
  ],
  [
    "an argument that becomes a number",
    [
      variable(
        "30:6",
        "buf",
        "escapingVariadic",
        ".autotmp_2 ← &buf",
        "&buf (address-of) at 31:45",
        ".autotmp_2 = unsafe.Pointer(&buf) (assign) at 31:45",
        "{heap} ← .autotmp_2",
        "uintptr(.autotmp_2) (//go:uintptrescapes) at 31:44",
      ),
    ],
    ["buf: variable to unsafe, unsafe"],
  ],
];

describe("the causes of escapes", () => {
  test.each(RULES)("%s", async (_, printed, meaning) => {
    const found = (await escapesIn(batch(...printed))).map(told);
    expect([...found].sort()).toEqual([...meaning].sort());
  });

  test("are all shown above but the one for what is not explained", () => {
    const shown = RULES.flatMap(([, , meaning]) => meaning.map((line) => /, (\S+)(?: of \S+)?$/.exec(line)?.[1]));
    expect(new Set([...shown, "unexplained"])).toEqual(new Set(CAUSES));
  });

  test("are unexplained where the compiler explains nothing", async () => {
    expect((await escapesIn("./p.go:3:2: moved to heap: x\n")).map(told)).toEqual([
      "x: variable to unknown, unexplained",
    ]);
  });

  test("follow from what is allocated even where the compiler explains nothing", async () => {
    expect((await escapesIn("./p.go:3:2: 42 escapes to heap\n./p.go:3:9: append escapes to heap\n")).map(told)).toEqual(
      ["42: boxed-value to unknown, interface-conversion", "append: append to unknown, slice-growth"],
    );
  });
});

describe("of several ways to the heap", () => {
  const toField = ["{heap} ← &x", "&x (address-of) at 97:12", "c.limit = &x (assign) at 97:10"];
  const toChannel = ["{heap} ← &x", "&x (address-of) at 98:12", "c <- &x (send) at 98:10"];

  test.each([
    ["first", [toChannel, toField]],
    ["last", [toField, toChannel]],
  ])("the one whose rule comes first counts, also when it is printed %s", async (_, ways) => {
    const printed = ways.map((flow) => ({ ...variable("96:2", "x", "twice", ...flow), decision: null }));
    const [record, ...others] = await escapesIn(`${batch(...printed)}./p.go:96:2: moved to heap: x\n`);
    expect(others).toEqual([]);
    expect(record?.cause).toBe("channel-send");
    expect(record?.flow.at(-1)?.steps.at(-1)?.reason).toBe("send");
  });
});

/** Functions of the package, as their inlining lines. */
function declared(...names: readonly string[]): string {
  return names.map((name, i) => `./p.go:${500 + i}:6: cannot inline ${name}: marked go:noinline\n`).join("");
}

describe("an expression that its text does not tell", () => {
  test("is a boxed value and a concatenation where a concatenation is put into an interface", async () => {
    const sum = '"unknown name: " + name';
    const found = await escapesIn(
      batch(
        expression(
          "41:26",
          sum,
          "message",
          `{heap} ← &{storage for ${sum}}`,
          `${sum} (spill) at 41:26`,
          `panic(${sum}) (call parameter) at 41:8`,
        ),
        expression(
          "41:26",
          sum,
          "message",
          `{storage for ${sum}} ← &{storage for ${sum}}`,
          `${sum} (spill) at 41:26`,
          `${sum} (interface-converted) at 41:26`,
        ),
      ),
    );
    expect(found.map(told)).toEqual([
      `${sum}: boxed-value to panic, panic`,
      `${sum}: string-concatenation to storage, contained of panic`,
    ]);
  });

  test("is a boxed value at the place where the other one is converted", async () => {
    const found = await escapesIn(
      batch(
        expression(
          "6:15",
          "string(b)",
          "f",
          "{heap} ← &{storage for string(b)}",
          "string(b) (spill) at 6:15",
          "sink = string(b) (assign) at 6:7",
        ),
        expression(
          "6:16",
          "string(b)",
          "f",
          "{storage for string(b)} ← &{storage for string(b)}",
          "string(b) (spill) at 6:16",
          "string(b) (interface-converted) at 6:15",
        ),
        expression(
          "9:9",
          "string(b)",
          "f",
          "~r0 ← &{storage for string(b)}",
          "string(b) (spill) at 9:9",
          "return string(b) (return) at 9:2",
        ),
      ),
    );
    expect(found.map(told)).toEqual([
      "string(b): boxed-value to assignment, interface-conversion",
      "string(b): string-conversion to storage, contained of interface-conversion",
      "string(b): string-conversion to result, returned",
    ]);
  });

  test("is a boxed value for an append that is decided with its arguments", async () => {
    const append = "append(b, byte(1))";
    const [boxed, growth] = [
      expression(
        "9:15",
        append,
        "f",
        `{heap} ← &{storage for ${append}}`,
        `${append} (spill) at 9:15`,
        `sink = ${append} (assign) at 9:7`,
      ),
      {
        ...expression(
          "9:15",
          append,
          "f",
          `{storage for ${append}} ← &{storage for ${append}}`,
          `${append} (interface-converted) at 9:15`,
        ),
        decision: "append escapes to heap",
      },
    ];
    expect((await escapesIn(batch(boxed, growth))).map(told)).toEqual([
      `${append}: boxed-value to assignment, interface-conversion`,
      `${append}: append to storage, slice-growth`,
    ]);
  });

  const returned = (text: string) =>
    expression(
      "5:9",
      text,
      "f",
      `~r0 ← &{storage for ${text}}`,
      `${text} (spill) at 5:9`,
      `return ${text} (return) at 5:2`,
    );
  const printed = (text: string) =>
    expression(
      "5:9",
      text,
      "f",
      `{storage for ... argument} ← &{storage for ${text}}`,
      `${text} (spill) at 5:9`,
      "... argument (slice-literal-element) at 5:3",
      "{heap} ← {storage for ... argument}",
      "(*state).errorf(s, format, ... argument...) (call parameter) at 5:3",
    );

  test.each([
    ["a concatenation, most likely", returned("dir + name"), "string-concatenation", /taken for a concatenation/],
    ["a concatenation, by its operands", returned("dir[:i] + name"), "string-concatenation", null],
    ["a concatenation even when it is printed", printed('"-tags=" + tags'), "string-concatenation", null],
    ["a number, by its operands", returned("i + 1"), "boxed-value", null],
    ["a number, when it is printed", printed("hdr.Iundefsym + hdr.Nundefsym"), "boxed-value", null],
    ["a method value, by the package's methods", returned("p.length"), "method-value", /taken for a method value/],
    ["a field, when it is printed", printed("p.length"), "boxed-value", null],
    ["a field, without a method of that name", returned("p.width"), "boxed-value", null],
    ["a variable of a package, for the name of a package", returned("fmt.length"), "boxed-value", null],
    ["a boxed struct", returned("point{...}"), "boxed-value", null],
  ] as const)("is %s", async (_, text, allocation, guess) => {
    const [record] = await escapesIn(`${declared("point.length", "f", "f.func1")}${batch(text)}`);
    expect(record?.allocation).toBe(allocation);
    if (guess === null) expect(record?.guess).toBeNull();
    else expect(record?.guess).toMatch(guess);
  });

  test("is a method value for what its receiver flows into without a step", async () => {
    const found = await escapesIn(
      batch(
        returned("t.run"),
        variable("4:2", "t", "f", "{temp} ← &t", "t (address-of) at 5:9", "{storage for t.run} ← {temp}"),
      ),
    );
    expect(found.map(told)).toEqual([
      "t.run: method-value to result, returned",
      "t: variable to storage, contained of returned",
    ]);
    expect(found[0]?.guess).toBeNull();
  });

  test("is a slice literal for what elements flow into, and a map literal for what holds its values", async () => {
    const found = await escapesIn(
      batch(
        returned("addrList{...}"),
        variable("4:2", "a", "f", "{storage for addrList{...}} ← &a", "addrList{...} (slice-literal-element) at 5:9"),
        { ...returned("FuncMap{...}"), at: "6:9" },
        closure(
          "6:20",
          "f",
          "{heap} ← &{storage for func literal}",
          "func literal (spill) at 6:20",
          "FuncMap{...} (map literal value) at 6:9",
        ),
      ),
    );
    expect(found.map(told)).toEqual([
      "addrList{...}: slice-literal to result, returned",
      "a: variable to storage, contained of returned",
      "FuncMap{...}: map-literal to result, returned",
      "func literal: closure to element, element-store",
    ]);
  });
});

describe("whether something is allocated at run time", () => {
  const boxed = (text: string, decided = text) => ({
    ...expression(
      "5:9",
      text,
      "f",
      `~r0 ← &{storage for ${text}}`,
      `${text} (spill) at 5:9`,
      `return ${text} (return) at 5:2`,
    ),
    decision: `${decided} escapes to heap`,
  });

  test.each([
    ["not for a constant in an interface", boxed('"text"'), "no"],
    ["not for a number", boxed("1234567"), "no"],
    ["not for a constant of a predeclared type", boxed("uint8(1)"), "no"],
    ["not for a constant of a type with methods", boxed("Error(1)"), "no"],
    ["not for a variable that the compiler knows the value of", boxed("size", "4096"), "no"],
    ["not known for a variable", boxed("n"), "unknown"],
    ["not known for a call, which looks like a constant of a type", boxed("work(1)"), "unknown"],
    ["not known for a func value, which looks like one too", boxed("fn(1)"), "unknown"],
  ] as const)("is %s", async (_, printed, allocates) => {
    const [record] = await escapesIn(`${declared("Error.Error", "work", "f")}${batch(printed)}`);
    expect(record?.allocates).toBe(allocates);
  });

  const returnedClosure = closure(
    "5:9",
    "f",
    "~r0 ← &{storage for func literal}",
    "func literal (spill) at 5:9",
    "return func literal (return) at 5:2",
  );

  test("is not for a closure that captures nothing", async () => {
    const [free] = await escapesIn(`${declared("f")}${batch(returnedClosure)}`);
    expect(free?.allocates).toBe("no");
    const capture = "./p.go:4:2: f capturing by value: x (addr=false assign=false width=8)\n";
    const [bound] = await escapesIn(`${declared("f")}${capture}${batch(returnedClosure)}`);
    expect(bound?.allocates).toBe("unknown");
  });

  test("is not for the literal of a package's variable, nor for its parts", async () => {
    const literal = (inside: string, left: string) => [
      expression(
        "3:10",
        "&T{...}",
        inside,
        "{heap} ← &{storage for &T{...}}",
        "&T{...} (spill) at 3:10",
        `${left} = &T{...} (assign) at 3:5`,
      ),
      expression(
        "3:20",
        "&U{}",
        inside,
        "{storage for &T{...}} ← &{storage for &U{}}",
        "&U{} (spill) at 3:20",
        "T{...} (struct literal element) at 3:11",
      ),
    ];
    const allocates = async (output: string) => (await escapesIn(output)).map((escape) => escape.allocates);
    expect(await allocates(batch(...literal("init", "table")))).toEqual(["no", "no"]);
    expect(await allocates(batch(...literal("f", "table")))).toEqual(["unknown", "unknown"]);
  });
});

describe("a named result", () => {
  const printed = batch(variable("42:2", "x", "named", "p ← &x", "&x (address-of) at 43:6", "p = &x (assign) at 43:4"));
  const declaration = "./p.go:41:6: cannot inline named: marked go:noinline\n";

  test("is told from an outer variable by the source", async () => {
    const lines = Array.from({ length: 45 }, () => "");
    const told1 = async (signature: string) => {
      lines[40] = signature;
      const { records } = await readOutput(`${declaration}${printed}`, { source: () => lines });
      return escapesOf(records).map(({ cause, guess }) => [cause, guess]);
    };
    expect(await told1("func named(v int) (p *int) {")).toEqual([["returned", null]]);
    expect(await told1("func named(v int) (q *int) {")).toEqual([["loop", null]]);
  });

  test("is told by a parameter that flows to it", async () => {
    const leak = "./p.go:41:12: leaking param: v to result p level=0\n";
    const [record] = await escapesIn(`${declaration}${leak}${printed}`);
    expect(record?.cause).toBe("returned");
  });

  test("remains a guess without either", async () => {
    const [record] = await escapesIn(`${declaration}${printed}`);
    expect(record?.cause).toBe("loop");
    expect(record?.guess).toMatch(/^p is taken for a variable .* it could be a named result$/);
  });
});

describe("the callee", () => {
  test("is that of the last call on the way", async () => {
    const [record] = await escapesIn(
      batch(
        expression(
          "9:38",
          "n",
          "f",
          "a ← &{storage for n}",
          "first(n) (call parameter) at 9:30",
          "{heap} ← a",
          "second(a) (call parameter) at 9:20",
        ),
      ),
    );
    expect(record?.callee).toBe("second");
  });

  test("is nothing without a call", async () => {
    const [record] = await escapesIn(batch(variable("5:2", "x", "f", "{heap} ← &x", "c <- &x (send) at 6:2")));
    expect(record?.callee).toBeNull();
  });
});
