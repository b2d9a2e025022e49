import { stripVTControlCharacters } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import type { Blame, Culprit } from "../../../src/records/blame.js";
import type { BlameContext } from "../../../src/render/blame/context.js";
import { blameRenderers } from "../../../src/render/blame/index.js";
import { displayWidth } from "../../../src/text/fit.js";
import { createStyle } from "../../../src/text/style.js";
import { blameOf } from "../../helpers/blame.js";
import { NET_HTTP } from "../report/context.js";

const LOGF: Culprit = {
  kind: "parameter",
  name: "logging.logf",
  parameter: "args",
  package: "example.com/logging",
  file: "logging/logging.go",
  line: 10,
  column: 26,
  from: null,
  calls: null,
  escapes: 1200,
  packages: 33,
  sure: 0,
  inLoops: 0,
  size: 0,
  example: {
    package: "example.com/app",
    file: "app/main.go",
    line: 7,
    column: 2,
    function: "main",
    expression: 'pair("a|b\u001b[31m", `c`)',
  },
  outermost: { kind: "field", name: "field p.arg in fmt.(*pp).printArg", through: "fmt.Fprintf" },
  cause: "interface-conversion",
  remedy: "Use `strconv.AppendInt` instead.",
};

const NO_PLACE = { file: null, line: null, column: null };
const PRINTLN: Culprit = {
  ...LOGF,
  ...NO_PLACE,
  kind: "function",
  name: "fmt.Println",
  parameter: null,
  escapes: 2,
  packages: 1,
  outermost: { kind: "outside", name: "fmt.Println", through: null },
};

function blameWith(culprits: readonly Culprit[], fields: Partial<Blame> = {}): Blame {
  return {
    schema: "escape-report/blame/1",
    escapes: 1300,
    attributed: 1202,
    outside: 0,
    culpritCount: culprits.length,
    culprits: [...culprits],
    groups: [],
    calls: { escapes: 0, inScope: 0, found: 0 },
    ...fields,
  };
}

async function rendered(
  format: keyof typeof blameRenderers,
  blame: Blame,
  { width = 80, color = false, hyperlinks = false, ...rest }: Partial<BlameContext> & StyleFields = {},
): Promise<string> {
  const style = createStyle({ width, color, hyperlinks });
  return (await blameRenderers[format]())(blame, { style, root: undefined, quiet: false, ...rest });
}

interface StyleFields {
  readonly width?: number;
  readonly color?: boolean;
  readonly hyperlinks?: boolean;
}

describe("the table", () => {
  test("shows figures, what to change, where it ends, an example and what helps", async () => {
    expect(await rendered("table", blameWith([LOGF, PRINTLN]))).toBe(
      `1,300 escapes: 1,202 (92.5%) end first in 2 places
The compiler prints the first way of a value to the heap: one that ends here
first can have another.

escapes  packages  end here first
  1,200        33  logging.logf, parameter args
                   at logging/logging.go:10:26
                   ends in fmt.Fprintf, then field p.arg in fmt.(*pp).printArg
                   example app/main.go:7:2 pair("a|b\\x1b[31m", \`c\`)
                   Use \`strconv.AppendInt\` instead.
      2         1  fmt.Println, its arguments
                   example app/main.go:7:2 pair("a|b\\x1b[31m", \`c\`)
`,
    );
  });

  test("says how much of it is shown, and leaves advice out when quiet", async () => {
    const blame = blameWith([LOGF], { culpritCount: 1234 });
    expect(await rendered("table", blame)).toContain("\nThe first 1: see --top.\n");
    const quiet = await rendered("table", blame, { quiet: true });
    expect(quiet).not.toContain("--top");
    expect(quiet).not.toContain("strconv");
  });

  test("shows what machine code shows of the escapes, and what stands in other modules", async () => {
    const calls: Culprit = { ...PRINTLN, kind: "calls", calls: 61, from: "notify/", sure: 40, inLoops: 3, remedy: "" };
    expect(await rendered("table", blameWith([calls], { outside: 7 }))).toBe(
      `1,300 escapes: 1,202 (92.5%) end first in 1 place
7 escapes stand in other modules and end in no place of yours.
The compiler prints the first way of a value to the heap: one that ends here
first can have another. sure: allocate each time their line runs; loop: of
these, in a loop.

escapes  sure  loop  end here first
      2    40     3  61 calls of fmt.Println from notify/
                     example app/main.go:7:2 pair("a|b\\x1b[31m", \`c\`)
`,
    );
    const stored = { ...calls, name: "field .less in package btree", calls: 8, from: "db/" };
    expect(await rendered("table", blameWith([stored]))).toContain(
      "field .less in package btree, from 8 places in db/",
    );
    const markdown = await rendered("markdown", blameWith([calls], { outside: 7 }));
    expect(markdown).toContain("| Escapes | Sure | In loops | Packages |");
    expect(markdown).toContain("| 2 | 40 | 3 | 1 | 61 calls of `fmt.Println` from `notify/` |");
    expect(markdown).toContain("7 escapes stand in other modules");
  });

  test("fits on a screen where nobody has said how many, and says how many it shows", async () => {
    const many = Array.from({ length: 12 }, (_, i) => ({ ...LOGF, name: `p.f${i}`, remedy: `Remedy ${i}.` }));
    const screen = (await rendered("table", blameWith(many), { screen: true })).trimEnd().split("\n");
    expect(screen.length).toBeLessThanOrEqual(40);
    expect(screen.length).toBeGreaterThan(34);
    expect(screen).toContain("The first 6: see --top.");
    expect(screen.filter((line) => /p\.f\d/.test(line))).toHaveLength(6);
    expect((await rendered("table", blameWith(many))).split("\n").length).toBeGreaterThan(60);
  });

  test("has a section for each group", async () => {
    const groups = [{ package: "example.com/app", escapes: 5, culprits: [PRINTLN] }];
    const text = await rendered("table", blameWith([LOGF], { groups }));
    expect(text).toContain(
      "\nexample.com/app: 5 escapes\nescapes  packages  end here first\n      2         1  fmt.Println",
    );
    expect(text).not.toContain("logging.logf");
  });

  test("says so when nothing escapes", async () => {
    const blame = blameWith([], { escapes: 0, attributed: 0 });
    expect(await rendered("table", blame)).toMatch(/^No escapes:/);
    expect(await rendered("markdown", blame)).toMatch(/^No escapes:/);
    expect(await rendered("ndjson", blame)).toBe("");
  });

  test("colours and links change nothing that is read", async () => {
    const root = process.platform === "win32" ? "C:\\app" : "/app";
    const text = await rendered("table", blameWith([LOGF]), { color: true, hyperlinks: true, root });
    expect(text).toContain("/app/logging/logging.go#10\u0007logging/logging.go:10:26");
    expect(stripVTControlCharacters(text)).toBe(await rendered("table", blameWith([LOGF])));
  });

  test.each([40, 60, 80, 120])("fits %d columns, but for advice in a narrow terminal", async (width) => {
    const blame = await blameOf(NET_HTTP);
    const lines = (await rendered("table", blame, { width, quiet: true })).split("\n");
    expect(lines.length).toBeGreaterThan(1000);
    expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
  });
});

describe("Markdown", () => {
  let rows: string[];
  beforeAll(async () => {
    rows = (await rendered("markdown", blameWith([LOGF, PRINTLN]))).split("\n").filter((line) => line.startsWith("|"));
  });
  const cells = (row: string) => row.replace(/^\| | \|$/g, "").split(/(?<!\\) \| /);

  test("has a row for each, with code that no character gets out of", () => {
    expect(cells(rows[2] ?? "")).toEqual([
      "1,200",
      "33",
      "`logging.logf`, parameter args",
      "`logging/logging.go:10:26`",
      "`fmt.Fprintf`, then `field p.arg in fmt.(*pp).printArg`",
      '`app/main.go:7:2` ``pair("a\\|b\\x1b[31m", `c`)``',
      "Use `strconv.AppendInt` instead.",
    ]);
  });

  test("has as many cells in each row as in its head", () => {
    expect(new Set(rows.map((row) => cells(row).length))).toEqual(new Set([7]));
  });

  test("has a table for each group, without advice when quiet", async () => {
    const groups = [{ package: "example.com/app", escapes: 5, culprits: [PRINTLN] }];
    const text = await rendered("markdown", blameWith([LOGF], { groups }), { quiet: true });
    expect(text).toContain("\n#### `example.com/app`: 5 escapes\n\n| Escapes |");
    expect(text).not.toMatch(/strconv|What helps|logging\.logf/);
  });
});

describe("data", () => {
  test("as JSON is the answer itself", async () => {
    expect(JSON.parse(await rendered("json", blameWith([LOGF])))).toEqual(blameWith([LOGF]));
  });

  test("as lines has a culprit on each, with its group where there is one", async () => {
    const lines = async (blame: Blame) =>
      (await rendered("ndjson", blame))
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line));
    expect(await lines(blameWith([LOGF, PRINTLN]))).toEqual([LOGF, PRINTLN]);
    const groups = [{ package: "example.com/app", escapes: 5, culprits: [PRINTLN] }];
    expect(await lines(blameWith([LOGF], { groups }))).toEqual([{ group: "example.com/app", ...PRINTLN }]);
  });
});
