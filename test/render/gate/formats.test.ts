import { describe, expect, test } from "vitest";
import { decide, NOT_FOLLOWED } from "../../../src/gate/index.js";
import { gateRenderers } from "../../../src/render/gate/index.js";
import { createStyle } from "../../../src/text/style.js";
import { sampleEscapes } from "../../gate/records.js";

const [moved, n] = await sampleEscapes();
const x = { ...moved, function: "pick", type: "example.com/app/p.T", bytes: 8 };
const SIDE = { name: "main", toolchain: null, build: null, revision: null, escapes: 2 };

/** A gate that fails twice: `n` is new, and with `x`, which is not, it is over a budget. */
const GATE = decide({
  packages: [],
  config: { budgets: [{ packages: ["example.com/app/p"], escapes: 1 }] },
  against: "revision",
  before: SIDE,
  after: SIDE,
  escapes: [x, n],
  added: [{ ...n, reason: null, doubt: null, parts: null }],
  reasons: [],
  stale: [],
  changed: [],
  rules: { from: "head", file: null, changed: false },
  assertions: [],
  hot: [],
  through: NOT_FOLLOWED,
  today: "2026-11-22",
});

async function rendered(format: keyof typeof gateRenderers): Promise<string> {
  const { render } = await gateRenderers[format]();
  const pieces = render({
    gate: GATE,
    style: createStyle({ color: false, hyperlinks: false, width: 80 }),
    top: 10,
    quiet: false,
    sourceLine: () => null,
    configFile: ".escape-report.yaml",
    baselineFile: null,
    command: "escape-report gate",
    version: "0.0.0",
  });
  return [...pieces].join("");
}

describe("a gate that counts a new allocation and one that was there before", () => {
  test("annotates both in GitHub, and says which is new", async () => {
    const lines = (await rendered("github")).split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^::warning file=p\/p\.go,line=4,col=2,title=Heap allocation over a limit/);
    expect(lines[0]).toContain("It was there before, and counts: 2 heap allocations in example.com/app/p");
    expect(lines[1]).toContain("line=12,");
    expect(lines[1]).toContain("New heap allocation");
  });

  test("is a code quality report with the same severity for both", async () => {
    const issues = JSON.parse(await rendered("gitlab")) as { description: string; severity: string }[];
    expect(issues.map(({ severity }) => severity)).toEqual(["minor", "minor"]);
    expect(issues.map(({ description }) => description.startsWith("New: "))).toEqual([false, true]);
  });

  test("is SARIF with the state of each", async () => {
    const { runs } = JSON.parse(await rendered("sarif")) as {
      runs: { results: { level: string; baselineState: string }[] }[];
    };
    expect(runs[0]?.results.map(({ level, baselineState }) => [level, baselineState])).toEqual([
      ["warning", "unchanged"],
      ["warning", "new"],
    ]);
  });

  test("keeps code in Markdown as code: of the compiler, of the flow and of the advice", async () => {
    const text = await rendered("markdown");
    expect(text).toContain("- `p/p.go:12:7`: **`n escapes to heap`**");
    expect(text).toContain("Why it escapes: boxed into an interface that is assigned to `Sink` (");
    expect(text).toContain("What can be done: Return `T` instead of `*T`&#58; up to a few words");
    expect(text).not.toContain("&#96;");
  });

  test("is a line for each in formats for grep, and for each rule in those for programs", async () => {
    expect(await rendered("unix")).toBe(
      "p/p.go:4:2: counted: moved to heap: x [returned]\np/p.go:12:7: added: n escapes to heap [interface-conversion]\n",
    );
    const lines = (await rendered("ndjson")).trim().split("\n");
    expect(
      lines.map((line) => JSON.parse(line)).map(({ rule, expression, isNew }) => [rule, expression, isNew]),
    ).toEqual([
      ["new", "n", true],
      ["budget", "n", true],
      ["budget", "x", false],
    ]);
  });
});
