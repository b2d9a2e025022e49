// Where fields and variables are declared, and what hides what is stored in them.
import { describe, expect, test } from "vitest";
import { loadGoReader } from "../../../parsers/gosource/index.js";
import { rewritten } from "../../../src/try/rewrite.js";

const reader = await loadGoReader();

/** A file of one function, and its text when what is stored at the first use of `kept` in it is hidden. */
function closed(statement: string, use: { isField?: boolean; type?: string | null } = {}): string | null {
  const text = `package p\n\nfunc f() {\n\t${statement}\n}\n`;
  const [before = ""] = statement.split("kept");
  const line = 4 + before.split("\n").length - 1;
  const column = (before.split("\n").length === 1 ? 2 : 1) + Buffer.byteLength(before.split("\n").at(-1) ?? "");
  const closing = reader.read(text, (file) =>
    file.closeStore({ line, column }, "kept", { isField: use.isField ?? false, type: use.type ?? null }),
  );
  if (closing === null || "refused" in closing) return closing?.refused ?? null;
  return rewritten(text, closing.edits)
    .slice("package p\n\nfunc f() {\n\t".length, -"\n}\n".length)
    .replaceAll("escapeReportHide", "hide");
}

describe("what is stored", () => {
  test.each([
    ["kept = v", "kept = hide(v)"],
    ["pkg.kept = v", "pkg.kept = hide(v)"],
    ["a, kept, b = 1, v, 3", "a, kept, b = 1, hide(v), 3"],
    ["kept[i] = v", "kept[i] = hide(v)"],
    ["kept.f.g[i].h = v", "kept.f.g[i].h = hide(v)"],
    ["*kept = v", "*kept = hide(v)"],
    ["(*kept).f = v", "(*kept).f = hide(v)"],
    ["kept = append(kept, v, w)", "kept = hide(append(kept, hide(v), hide(w)))"],
    ["kept = append(kept, vs...)", "kept = hide(append(kept, hide(vs)...))"],
    ["if kept = v; ok {\n\t}", "if kept = hide(v); ok {\n\t}"],
  ])("is hidden: %s", (statement, expected) => {
    expect(closed(statement)).toBe(expected);
  });

  test.each([
    "x := kept",
    "x = kept",
    "m[kept] = v",
    "use(kept)",
    "kept.Method(v)",
    "kept++",
    "kept = nil",
    "kept -= 1",
    "p := &kept",
    "for kept.f() {\n\t}",
    "return kept",
    "x := T{f: kept}",
  ])("is not what is read: %s", (statement) => {
    expect(closed(statement)).toBe(statement);
  });

  test.each([
    ["kept, err = g()", "it is one of several values of an expression there"],
    ["kept, ok = m[k]", "it is one of several values of an expression there"],
    ["kept += s", "it is put together with += there"],
    ["for kept = range list {\n\t}", "it is set by range there"],
    ["for _, kept = range list {\n\t}", "it is set by range there"],
  ])("cannot be hidden, and why: %s", (statement, reason) => {
    expect(closed(statement)).toBe(reason);
  });

  test("becomes what the field or variable is", () => {
    expect(closed("kept = v", { type: "error" })).toBe("kept = hide[error](v)");
    // A part of it has another type.
    expect(closed("kept[i] = v", { type: "[]error" })).toBe("kept[i] = hide(v)");
    expect(closed("kept = append(kept, v)", { type: "[]error" })).toBe(
      "kept = hide[[]error](append(kept, hide[error](v)))",
    );
    expect(closed("kept = append(kept, vs...)", { type: "[]error" })).toBe(
      "kept = hide[[]error](append(kept, hide(vs)...))",
    );
  });

  test("may stand behind a key", () => {
    expect(closed("x := T{kept: v, other: w}", { isField: true })).toBe("x := T{kept: hide(v), other: w}");
    expect(closed("x := T{kept: 1}", { isField: true })).toBe("x := T{kept: 1}");
    expect(closed("x := T{kept: {v}}", { isField: true })).toBe("a literal stands there without its type");
    // The key of a map is the variable's value.
    expect(closed("x := map[int]int{kept: v}")).toBe("x := map[int]int{kept: v}");
  });

  test("may stand in a literal without keys", () => {
    const text = "package p\n\nvar a = T{1, v}\n\nvar b = &T{x: 1}\n\nvar c = U{1, v}\n\nvar d = G[int]{1, w}\n";
    const edits = (owner: string) =>
      reader.read(text, (file) => file.closeUnkeyed({ owner, index: 1, type: null })) ?? [];
    expect(rewritten(text, edits("T"))).toContain("var a = T{1, escapeReportHide(v)}");
    expect(rewritten(text, edits("T"))).toContain("var c = U{1, v}");
    expect(rewritten(text, edits("G"))).toContain("var d = G[int]{1, escapeReportHide(w)}");
  });
});

describe("fields and variables", () => {
  test("are found where they are declared", () => {
    const text = `package p

type T struct {
	a, b *int
	Base
	kept []error
}

type G[V any] struct{ kept V }

var first, kept any

var (
	other int
	more = func() { var kept int; _ = kept }
)

func f() { var kept int; _ = kept }
`;
    const found = reader.read(text, (file) => file.storesNamed("kept")) ?? [];
    expect(found.map(({ owner, type, index }) => [owner, type, index])).toEqual([
      ["T", "[]error", 3],
      ["G", null, 0],
      [null, "any", 0],
    ]);
    expect(found.every(({ start, end }) => text.slice(start, end) === "kept")).toBe(true);
    expect(reader.read(text, (file) => file.storesNamed("Base"))).toEqual([]);
  });
});
