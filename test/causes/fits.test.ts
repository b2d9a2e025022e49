// What helps depends on the place: on what is made, where it goes, and whose code it is.
import { describe, expect, test } from "vitest";
import { adviceFor, adviceOn } from "../../src/causes/advice.js";
import { notWorthIt, type RemedySite, remedySite, type SourceFacts } from "../../src/causes/fits.js";
import { readerNames } from "../../src/causes/reader-names.js";
import type { EscapeRecord, Hop } from "../../src/records/record.js";
import { escapeRecord } from "../helpers/escape.js";

interface Told {
  readonly escape: EscapeRecord;
  readonly at: RemedySite;
}

function told(fields: Partial<EscapeRecord>, end = "outside", ownCallee = false, source?: SourceFacts): string {
  const { escape, at } = site(fields, end, ownCallee, source);
  return adviceFor([escape.cause], at, readerNames(escape)).remedies.join(" ");
}

function site(fields: Partial<EscapeRecord>, end = "outside", ownCallee = false, source?: SourceFacts): Told {
  const escape = escapeRecord({ file: "p.go", flow: [], ...fields });
  return { escape, at: remedySite(escape, end, ownCallee, source) };
}

/** A place in a function like any other. */
const PLAIN: SourceFacts = {
  once: false,
  appendsToParameter: null,
  hasRoom: null,
  onlyMissing: null,
  isAsked: false,
  returnsNamedType: false,
  isOfReceiver: null,
  isSetInLiteral: false,
  literal: null,
};

const BOX = { cause: "interface-conversion", allocation: "boxed-value" } as const;
const POINTER = { allocation: "pointer-literal", callee: null } as const;
const INTO_INTERFACE: Hop = {
  to: "~r0",
  from: "{storage for &T{...}}",
  dereferences: -1,
  steps: [{ expression: "&T{...}", reason: "interface-converted", file: "p.go", line: 1, column: 1 }],
};

describe("a value in an interface", () => {
  test.each([
    ["a number that fmt formats", { ...BOX, callee: "fmt.Sprintf", call: "convT64" }, "strconv.AppendInt"],
    ["an attribute of slog", { ...BOX, callee: "(*slog.Logger).Info" }, "slog.Int"],
    ["any call that logs", { ...BOX, callee: "(*zap.SugaredLogger).Infof" }, "log level"],
    ["a struct in a loop", { ...BOX, callee: "r.Render", type: "p.big", bytes: 64, loop: true }, "Pass a pointer"],
  ])("%s", (_, fields, part) => {
    expect(told(fields)).toContain(part);
  });

  test("of one's own function that only looks at it can be generic, of one that keeps or formats it cannot", () => {
    const box = { ...BOX, callee: "store.Put" };
    expect(told(box, "result", true)).toContain("generic");
    for (const end of ["append", "field", "outside", "interface-call"])
      expect(told(box, end, true)).not.toContain("generic");
    expect(told({ ...box, sink: "assignment" }, "field", true)).toContain("only ever holds one type");
    // A function further on can store what comes out of a type assertion.
    expect(told({ ...box, sink: "call" }, "field", true)).toBe("");
    // A slice of any has that type for a reason.
    for (const end of ["append", "element"]) expect(told(box, end, true)).toBe("");
  });

  test("that a method of an interface renders has nothing to do with fmt, slog or logs", () => {
    const box = { ...BOX, callee: "render.Render", call: "convTstring", type: "string", bytes: 16 };
    expect(told(box)).not.toMatch(/strconv|slog|log level|generic|pointer/);
  });
});

describe("a pointer that is returned", () => {
  const returned = { ...POINTER, cause: "returned" } as const;

  test("can be a value where that is small, and no interface", () => {
    expect(told({ ...returned, bytes: 16 }, "result")).toContain("Return the value instead");
    expect(told({ ...returned, bytes: 4096 }, "result")).not.toContain("Return the value instead");
    expect(told({ ...returned, bytes: 16, flow: [INTO_INTERFACE] }, "result")).toBe("");
  });

  test("is told with its type, in the words of its package", () => {
    const type = { package: "example.com/app/store", bytes: 16 };
    expect(told({ ...returned, ...type, type: "example.com/app/store.Item" }, "result")).toContain("Return `Item`");
    expect(told({ ...returned, ...type, type: "example.com/app/user.Item" }, "result")).toContain("`*user.Item`");
    expect(told({ ...returned, ...type, type: "struct { A int }" }, "result")).toContain("Return the value");
    expect(told({ ...returned, ...type, type: "[20]uint8" }, "result")).toContain("Return the value");
  });

  test("is held in a field by value, and in nothing else", () => {
    const stored = { ...POINTER, cause: "heap-store" } as const;
    expect(told(stored, "field")).toContain("Hold the value in the struct");
    expect(told(stored, "global")).toBe("");
  });
});

describe("a slice that grows", () => {
  const grows = { cause: "slice-growth", allocation: "append", expression: "append(names, name)" } as const;
  const from = (appendsToParameter: boolean | null): SourceFacts => ({ ...PLAIN, appendsToParameter });

  test("gets its capacity before the loop, by its name, only where there is one", () => {
    expect(told({ ...grows, loop: true }, "result")).toContain("give `names` that capacity before the loop");
    expect(told({ ...grows, loop: false }, "field")).toBe("");
    expect(told({ ...grows, loop: null }, "field")).toBe("");
  });

  test("that the caller brings is for the caller to size", () => {
    const text = told({ ...grows, loop: true }, "result", false, from(true));
    expect(text).toContain("`names` comes from the caller");
    expect(text).not.toContain("before the loop");
    expect(told({ ...grows, loop: false }, "result", false, from(false))).toContain("Take `names` as a parameter");
    expect(told({ ...grows, loop: false }, "result", false, from(null))).toBe("");
  });

  test("in a function that is inlined has no names of the reader", () => {
    const stack = [
      { function: "example.com/app.f", file: "p.go", line: 12 },
      { function: "strings.(*Builder).Grow", file: "$GOROOT/src/strings/builder.go", line: 80 },
    ];
    expect(readerNames(escapeRecord({ ...grows, stack })).variable).toBeNull();
  });
});

describe("what does not fit is left out", () => {
  test.each([
    ["a slice cannot be held by value", { cause: "contained", allocation: "make-slice" }, "result", "by value"],
    ["a text that is appended is no key", { cause: "element-store", allocation: "string-conversion" }, "append", "m["],
    [
      "a constant stays neither text nor bytes",
      { cause: "returned", allocation: "string-conversion", expression: '([]byte)("warning")' },
      "result",
      "Stay with one",
    ],
    [
      "one concatenation needs no builder",
      { cause: "returned", allocation: "string-concatenation" },
      "result",
      "Builder",
    ],
    ["what runs once is not reused", { cause: "call-argument", allocation: "new", loop: false }, "outside", "Reuse"],
    [
      "an appended array is no captured variable",
      { cause: "closure-capture", allocation: "append" },
      "longer",
      "closure",
    ],
  ] as const)("%s", (_, fields, end, part) => {
    expect(told(fields, end)).not.toContain(part);
  });
});

describe("nothing is worth it", () => {
  const stack = [
    { function: "example.com/app.f", file: "p.go", line: 12 },
    { function: "text/template.(*Template).New", file: "$GOROOT/src/text/template/template.go", line: 61 },
  ];
  test.each([
    ["for an error's type", { type: "errors.errorString" }, "outside", "an error"],
    ["for an argument of an error", { callee: "fmt.Errorf" }, "outside", "an error"],
    ["where it runs once", { function: "init.0" }, "global", "runs once"],
    ["in main", { function: "main", loop: false }, "call", "runs once"],
    ["on the way to a panic", {}, "panic", "panics"],
    ["in another module", { file: "example.com/x@v1.0.0/x.go" }, "global", "another module"],
    ["in the standard library", { file: "$GOROOT/src/fmt/print.go" }, "global", "another module"],
    ["in what the compiler made", { file: "<autogenerated>" }, "result", "another module"],
    ["for what a constructor returns", { ...POINTER, function: "NewServer", loop: false }, "result", "constructor"],
    ["for a map in that", { allocation: "make-map", function: "NewServer", loop: false }, "result", "constructor"],
    ["for what another module makes", { ...POINTER, stack }, "outside", "a function of another module makes it"],
  ] as const)("%s", (_, fields, end, part) => {
    expect(
      notWorthIt(
        site({ ...fields, ...("stack" in fields ? { stack: [...stack] } : {}) } as Partial<EscapeRecord>, end).at,
      ),
    ).toContain(part);
  });

  test("where it is set up once", () => {
    const source = { ...PLAIN, once: true };
    expect(notWorthIt(site({ allocation: "make-map" }, "global", false, source).at)).toContain("set up once");
  });

  test.each([
    ["what a constructor makes in a loop", { ...POINTER, function: "NewServer", loop: true }, "result"],
    ["what a constructor keeps", { ...POINTER, function: "NewServer", loop: false }, "global"],
    ["an ordinary value", { ...POINTER, function: "handle", type: "p.request", callee: null }, "field"],
    ["a function whose name only begins so", { ...POINTER, function: "Newline", loop: false }, "field"],
    ["a loop of main", { function: "main", loop: true }, "field"],
  ] as const)("but not for %s", (_, fields, end) => {
    expect(notWorthIt(site(fields, end).at)).toBeNull();
  });
});

describe("a record alone", () => {
  const step = { reason: "assign", file: "p.go", line: 3, column: 2 };
  const to = (expression: string): Hop[] => [
    { to: "{heap}", from: "x", dereferences: 0, steps: [{ ...step, expression }] },
  ];

  test("gets the advice that its own flow allows, with its names", () => {
    const fields = { ...POINTER, cause: "heap-store", sink: "assignment", type: "example.com/app.Item" } as const;
    expect(adviceOn(escapeRecord({ ...fields, flow: to("s.last = &Item{...}") })).remedies[0]).toBe(
      "Let `s.last` hold a `Item` instead of a pointer to one.",
    );
    expect(adviceOn(escapeRecord({ ...fields, flow: to("last = &Item{...}") }))).toEqual({
      remedies: [],
      noRemedy: "None that is known to fit here.",
    });
  });

  test("that never allocates gets none", () => {
    expect(adviceOn(escapeRecord({ allocates: "no" }))).toEqual({ remedies: [], noRemedy: null });
  });
});

describe("what the source shows of a place", () => {
  const source = (facts: Partial<SourceFacts>): SourceFacts => ({ ...PLAIN, ...facts });

  test("a slice that has room gets none before the loop, nor does an element of a map", () => {
    const grows = { cause: "slice-growth", allocation: "append", expression: "append(s, v)", loop: true } as const;
    expect(told(grows, "field", false, source({ appendsToParameter: false, hasRoom: false }))).toContain(
      "before the loop",
    );
    expect(told(grows, "field", false, source({ appendsToParameter: false, hasRoom: true }))).toBe("");
    expect(told({ ...grows, expression: "append(m[k], v)" }, "element", false, PLAIN)).toBe("");
  });

  test("what is made only where it is missing is worth nothing", () => {
    const made = site({ allocation: "make-slice" }, "field", false, source({ onlyMissing: "e.buf" })).at;
    expect(notWorthIt(made)).toBe(
      "None that is worth it: it is made only where `e.buf` is not there yet, or too small.",
    );
  });

  test("parameters and results that an interface asks for stay as they are", () => {
    const returned = { ...POINTER, cause: "returned", bytes: 16 } as const;
    expect(told(returned, "result", false, PLAIN)).toContain("Return the value");
    expect(told(returned, "result", false, source({ isAsked: true }))).toBe("");
    const text = { cause: "returned", allocation: "string-concatenation", loop: false } as const;
    expect(told(text, "result", false, source({ isAsked: true }))).toBe("");
  });

  test("a function that has to be one is not to be a struct", () => {
    const closure = { cause: "returned", allocation: "closure", function: "handler" } as const;
    expect(told(closure, "result", false, PLAIN)).toContain("struct with a method");
    expect(told(closure, "result", false, source({ returnsNamedType: true }))).toBe("");
  });

  test("a function that gets nothing has to capture what it works with", () => {
    const passed = { cause: "call-argument", allocation: "closure" } as const;
    expect(told(passed, "outside", false, source({ literal: 2 }))).toContain("without captured variables");
    expect(told(passed, "outside", false, source({ literal: 0 }))).toBe("");
  });
});

describe("what cannot be meant for a place", () => {
  test("a small closure of a go statement captures little", () => {
    const run = { cause: "goroutine", allocation: "closure" } as const;
    expect(told({ ...run, bytes: 16 }, "go")).toBe("");
    expect(told({ ...run, bytes: 200 }, "go")).toContain("Capture less");
  });

  test.each([
    ["log.Printf", false],
    ["(*log.Logger).Printf", false],
    ["log.Debugf", true],
    ["(*logrus.Entry).Infof", true],
  ])("%s has levels: %s", (callee, has) => {
    expect(told({ ...BOX, callee }).includes("log level")).toBe(has);
  });

  test("a callback of an interface's method is not called directly", () => {
    const passed = { cause: "interface-call", allocation: "closure" } as const;
    expect(told(passed, "func-value")).toContain("call it directly");
    expect(told(passed, "interface-call")).not.toContain("call it directly");
  });

  test("a logger's method has as many arguments as there are to print", () => {
    const passed = { cause: "interface-call", allocation: "variadic-slice" } as const;
    expect(told({ ...passed, callee: "w.logger.Printf" }, "func-value")).toBe("");
    const direct = { ...passed, callee: "w.router.Handle", flow: [INTO_INTERFACE] };
    expect(told(direct, "func-value")).toContain("one or two arguments");
    // What the function captures has gone into an option first.
    expect(told({ ...direct, flow: [INTO_INTERFACE, INTO_INTERFACE] }, "func-value")).toBe("");
  });

  test("a pointer that is passed to a callback can be there to be written through", () => {
    expect(told({ ...POINTER, cause: "interface-call", bytes: 16 }, "func-value")).toBe("");
  });

  test("a constant is converted once, and what holds it is not followed to where the story has been", () => {
    const made = { cause: "contained", allocation: "string-conversion", expression: '([]byte)("false")' } as const;
    expect(told(made, "append")).toMatch(/^Where nobody changes the bytes[^.]*\.$/);
    expect(told({ ...made, expression: "([]byte)(s)" }, "storage")).toMatch(/^Follow it/);
  });

  test("a goroutine that a callee starts is meant to keep what it runs", () => {
    const passed = { cause: "call-argument", allocation: "method-value" } as const;
    expect(told(passed, "interface-call", true)).toContain("lets the parameter go");
    expect(told(passed, "outside", true)).toBe("");
    expect(told(passed, "go", true)).toBe("");
  });

  test("a variable that a literal sets cannot be copied into it", () => {
    const moved = { cause: "closure-capture", allocation: "variable", expression: "names" } as const;
    const byReference = [
      { ...INTO_INTERFACE, steps: [{ expression: "names", reason: "reference", file: "p.go", line: 1, column: 1 }] },
    ];
    expect(told({ ...moved, flow: byReference }, "outside", false, PLAIN)).toContain("Let the closure copy");
    expect(told({ ...moved, flow: byReference }, "outside", false, { ...PLAIN, isSetInLiteral: true })).not.toContain(
      "Let the closure copy",
    );
  });

  test("a pool of errors is no error, and what With returns is made to be returned", () => {
    const made = (name: string, expression: string) =>
      notWorthIt(site({ ...POINTER, function: name, expression, loop: false }, "result").at);
    expect(made("(*Pool).Errors", "&ErrorPool{...}")).toBeNull();
    expect(made("(*Pool).Errors", "&PoolError{...}")).toContain("made for an error");
    expect(made("(*Pool).WithErrors", "&ErrorPool{...}")).toContain("constructor");
    expect(made("(*Pool).Without", "&ErrorPool{...}")).toBeNull();
  });

  test("a key of one part is no struct, and one that is kept in a variable first no lookup", () => {
    const key = (expression: string, hops: number) => {
      const text = { cause: "element-store", sink: "map-key", expression } as const;
      const allocation = expression.startsWith("string(") ? "string-conversion" : "string-concatenation";
      return told({ ...text, allocation, flow: Array.from({ length: hops }, () => INTO_INTERFACE) }, "element");
    };
    expect(key('a + ":" + b', 1)).toContain("a struct of the parts");
    expect(key('"key" + ~r0', 1)).toBe("");
    expect(key("string(b)", 1)).toContain("Look up with");
    expect(key("string(b)", 2)).toBe("");
  });

  test("a character has no variant of a callee, and a decoder's settings are not filled in", () => {
    const text = { cause: "call-argument", allocation: "string-conversion", expression: "string(r)" } as const;
    expect(told({ ...text, call: "slicebytetostring" })).toContain("Look for the variant");
    expect(told({ ...text, call: "intstring" })).toBe("");
    const filled = { ...POINTER, cause: "call-argument", loop: false } as const;
    expect(told({ ...filled, callee: "fmt.Sscanf" })).toContain("takes and returns values");
    for (const callee of ["mapstructure.NewDecoder", "json.Unmarshal"]) expect(told({ ...filled, callee })).toBe("");
  });

  test("what others call returns what they count on, and what is new has nothing to reuse", () => {
    const closure = { cause: "returned", allocation: "closure", loop: false } as const;
    expect(told({ ...closure, function: "(*scheduler).check" }, "result", false, PLAIN)).toContain(
      "struct with a method",
    );
    for (const name of ["EdgeData", "(*Graph).Edge"]) {
      expect(told({ ...closure, function: name }, "result", false, PLAIN)).toBe("");
    }
    const stored = { cause: "heap-store", allocation: "make-slice", function: "(*reader).read" } as const;
    expect(told(stored, "field", false, { ...PLAIN, isOfReceiver: true })).toContain("Reuse the slice");
    expect(told(stored, "field", false, { ...PLAIN, isOfReceiver: false })).toBe("");
  });

  test("arguments of a logger are spared where its level is off", () => {
    const passed = { cause: "interface-call" as const, allocation: "variadic-slice" as const, flow: [INTO_INTERFACE] };
    expect(told({ ...passed, callee: "s.logger.Debug" }, "interface-call")).toContain("log level");
    expect(told({ ...passed, callee: "s.logger.Printf" }, "interface-call")).toBe("");
  });

  test("what a callee may keep is not made once for many calls", () => {
    const looped = { ...POINTER, cause: "call-argument", loop: true } as const;
    expect(told({ ...looped, callee: "rtred.(*RTree).Insert" })).toBe("");
    for (const callee of ["json.Unmarshal", "fmt.Sscanf", "io.ReadFull", "(*json.Decoder).Decode"]) {
      expect(told({ ...looped, callee }), callee).toContain("Reuse one value");
    }
  });

  test("what only a way to a panic comes to is worth nothing", () => {
    expect(notWorthIt(site({ ...BOX, reason: "panic", callee: "fmt.Sprintf" }).at)).toContain(
      "only a program that panics",
    );
  });
});
