import { describe, expect, test } from "vitest";
import { diffSchema } from "../../../src/records/diff.js";
import { json } from "../../../src/render/diff/json.js";
import { markdown } from "../../../src/render/diff/markdown.js";
import { ndjson } from "../../../src/render/diff/ndjson.js";
import { unix } from "../../../src/render/diff/unix.js";
import { addedEscape, diffOf } from "../../helpers/diff.js";
import { escapeRecord } from "../../helpers/escape.js";
import { contextOf, tourDiff } from "./context.js";

describe("a diff as JSON", () => {
  test("is the whole diff, a record a line", async () => {
    const diff = await tourDiff("go1.24", "go1.26");
    const text = [...json.render(contextOf(diff))].join("");
    expect(diffSchema.parse(JSON.parse(text))).toEqual(diff);
    expect(text.split("\n").filter((line) => line.startsWith('{"kind":"escape"'))).toHaveLength(7);
  });

  test("is valid when nothing differs", () => {
    expect(JSON.parse([...json.render(contextOf(diffOf()))].join(""))).toEqual(diffOf());
  });
});

describe("a diff as NDJSON", () => {
  test("is a change a line, with the reason in the line", () => {
    const reason = {
      kind: "leak-appeared" as const,
      shown: true,
      package: "example.com/app",
      function: "keep",
      file: "a.go",
      line: 6,
      column: 11,
      subject: "p",
      before: null,
      after: "leaking param: p",
      added: [0],
    };
    const { added: _, ...facts } = reason;
    const record = escapeRecord();
    const other = escapeRecord({ line: 20 });
    const diff = diffOf({
      added: [addedEscape({}, 0), addedEscape()],
      removed: [record],
      moved: [{ before: record, after: other, what: ["file"] }],
      changed: [{ before: record, after: other, what: ["cause"], effects: [], parts: null }],
      reasons: [reason],
    });
    const lines = [...ndjson.render(contextOf(diff))].map((line): unknown => JSON.parse(line));
    expect(lines).toEqual([
      { change: "added", ...record, doubt: null, parts: null, reason: facts },
      { change: "added", ...record, doubt: null, parts: null, reason: null },
      { change: "removed", ...record },
      { change: "moved", before: record, after: other, what: ["file"] },
      { change: "changed", before: record, after: other, what: ["cause"], effects: [], parts: null },
    ]);
  });
});

describe("a diff for editors", () => {
  test("is a change a line, the place first", async () => {
    const lines = [...unix.render(contextOf(await tourDiff("go1.24", "go1.26")))];
    expect(lines[0]).toBe("example.com/tour/main.go:40:12: added: append escapes to heap [slice-growth]\n");
    expect(lines.at(-1)).toBe(
      "example.com/tour/main.go:67:13: removed: make([]int, n) escapes to heap [stack-limit]\n",
    );
  });
});

describe("a diff as Markdown", () => {
  test("has the figures, what is new, and the rest folded away", async () => {
    const text = [...markdown.render(contextOf(await tourDiff("go1.24", "go1.26")))].join("");
    expect(text).toContain("**4 added, 3 removed, 16 unchanged**");
    expect(text).toMatch(/^\| slice-growth \| 0 \| 4 \| \+4 \| new \| {2}\|$/m);
    expect(text).toContain("`example.com/tour/main.go:40:12`");
    expect(text).toContain("<details><summary>Removed (3)</summary>");
  });

  test("says so when nothing differs", async () => {
    const text = [...markdown.render(contextOf(await tourDiff("go1.26", "go1.27")))].join("");
    expect(text).toContain("**No difference: all 20 heap allocations are the same on both sides.**");
    expect(text).not.toContain("| Before |");
  });

  test("does not let a name of the source become markup", () => {
    const evil = "`x` | @team <img src=x> [a](b)";
    const diff = diffOf({
      added: [addedEscape({ expression: evil, function: evil, callee: evil, cause: "call-argument", sink: "call" })],
      after: { ...diffOf().after, name: evil },
    });
    const text = [...markdown.render(contextOf(diff))].join("");
    // Outside of code spans, nothing that means something.
    const outside = text.replace(/(`+).*?\1/g, "");
    expect(outside).not.toContain("@team");
    expect(outside).not.toContain("<img");
    for (const row of text.split("\n").filter((line) => line.startsWith("| `internal"))) {
      expect(row.replace(/\\\|/g, "").split("|")).toHaveLength(7);
    }
  });
});
