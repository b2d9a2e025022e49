import { pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import type { SummaryContext } from "../../../src/render/report/index.js";
import { table } from "../../../src/render/report/table.js";
import { GROUP_KEYS } from "../../../src/report/group-keys.js";
import { displayWidth } from "../../../src/text/fit.js";
import { type ContextOptions, contextOf, NET_HTTP, SMALL, TOOLCHAIN } from "./context.js";

async function rendered(output: string | Uint8Array, options: ContextOptions = {}): Promise<string> {
  return table.render(await contextOf(output, options));
}

/** The lines of the section with this heading. */
function section(text: string, heading: string): string[] {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.startsWith(heading));
  const end = lines.indexOf("", start);
  return start < 0 ? [] : lines.slice(start + 1, end < 0 ? undefined : end);
}

describe("the headline", () => {
  test("counts what is allocated, and apart from it what is not", async () => {
    const text = await rendered(SMALL, {
      facts: { ...(await contextOf(SMALL)).facts, toolchain: TOOLCHAIN },
      width: 140,
    });
    expect(text.split("\n")[0]).toBe(
      "4 heap allocations in 1 package: 2 real candidates, 1 constant never allocated, 1 only when panicking · " +
        "go1.26.8 linux/amd64",
    );
  });

  test("takes two lines where it does not fit in one", async () => {
    const text = await rendered(SMALL, { facts: { ...(await contextOf(SMALL)).facts, toolchain: TOOLCHAIN } });
    expect(text.split("\n").slice(0, 2)).toEqual([
      "4 heap allocations in 1 package · go1.26.8 linux/amd64",
      "2 real candidates, 1 constant never allocated, 1 only when panicking",
    ]);
  });

  test("is followed by what the word means, unless quiet", async () => {
    expect(await rendered(SMALL)).toContain("A value escapes to the heap when");
    expect(await rendered(SMALL, { quiet: true })).not.toContain("A value escapes to the heap when");
  });
});

describe("the ranking", () => {
  test("leaves out constants and panics", async () => {
    const rows = section(await rendered(SMALL), "By cause");
    expect(rows.map((row) => row.trim().split(/\s+/).slice(0, 3))).toEqual([
      ["count", "share", "cause"],
      ["1", "50.0%", "interface-conversion"],
      ["1", "50.0%", "returned"],
    ]);
  });

  test("holds them when all are asked for", async () => {
    expect(section(await rendered(SMALL, { all: true }), "By cause").join("\n")).toContain("panic");
  });

  test("explains each cause in a line that is not cut in 80 columns", async () => {
    expect(section(await rendered(NET_HTTP), "By cause").join("\n")).not.toContain("…");
  });

  test("aligns its columns", async () => {
    const [head = "", ...rows] = section(await rendered(NET_HTTP), "By cause");
    const at = head.indexOf("cause");
    expect(rows.length).toBeGreaterThan(8);
    for (const row of rows) {
      expect(row.slice(at - 2, at)).toBe("  ");
      expect(row[at]).not.toBe(" ");
      expect(row[at - 3]).toBe("%");
    }
  });

  test("says what other groups mostly consist of, and how many there are", async () => {
    const text = await rendered(NET_HTTP, { groupBy: "function", top: 3, width: 120 });
    expect(text).toMatch(/^By function \(first 3 of \d+\)$/m);
    expect(section(text, "By function")[1]).toMatch(/net\/http\.\S+ +\S+ \d+%, /);
  });
});

test("a package that is called like a cause is a package", async () => {
  const text = await rendered(SMALL.replace("# example.com/app", "# loop"), { groupBy: "package" });
  expect(section(text, "By package")[1]).toMatch(/^ +2 +100% +loop +interface-conversion 50%, returned 50%$/);
});

describe("the records worth a look", () => {
  test("show where, in which function, what, and why", async () => {
    expect(section(await rendered(SMALL), "Worth a look first").slice(0, 2)).toEqual([
      "./main.go:6:2    limit",
      '  variable x: returned, its caller gets it from "return &x"',
    ]);
  });

  test("link to the file where the terminal knows links", async () => {
    const text = await rendered(SMALL, { hyperlinks: true, root: "/src/app" });
    const url = `${pathToFileURL("/src/app/main.go").href}#6`;
    expect(text).toContain(`\u001b]8;;${url}\u0007./main.go:6:2\u001b]8;;\u0007    limit`);
    expect(stripVTControlCharacters(text)).toBe(await rendered(SMALL));
  });
});

describe("the first screen", () => {
  const culprit = { name: "fmt.Fprintf", file: "a.go", line: 2, column: 4, escapes: 12, packages: 3 };
  const next = ["escape-report blame", "escape-report build", "escape-report explain a.go:2"];

  test("has 40 lines at most, with every section", async () => {
    const text = await rendered(NET_HTTP, { culprits: [culprit, culprit, culprit], next });
    expect(text.split("\n").length - 1).toBeLessThanOrEqual(40);
    for (const heading of ["By cause", "Worth a look first", "Where most escapes end", "Next"]) {
      expect(section(text, heading).length, heading).toBeGreaterThan(1);
    }
  });

  test("counts the causes that it has no room for", async () => {
    const { summary } = await contextOf(NET_HTTP);
    const rows = section(await rendered(NET_HTTP, { culprits: [culprit], next }), "By cause").slice(1);
    const counts = rows.map((row) => Number(/^ *([\d,]+)/.exec(row)?.[1]?.replace(",", "")));
    expect(rows.at(-1)).toMatch(/^ +\d+ {2}in \d+ further causes?: /);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(summary.ranked);
  });

  test("has as many as are asked for, if it gets longer", async () => {
    const text = await rendered(NET_HTTP, { top: 25, next });
    expect(section(text, "Worth a look first")).toHaveLength(50);
    expect(text).not.toContain("further cause");
  });

  test("shows a grouping alone that is asked for", async () => {
    const text = await rendered(NET_HTTP, { groupBy: "function", grouped: true, culprits: [culprit], next });
    expect(section(text, "By function").length).toBeGreaterThan(5);
    for (const heading of ["Worth a look first", "Where most escapes end"]) expect(text).not.toContain(heading);
    expect(text).toContain("Next");
  });

  test("names code from the module's path on, and a place whole", async () => {
    const build = {
      packages: [],
      scope: "module",
      tests: false,
      flags: [],
      modules: ["example.com/some/where"],
    } as const;
    const { facts } = await contextOf(SMALL);
    const output = SMALL.replaceAll("example.com/app", "example.com/some/where/internal/store");
    const text = await rendered(output, {
      groupBy: "function",
      grouped: true,
      facts: { ...facts, build: { ...build, packages: [], flags: [], modules: [...build.modules] } },
    });
    expect(section(text, "By function").join("\n")).toMatch(/ internal\/store\.limit +returned 100%/);
  });
});

describe("what follows", () => {
  test("are the culprits, when there are any", async () => {
    const culprit = { name: "fmt.Fprintf: a", file: "$GOROOT/src/fmt/print.go", line: 222, column: 43 };
    const text = await rendered(SMALL, { culprits: [{ ...culprit, escapes: 1204, packages: 33 }], width: 120 });
    expect(section(text, "Where most escapes end")[1]).toMatch(
      /^ {2}1,204 {2}fmt\.Fprintf: a +\$GOROOT\/src\/fmt\/print\.go:222:43$/,
    );
  });

  test("are the commands to run next, unless quiet", async () => {
    expect((await rendered(SMALL, { next: ["escape-report blame"] })).endsWith("\nNext\n  escape-report blame\n")).toBe(
      true,
    );
    expect(await rendered(SMALL, { next: ["escape-report blame"], quiet: true })).not.toContain("blame");
  });

  test("is a note when the output was made without explanations", async () => {
    const plain = "# example.com/app\n./main.go:6:2: moved to heap: x\n";
    expect(await rendered(plain)).toMatch(/the output was made with -m given once\. The\s+causes need\s+-m -m\./);
  });

  test("is a note when functions are guesses", async () => {
    const lines = [
      "# example.com/b",
      "./b.go:6:8: can inline F.func1 with cost 2 as: func() int { return n }",
      "./b.go:7:2: x escapes to heap:",
      "./b.go:7:2:   flow: ~r0 = &x:",
      "./b.go:7:2:     from return &x (return) at ./b.go:8:2",
      "./b.go:7:2: moved to heap: x",
      "",
    ];
    const text = (await rendered(lines.join("\n"))).replace(/\s+/g, " ");
    expect(text).toContain("1 function is a guess: the compiler did not name it, and the source is not at hand.");
    expect(text).not.toContain("cause is a guess");
  });
});

describe("when nothing escapes", () => {
  test("says so, and in how many packages", async () => {
    const text = await rendered("# example.com/app\n./main.go:6:2: make([]int, 4) does not escape\n");
    expect(text).toContain("No escapes in 1 package");
  });

  test("says when there was no input", async () => {
    expect(await rendered("")).toContain("the input is empty");
  });

  test("says when the input was something else", async () => {
    const text = await rendered("Hello\nworld\n");
    expect(text).toContain("none of the 2 lines read is output of go build -gcflags='-m -m'");
  });

  test("says how to see what is left out", async () => {
    const constants = SMALL.split("\n").filter((line) => !/:(?:6:2|12:14|15:9):/.test(line));
    const text = await rendered(constants.join("\n"));
    expect(text).toContain("1 heap allocation in 1 package: 0 real candidates, 1 constant never allocated");
    expect(text).toContain("To list it, add --all.");
  });
});

describe.each([40, 60, 80, 120, 200])("in %d columns", (width) => {
  const contexts: SummaryContext[] = [];

  beforeAll(async () => {
    for (const groupBy of GROUP_KEYS) {
      const culprits = [
        { name: `${"long".repeat(30)}: p`, file: "a/".repeat(60), line: 1, column: 1, escapes: 1, packages: 1 },
      ];
      contexts.push(await contextOf(NET_HTTP, { groupBy, width, culprits, next: ["escape-report blame"] }));
      contexts.push(
        await contextOf(NET_HTTP, { groupBy, width, color: true, hyperlinks: true, root: "/r", all: true }),
      );
    }
  });

  test("no line is longer", () => {
    for (const context of contexts) {
      const tooLong = table
        .render(context)
        .split("\n")
        .filter((line) => displayWidth(line) > width);
      expect(tooLong).toEqual([]);
    }
  });

  test("no line ends in spaces", () => {
    for (const context of contexts) {
      expect(stripVTControlCharacters(table.render(context))).not.toMatch(/ $/m);
    }
  });
});

describe("what comes from Go source", () => {
  const hostile = `# example.com/app
./ma\u001b[31min.go:6:2: "\u001b]0;owned\u0007" + \u202ex escapes to heap in f\u009b2J:
./ma\u001b[31min.go:6:2:   flow: ~r0 ← &{storage for "\u001b]0;owned\u0007" + \u202ex}:
./ma\u001b[31min.go:6:2:     from "\u001b]0;owned\u0007" + \u202ex (spill) at ./main.go:6:2
./ma\u001b[31min.go:6:2:     from return "\u001b]0;owned\u0007" + \u202ex (return) at ./main.go:6:2
./ma\u001b[31min.go:6:2: "\u001b]0;owned\u0007" + \u202ex escapes to heap
`;

  test.each(GROUP_KEYS)("cannot control the terminal, grouped by %s", async (groupBy) => {
    const text = await rendered(hostile, { groupBy, width: 200 });
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(text).toContain("\\x1b");
  });
});

test("there are no colours when none are asked for, and the same words when they are", async () => {
  const plain = await rendered(NET_HTTP);
  expect(plain).not.toContain("\u001b");
  const colored = await rendered(NET_HTTP, { color: true });
  expect(colored).toContain("\u001b[");
  expect(stripVTControlCharacters(colored)).toBe(plain);
});
