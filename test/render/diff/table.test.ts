import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import type { Diff, Reason } from "../../../src/records/diff.js";
import { table } from "../../../src/render/diff/table.js";
import { displayWidth } from "../../../src/text/fit.js";
import { addedEscape, diffOf } from "../../helpers/diff.js";
import { escapeRecord } from "../../helpers/escape.js";
import { type ContextOptions, contextOf, tourDiff } from "./context.js";

function rendered(diff: Diff, options: ContextOptions = {}): string {
  return [...table.render(contextOf(diff, options))].join("");
}

/** The lines of the section with this heading. */
function section(text: string, heading: string): string[] {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.startsWith(heading));
  const end = lines.indexOf("", start);
  return start < 0 ? [] : lines.slice(start + 1, end < 0 ? undefined : end);
}

const REASON: Reason = {
  kind: "inlining-lost",
  shown: true,
  package: "example.com/app",
  function: "length",
  file: "a.go",
  line: 11,
  column: 6,
  subject: null,
  before: "can inline length with cost 61",
  after: "cannot inline length: function too complex: cost 82 exceeds budget 80",
  added: [0],
};

describe("the table of a diff", () => {
  test("starts with both sides and what became of their allocations", async () => {
    expect(
      rendered(await tourDiff("go1.24", "go1.26"))
        .split("\n")
        .slice(0, 3),
    ).toEqual([
      "before old.txt: 19 heap allocations",
      "after  new.txt: 20 heap allocations",
      "4 added, 3 removed, 16 unchanged",
    ]);
  });

  test("has the causes side by side in the manner of benchstat", async () => {
    expect(section(rendered(await tourDiff("go1.24", "go1.26")), "By cause")).toEqual([
      "cause                 before  after  delta",
      "returned                   5      5      ~",
      "slice-growth               0      4     +4     new",
      "stack-limit                4      2     -2  -50.0%",
      "interface-conversion       3      2     -1  -33.3%",
      "call-argument              2      2      ~",
      "channel-send               2      2      ~",
      "closure-capture            1      1      ~",
      "element-store              1      1      ~",
      "goroutine                  1      1      ~",
      "total                     19     20     +1   +5.3%  +4 -3",
    ]);
  });

  test("lists what is new with its place, cause and why, then what is gone", async () => {
    const text = rendered(await tourDiff("go1.24", "go1.26"));
    expect(section(text, "Added").slice(0, 2)).toEqual([
      "example.com/tour/main.go:40:12  sliceEscape",
      "  append(s, 1): slice-growth, append may grow the slice, which is returned",
    ]);
    expect(section(text, "Removed").slice(0, 2)).toEqual([
      "example.com/tour/main.go:25:11  callPrintAny",
      "  num: interface-conversion, boxed into an interface that is passed to fmt.Fpri…",
    ]);
  });

  test("puts what follows from one reason under it", () => {
    const diff = diffOf({
      added: [addedEscape({}, 0), addedEscape({ line: 99 })],
      reasons: [REASON],
      after: { ...diffOf().after, escapes: 2 },
    });
    const lines = rendered(diff).split("\n");
    const at = lines.indexOf("because length is no longer inlined: cost 82 exceeds budget 80, before it was 61");
    expect(lines.slice(at + 1, at + 3)).toEqual(["(a.go:11:6)", "internal/store/store.go:12:2  (*Store).Get"]);
    expect(lines.indexOf("internal/store/store.go:99:2  (*Store).Get")).toBeGreaterThan(at);
  });

  test("tells of functions that are no longer inlined, though no record is new", () => {
    const text = rendered(diffOf({ reasons: [{ ...REASON, added: [] }] }));
    expect(section(text, "No longer inlined").join(" ")).toContain("length is no longer inlined");
  });

  test("shows the source line where it is that of the record, and none where the file has changed", () => {
    const diff = diffOf({ added: [addedEscape({ file: "a.go", line: 2, column: 2, expression: "count" })] });
    const shown = (line: string) =>
      rendered(diff, { sources: () => ["package a", line], spanOf: () => ({ start: 1, end: 6 }) });
    expect(shown("\tcount := 1")).toContain("  2 | count := 1\n    | ^^^^^");
    expect(shown("\tother := 1")).not.toContain(" | ");
  });

  test("shows as much as --top says, and how much there is", async () => {
    const text = rendered(await tourDiff("go1.24", "go1.26"), { top: 1 });
    expect(text).toContain("Added (first 1 of 4)");
    expect(section(text, "Added")).toHaveLength(2);
    expect(section(text, "By cause")).toHaveLength(11);
  });

  test("groups moves by where they went", () => {
    const moved = [1, 2].map((line) => ({
      before: escapeRecord({ line, file: "a.go" }),
      after: escapeRecord({ line, file: "b.go" }),
      what: ["file" as const],
    }));
    expect(section(rendered(diffOf({ moved, unchanged: 5 })), "Moved")).toEqual(["2 heap allocations  a.go  →  b.go"]);
  });

  test("says so when nothing differs", async () => {
    expect(rendered(await tourDiff("go1.26", "go1.27")).split("\n")).toEqual([
      "before old.txt: 20 heap allocations",
      "after  new.txt: 20 heap allocations",
      "No difference: all 20 heap allocations are the same on both sides.",
      "",
    ]);
    expect(rendered(diffOf())).toContain("Nothing to compare: neither side has a heap allocation to show.");
  });

  test.each([40, 60, 80, 120])("keeps within %d columns, but for places", async (width) => {
    const text = rendered(await tourDiff("go1.24", "go1.26"), { width });
    const wide = text.split("\n").filter((line) => displayWidth(line) > Math.max(width, 62));
    expect(wide).toEqual([]);
  });

  test("lets no control character of a source through", () => {
    const evil = "\u001b]0;owned\u0007\u202e";
    const added = [
      addedEscape({ expression: evil, function: evil, file: `${evil}.go`, message: evil, callee: evil }, 0),
    ];
    const moved = [{ before: escapeRecord({ file: evil }), after: escapeRecord(), what: ["file" as const] }];
    const reasons = [{ ...REASON, function: evil, before: evil, after: evil, subject: evil }];
    const text = rendered(diffOf({ added, moved, reasons, removed: [escapeRecord({ package: evil })] }), {
      color: true,
    });
    expect(stripVTControlCharacters(text).replaceAll("\n", "")).not.toMatch(/\p{Cc}|\p{Cf}/u);
  });
});
