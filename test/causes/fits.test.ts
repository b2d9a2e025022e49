// What helps depends on the place: on what is made, where it goes, and whose code it is.
import { describe, expect, test } from "vitest";
import { remediesFor } from "../../src/causes/catalogue.js";
import { notWorthIt, type RemedySite } from "../../src/causes/fits.js";
import type { EscapeRecord, Hop } from "../../src/records/record.js";
import { escapeRecord } from "../helpers/escape.js";

function site(fields: Partial<EscapeRecord>, end = "outside", ownCallee = false): RemedySite {
  return { escape: escapeRecord({ file: "p.go", flow: [], ...fields }), end, ownCallee };
}

const told = (at: RemedySite) => remediesFor(at.escape.cause, at.escape.allocation, at).join(" ");

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
    ["a number that fmt formats", site({ ...BOX, callee: "fmt.Sprintf", call: "convT64" }), "strconv.AppendInt"],
    ["an attribute of slog", site({ ...BOX, callee: "(*slog.Logger).Info" }), "slog.Int"],
    ["any call that logs", site({ ...BOX, callee: "(*zap.SugaredLogger).Infof" }), "log level"],
    ["an argument of one's own function", site({ ...BOX, callee: "store.Put" }, "global", true), "generic"],
    ["a struct", site({ ...BOX, callee: "r.Render", type: "p.big", bytes: 64 }), "Pass a pointer"],
  ])("%s", (_, at, part) => {
    expect(told(at)).toContain(part);
  });

  test("that a method of an interface renders has nothing to do with fmt, slog or logs", () => {
    const text = told(site({ ...BOX, callee: "render.Render", call: "convTstring", type: "string", bytes: 16 }));
    expect(text).not.toMatch(/strconv|slog|log level|generic|pointer/);
  });
});

describe("a pointer that is returned", () => {
  const returned = { ...POINTER, cause: "returned" } as const;

  test("can be a value where that is small, and no interface", () => {
    expect(told(site({ ...returned, bytes: 16 }, "result"))).toContain("Return the value instead");
    expect(told(site({ ...returned, bytes: 4096 }, "result"))).not.toContain("Return the value instead");
    expect(told(site({ ...returned, bytes: 16, flow: [INTO_INTERFACE] }, "result"))).toBe("");
  });

  test("is held in a field by value, and in nothing else", () => {
    const stored = { ...POINTER, cause: "heap-store" } as const;
    expect(told(site(stored, "field"))).toContain("Hold the value in the struct");
    expect(told(site(stored, "global"))).toBe("");
  });
});

describe("nothing is worth it", () => {
  test.each([
    ["for an error's type", { type: "errors.errorString" }, "outside", "an error"],
    ["for an argument of an error", { callee: "fmt.Errorf" }, "outside", "an error"],
    ["where it runs once", { function: "init.0" }, "global", "runs once"],
    ["in another module", { file: "example.com/x@v1.0.0/x.go" }, "global", "another module"],
    ["in the standard library", { file: "$GOROOT/src/fmt/print.go" }, "global", "another module"],
    ["for what a constructor returns", { ...POINTER, function: "NewServer", loop: false }, "result", "constructor"],
  ] as const)("%s", (_, fields, end, part) => {
    expect(notWorthIt(site(fields, end))).toContain(part);
  });

  test.each([
    ["what a constructor makes in a loop", { ...POINTER, function: "NewServer", loop: true }, "result"],
    ["what a constructor keeps", { ...POINTER, function: "NewServer", loop: false }, "global"],
    ["an ordinary value", { ...POINTER, function: "handle", type: "p.request", callee: null }, "field"],
    ["a function whose name only begins so", { ...POINTER, function: "Newline", loop: false }, "field"],
  ] as const)("but not for %s", (_, fields, end) => {
    expect(notWorthIt(site(fields, end))).toBeNull();
  });
});
