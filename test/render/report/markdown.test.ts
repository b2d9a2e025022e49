import { describe, expect, test } from "vitest";
import { markdown } from "../../../src/render/report/markdown.js";
import { type ContextOptions, contextOf, NET_HTTP, SMALL, TOOLCHAIN } from "./context.js";

async function rendered(output: string | Uint8Array, options: ContextOptions = {}): Promise<string> {
  return markdown.render(await contextOf(output, options));
}

/** Cells of a row; a pipe with a backslash before it is text. */
function cells(row: string): string[] {
  return row.replace(/^\| | \|$/g, "").split(/(?<!\\) \| /);
}

function rows(text: string): string[] {
  return text.split("\n").filter((line) => line.startsWith("|"));
}

test("the figures come first", async () => {
  const text = await rendered(SMALL, { facts: { ...(await contextOf(SMALL)).facts, toolchain: TOOLCHAIN } });
  expect(text).toContain(
    "**4 heap allocations in 1 package**: 2 real candidates, 1 constant never allocated, 1 only when panicking · " +
      "go1.26.8 linux/amd64\n",
  );
});

test("each cause stands beside what it means", async () => {
  expect(await rendered(SMALL)).toMatch(/^\| 1 \| 50\.0% \| returned \| the caller gets a reference to it \|$/m);
});

test("a record has its position, function, subject, cause and reason", async () => {
  const row = rows(await rendered(SMALL)).find((line) => line.includes("main.go:6:2")) ?? "";
  const [where, name, what, cause, reason] = cells(row);
  expect([where, name, what]).toEqual(["`./main.go:6:2`", "`limit`", "`variable x`"]);
  expect(cause).toBe("returned");
  expect(reason).toBe("its caller gets it from `return &x`");
});

test("every table has as many cells in each row as in its head", async () => {
  const text = await rendered(NET_HTTP, { groupBy: "callee", top: 50 });
  for (const block of text.split("\n\n")) {
    const counts = rows(block).map((row) => cells(row).length);
    expect(new Set(counts).size).toBeLessThanOrEqual(1);
  }
  expect(rows(text).length).toBeGreaterThan(100);
});

test("details are folded away, with blank lines around their tables", async () => {
  const text = await rendered(NET_HTTP);
  expect(text).toMatch(/<details><summary>Worth a look first<\/summary>\n\n\| Where/);
  expect(text.match(/<details>/g)?.length).toBe(text.match(/\|\n\n<\/details>/g)?.length);
});

test("it says so when nothing escapes", async () => {
  const text = await rendered("# example.com/app\n./main.go:6:2: make([]int, 4) does not escape\n");
  expect(text).toContain("No escapes in 1 package");
  expect(rows(text)).toEqual([]);
});

test("quiet leaves out explanations and notes", async () => {
  expect(await rendered(SMALL, { quiet: true })).not.toContain("A value escapes");
});

describe("what comes from Go source", () => {
  const hostile = `# example.com/app
./main.go:6:2: a || "\`<img src=x>\`" + "|" + "\\\\|@team \u202e" escapes to heap in f:
./main.go:6:2:   flow: {heap} ← &{storage for a || "\`<img src=x>\`" + "|" + "\\\\|@team \u202e"}:
./main.go:6:2:     from a || "\`<img src=x>\`" + "|" + "\\\\|@team \u202e" (spill) at ./main.go:6:2
./main.go:6:2:     from m["<b>|@team"] = a (assign) at ./main.go:6:2
./main.go:6:2: a || "\`<img src=x>\`" + "|" + "\\\\|@team \u202e" escapes to heap
`;

  test("stays inside its cell and means nothing to Markdown or HTML", async () => {
    const text = await rendered(hostile, { groupBy: "line" });
    const row = rows(text).find((line) => line.startsWith("| `./main.go:6:2`")) ?? "";
    const [, , what = "", , reason = ""] = cells(row);
    expect(cells(row)).toHaveLength(5);
    expect(what).toMatch(/^<code>[^<>`|@]*<\/code>$/);
    // Nothing of it is outside of the code span.
    expect(reason).toBe('stored in `m["<b>\\|@team"]`');
    expect(text).not.toContain("\u202e");
  });

  test("in a code span has its pipes escaped", async () => {
    const pipes = hostile.replaceAll("\\\\|@team \u202e", "");
    const text = await rendered(pipes.replaceAll("`", ""));
    expect(text).toContain('`a \\|\\| "<img src=x>" + "\\|" + ""`');
  });
});
