// Annotations in GitHub.
import * as toolkit from "@actions/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { workflowCommand } from "../../../src/render/services/workflow-command.js";
import { addedEscape, diffOf } from "../../helpers/diff.js";
import { escapeRecord } from "../../helpers/escape.js";
import { treeAt } from "../../helpers/tree.js";
import { diffText, reportText } from "../formats.js";

/** What GitHub's toolkit prints for an annotation. */
function fromToolkit(message: string, properties: toolkit.AnnotationProperties): string {
  const written: string[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  toolkit.warning(message, properties);
  write.mockRestore();
  return written.join("");
}

afterEach(() => {
  vi.restoreAllMocks();
});

function linesOf(text: string): string[] {
  return text.trimEnd().split("\n");
}

function count(text: string, name: string): number {
  return linesOf(text).filter((line) => line.startsWith(`::${name} `)).length;
}

describe("a workflow command", () => {
  test.each([
    ["plain", "a title", "main.go"],
    ["100% of\nlines: a,b", "a: b, c%3A", "dir,a:b%.go"],
  ])("is escaped as GitHub's own toolkit does: %j", (message, title, file) => {
    // Its own order: the title comes first.
    const properties = { title, file, line: 12, col: 3 };
    expect(workflowCommand("warning", properties, message)).toBe(
      fromToolkit(message, { title, file, startLine: 12, startColumn: 3 }),
    );
  });

  test("makes visible what the log would obey or hide", () => {
    const properties = { title: "\n::x", file: "a\r\u202e.go" };
    expect(workflowCommand("warning", properties, "::error::no\n::stop-commands::x\u001b[2J")).toBe(
      "::warning title=\\n\\x3a%3Ax,file=a\\r\\u202e.go::\\x3a:error::no%0A\\x3a:stop-commands::x\\x1b[2J\n",
    );
  });
});

describe("a report as annotations", () => {
  test("warns on the line, and says what, why, and what can be done", async () => {
    const text = await reportText("github", [escapeRecord()], { tree: treeAt("services/api") });
    expect(text).toMatch(
      /^::warning file=services\/api\/internal\/store\/store.go,line=12,col=2,title=Heap allocation%3A [^,:]+::Variable "x" in "\(\*Store\)\.Get" escapes to the heap: /,
    );
    expect(text).toMatch(/%0AWhat can be done: .*%0AMore: docs\/causes\.md#.*\n$/);
    expect(linesOf(text)).toHaveLength(1);
  });

  test("is empty when nothing escapes", async () => {
    expect(await reportText("github", [])).toBe("");
  });

  test("annotates nothing outside of the repository: GitHub would show it on no line", async () => {
    const outside = escapeRecord({ file: "$GOROOT/src/fmt/print.go" });
    const text = await reportText("github", [outside, escapeRecord()], { tree: treeAt("api") });
    expect(linesOf(text)).toHaveLength(1);
    expect(text).toContain("file=api/internal/store/store.go");
  });

  test("chooses the ten most useful, rather of several functions, and says how many more there are", async () => {
    const dull = Array.from({ length: 30 }, (_, i) =>
      escapeRecord({ line: i + 1, cause: "unexplained", function: `D${i}` }),
    );
    const same = Array.from({ length: 30 }, (_, i) => escapeRecord({ line: i + 101, function: "Same" }));
    const good = Array.from({ length: 9 }, (_, i) => escapeRecord({ line: i + 201, function: `Good${i}` }));
    const text = await reportText("github", [...dull, ...same, ...good]);
    expect(count(text, "warning")).toBe(10);
    for (const { function: name } of good) expect(text).toContain(`in "${name}"`);
    expect(linesOf(text).at(-1)).toMatch(/^::notice title=.*::59 further heap allocations not shown/);
  });
});

describe("a diff as annotations", () => {
  const changed = (line: number) => ({
    before: escapeRecord({ cause: "loop", line }),
    after: escapeRecord({ line, function: `F${line}` }),
    what: ["cause" as const],
    effects: [],
    parts: null,
  });

  test("warns of what is new, notes what has another cause, and is silent about what is gone or has moved", async () => {
    const moved = { before: escapeRecord(), after: escapeRecord({ file: "b.go" }), what: ["file" as const] };
    const diff = diffOf({
      added: [addedEscape()],
      removed: [escapeRecord()],
      moved: [moved],
      changed: [changed(3)],
    });
    const [added, other, ...rest] = linesOf(await diffText("github", diff));
    expect(added).toMatch(/^::warning .*title=New heap allocation%3A /);
    expect(other).toMatch(/^::notice .*title=Heap allocation changed%3A .*with the cause loop; now it is returned/);
    expect(rest).toEqual([]);
  });

  test("never prints more than ten of a kind, the count of the others included", async () => {
    const diff = diffOf({
      added: Array.from({ length: 40 }, (_, i) => addedEscape({ line: i + 1, function: `N${i}` })),
      changed: Array.from({ length: 40 }, (_, i) => changed(i + 100)),
    });
    const text = await diffText("github", diff);
    expect(count(text, "warning")).toBe(10);
    expect(count(text, "notice")).toBe(10);
    expect(linesOf(text).at(-1)).toContain("61 further heap allocations not shown");
  });

  test("cannot be ended by text of Go source", async () => {
    const text = await diffText("github", diffOf({ added: [addedEscape({ expression: 'f("\n::error::x")' })] }));
    expect(linesOf(text)).toHaveLength(1);
  });
});
