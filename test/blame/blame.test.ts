import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CulpritCounter } from "../../src/blame/direct-culprits.js";
import { collect } from "../../src/report/collect.js";
import { blameOf } from "../helpers/blame.js";
import { ROOT } from "../helpers/cli.js";

/** What Go 1.27 printed for each of the recorded packages. */
const RECORDED = ["tour.txt", "strconv.txt.gz", "net_http.txt.gz"].map((name) => {
  const bytes = readFileSync(join(ROOT, "samples", "recorded", "go1.27", name));
  return (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
});

/** A function with a leaking parameter, in a package of its own: what it hands the value to, or null for a global. */
type Program = readonly (number | null)[];

/** What the compiler prints for one of the functions, and for a caller of each that is in `callers`. */
function packageText(program: Program, index: number, callers: readonly number[]): string {
  const at = `./p${index}/f.go`;
  const next = program[index] ?? null;
  const [does, how] = next === null ? ["kept = v", "assign"] : [`${call(next, index)}(v)`, "call parameter"];
  const lines = [
    `# example.com/p${index}`,
    `${at}:5:6: cannot inline F: marked go:noinline`,
    `${at}:5:8: parameter v leaks to {heap} for F with derefs=0:`,
    `${at}:5:8:   flow: {heap} ← v:`,
    `${at}:5:8:     from ${does} (${how}) at ${at}:6:3`,
    `${at}:5:8: leaking param: v`,
  ];
  for (const [i, callee] of callers.entries()) {
    const place = `${at}:${10 + i}:2`;
    lines.push(
      `${place}: x escapes to heap in use:`,
      `${place}:   flow: {heap} ← &x:`,
      `${place}:     from &x (address-of) at ${place}`,
      `${place}:     from ${call(callee, index)}(&x) (call parameter) at ${place}`,
      `${place}: moved to heap: x`,
    );
  }
  return lines.map((line) => `${line}\n`).join("");
}

function call(callee: number, from: number): string {
  return callee === from ? "F" : `p${callee}.F`;
}

/** The last function that a value gets to which is passed to the function; of a circle the first by name. */
function lastOf(program: Program, start: number): number {
  const path: number[] = [];
  for (let at = start; ; ) {
    const again = path.indexOf(at);
    if (again >= 0) return Math.min(...path.slice(again));
    path.push(at);
    const next = program[at] ?? null;
    if (next === null) return at;
    at = next;
  }
}

describe("for any program of functions that hand a value on", () => {
  const programs = fc.integer({ min: 1, max: 9 }).chain((size) =>
    fc.record({
      program: fc.array(fc.option(fc.nat(size - 1), { freq: 3 }), { minLength: size, maxLength: size }),
      callers: fc.array(fc.array(fc.nat(size - 1), { maxLength: 4 }), { minLength: size, maxLength: size }),
      order: fc.shuffledSubarray(
        Array.from({ length: size }, (_, i) => i),
        { minLength: size, maxLength: size },
      ),
    }),
  );

  test("an escape counts for the last function of its chain, whatever the order of packages", async () => {
    await fc.assert(
      fc.asyncProperty(programs, async ({ program, callers, order }) => {
        const texts = program.map((_, i) => packageText(program, i, callers[i] ?? []));
        const wanted = new Map<string, number>();
        for (const callee of callers.flat()) {
          const name = `p${lastOf(program, callee)}.F`;
          wanted.set(name, (wanted.get(name) ?? 0) + 1);
        }
        const blame = await blameOf(texts.join(""));
        expect(new Map(blame.culprits.map(({ name, escapes }) => [name, escapes]))).toEqual(wanted);
        expect(blame.attributed).toBe(callers.flat().length);
        // Go forbids such imports, so causes are told from what has been printed before.
        const { calls, ...shuffled } = await blameOf(order.map((i) => texts[i]).join(""));
        expect({ ...shuffled, calls: blame.calls }).toEqual(blame);
        expect(calls.found).toBeLessThanOrEqual(calls.inScope);
      }),
      { numRuns: 150 },
    );
  });

  test("the chain stops at the last of one's own packages", async () => {
    await fc.assert(
      fc.asyncProperty(programs, fc.nat(9), async ({ program, callers }, own) => {
        const texts = program.map((_, i) => packageText(program, i, callers[i] ?? []));
        const isOwn = (importPath: string) => Number(importPath.slice("example.com/p".length)) <= own;
        const { culprits, attributed, outside, escapes } = await blameOf(texts.join(""), { isOwn });
        expect(culprits.reduce((sum, each) => sum + each.escapes, 0)).toBe(attributed);
        expect(attributed + outside).toBe(escapes);
        for (const { kind, package: owner } of culprits) {
          // What is offered as a thing to change is one's own, be it a function or the calls of another's.
          expect(owner !== null && isOwn(owner), `${kind} in ${owner}`).toBe(true);
        }
        for (const { name, outermost } of culprits) {
          const through = outermost.through === null ? null : Number(/\d+/.exec(outermost.through)?.[0]);
          const self = Number(/\d+/.exec(name)?.[0]);
          // What follows one's own function in the chain is what it calls, and is not one's own.
          if (through !== null) expect([program[self], isOwn(`example.com/p${through}`)]).toEqual([through, false]);
        }
      }),
    );
  });
});

describe("recorded output", () => {
  test("gives the same culprits in any order of packages, each escape once at most", async () => {
    const blame = await blameOf(RECORDED.join(""));
    expect(blame.culprits.reduce((sum, { escapes }) => sum + escapes, 0)).toBe(blame.attributed);
    expect(blame.attributed).toBeLessThanOrEqual(blame.escapes);
    expect(blame.attributed / blame.escapes).toBeGreaterThan(0.9);
    expect(await blameOf(RECORDED.toReversed().join(""))).toEqual(blame);
  });

  test("has groups that add up to the whole", async () => {
    const { groups, attributed } = await blameOf(RECORDED.join(""), { byPackage: true });
    expect(groups.length).toBe(3);
    expect(groups.reduce((sum, { escapes }) => sum + escapes, 0)).toBe(attributed);
    expect(groups.map(({ escapes }) => escapes)).toEqual(groups.map(({ escapes }) => escapes).sort((a, b) => b - a));
  });
});

describe("instances of a generic function", () => {
  const head = (name: string, does: string) =>
    [
      `./p.go:5:8: parameter v leaks to {heap} for ${name} with derefs=0:`,
      "./p.go:5:8:   flow: {heap} ← v:",
      `./p.go:5:8:     from ${does} at ./p.go:6:3`,
      "./p.go:5:8: leaking param: v",
    ].join("\n");
  const wrapper = head("put[int]", "put[go.shape.int](&.dict.put[int], v) (call parameter)");
  const code = head("put[go.shape.int]", "kept = v (assign)");
  const use = [
    "./p.go:9:2: x escapes to heap in use:",
    "./p.go:9:2:   flow: {heap} ← &x:",
    "./p.go:9:2:     from put[go.shape.int](&.dict.put[int], &x) (call parameter) at ./p.go:9:2",
    "./p.go:9:2: moved to heap: x",
  ].join("\n");

  test.each([
    ["before", [wrapper, code, use]],
    ["after", [code, wrapper, use]],
  ])("are not taken for a circle when the wrapper is printed %s the code", async (_, texts) => {
    const { culprits } = await blameOf(`# example.com/p\n${texts.join("\n")}\n`);
    expect(culprits).toMatchObject([
      { name: "p.put", parameter: "v", outermost: { kind: "global", name: "variable p.kept" } },
    ]);
  });
});

test("code that is inlined from another package stores in a field of that package", async () => {
  const escape = (file: string) =>
    [
      `./${file}:9:2: append(strings.b.buf, strings.s...) escapes to heap in use:`,
      `./${file}:9:2:   flow: {heap} ← &{storage for append(strings.b.buf, strings.s...)}:`,
      `./${file}:9:2:     from append(strings.b.buf, strings.s...) (spill) at ./${file}:9:2`,
      `./${file}:9:2:     from strings.b.buf = append(strings.b.buf, strings.s...) (assign) at ./${file}:9:2`,
      `./${file}:9:2: append(strings.b.buf, strings.s...) escapes to heap`,
    ].join("\n");
  const { culprits } = await blameOf(`# example.com/a\n${escape("a.go")}\n# example.com/b\n${escape("b.go")}\n`);
  expect(culprits).toMatchObject([{ kind: "store", name: "field .buf in package strings", escapes: 2, packages: 2 }]);
  const isOwn = (path: string) => path !== "strings";
  const own = await blameOf(`# strings\n${escape("b.go")}\n# example.com/a\n${escape("a.go")}\n`, { isOwn });
  // Without machine code the function is not known that does it.
  expect(own.culprits).toMatchObject([
    { kind: "calls", name: "field .buf in package strings", from: "example.com/a", package: "example.com/a", calls: 1 },
  ]);
  expect(own).toMatchObject({ attributed: 1, outside: 1 });
  // The package is that of the place, in whichever order packages come.
  const [a, b] = ["a", "b"].map((name) => `# example.com/m/go/${name}\n${escape(`go/${name}/f.go`)}\n`);
  for (const text of [`${a}${b}`, `${b}${a}`]) {
    const { culprits: calls } = await blameOf(text, { isOwn, modules: ["example.com/m"] });
    expect(calls).toMatchObject([{ from: "go/", package: "example.com/m/go/a", file: "./go/a/f.go", calls: 2 }]);
  }
});

describe("the three at the end of a summary", () => {
  async function top(output: string, size: number) {
    const counter = new CulpritCounter();
    await collect(
      [Buffer.from(output)],
      { kinds: new Set(["escape"]) },
      {
        lazy: true,
        record: (record) => {
          if (record.kind === "escape") counter.add(record, true);
        },
        endPackage: (importPath) => counter.endPackage(importPath),
      },
    );
    return counter.top(size);
  }

  test("are the same in any order of packages, and count no escape twice", async () => {
    const all = await top(RECORDED.join(""), 1000);
    expect(await top(RECORDED.toReversed().join(""), 1000)).toEqual(all);
    expect(all.slice(0, 3)).toEqual(await top(RECORDED.join(""), 3));
    const { escapes } = await blameOf(RECORDED.join(""));
    expect(all.length).toBeGreaterThan(50);
    expect(all.filter(({ escapes: count }) => count < 2)).toEqual([]);
    // Constants and arguments of panic are in the one and not in the other.
    expect(all.reduce((sum, each) => sum + each.escapes, 0)).toBeLessThan(escapes * 2);
  });

  test("are the functions that are called directly, of all packages together", async () => {
    const callers = [[0], [0], [0, 0, 1, 1]];
    const text = callers.map((each, i) => packageText([null, 0, 1], i, each)).join("");
    expect(await top(text, 3)).toEqual([
      { name: "p0.F", escapes: 4, packages: 3, file: "./p0/f.go", line: 10, column: 2 },
      { name: "p1.F", escapes: 2, packages: 1, file: "./p2/f.go", line: 12, column: 2 },
    ]);
  });
});
