// Generic functions: a place counts once, whatever types it is compiled for, and other modules' generic code is not the user's.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { diffSchema } from "../../src/records/diff.js";
import { gateSchema } from "../../src/records/gate.js";
import { allocationSchema, escapeSchema, type SiteRecord } from "../../src/records/record.js";
import { makeDirectory, runCli } from "../helpers/cli.js";
import { goMinor, withoutGo } from "../helpers/go.js";
import { createRepository, type Files, GIT_ENVIRONMENT, temporaryDirectory } from "../helpers/repository.js";

const SET = `package set

type Set[T comparable] struct{ m map[T]bool }

func New[T comparable]() *Set[T] {
	return &Set[T]{m: map[T]bool{}}
}

func (s *Set[T]) Items() []T {
	out := make([]T, 0, len(s.m))
	for v := range s.m {
		out = append(out, v)
	}
	return out
}

func (s *Set[T]) Each(f func(T)) func() {
	return func() {
		for v := range s.m {
			f(v)
		}
	}
}

//go:noinline
func (s *Set[T]) Print(p func(any)) {
	for v := range s.m {
		p(v)
	}
}
`;

const MODULE = {
  "go.mod": "module example.com/app\n\ngo 1.21\n",
  "set/set.go": SET,
  "set/use.go": `package set

var (
	A = New[int]()
	B = New[string]()
	C = New[float64]()
)
`,
};

async function build(files: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<SiteRecord[]> {
  const cwd = makeDirectory(files);
  const { stdout } = await runCli(["build", "./...", "--format", "ndjson", "--records", "escape,allocation", ...args], {
    cwd,
  });
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line))
    .map((value) => (value.kind === "escape" ? escapeSchema.parse(value) : allocationSchema.parse(value)));
}

/** A place in a generic function: its verdict and that of each type. */
function told({ file, line, allocates, instances = [] }: SiteRecord): string {
  const each = instances.map(({ types, allocates: own, bytes }) => `${types.join("/")} ${own} ${bytes}`);
  return `${file}:${line} ${allocates} × ${instances.length}: ${each.join(", ")}`;
}

describe.skipIf(withoutGo)("a place in a generic function", { timeout: 60_000 }, () => {
  test("is one record, with its instances by the types that the source names", async () => {
    const records = await build(MODULE);
    const places = records.filter(({ instances }) => instances !== undefined);
    expect(places.filter(({ file, line }) => file === "set/set.go" && line === 6).map(told)).toEqual([
      "set/set.go:6 yes × 3: float64 yes 8, int yes 8, string yes 8",
      "set/set.go:6 yes × 3: float64 yes null, int yes null, string yes null",
    ]);
    // The functions that are made for a type have no place of their own: of each line there is what the source has.
    expect(new Set(places.map(({ line }) => line))).toEqual(new Set([6, 10, 12, 18, 28]));
    expect(records.filter(({ function: name }) => name?.includes("[int]"))).toEqual([]);
  });

  test("allocates each time only where every instance does, and keeps what differs by instance", async () => {
    const records = await build(MODULE);
    const boxed = records.find(({ line, file }) => file === "set/set.go" && line === 28);
    expect([boxed?.allocates, boxed?.reason]).toEqual(["maybe", "instances"]);
    expect(boxed?.instances?.map(({ types, allocates, reason }) => [...types, allocates, reason])).toEqual([
      ["float64", "maybe", "small-value"],
      ["int", "maybe", "small-value"],
      ["string", "yes", null],
    ]);
  });

  test("has one instance for types that share code, each named, and no name for what is not known", async () => {
    const use = `package set

type Num int

type P struct{ a, b int }

var (
	_ = Keep(1)
	_ = Keep(Num(1))
	_ = Keep(&P{})
	_ = Keep(new(string))
	_ = Keep("text")
)

//go:noinline
func Keep[T any](v T) *T { return &v }
`;
    const records = await build({ ...MODULE, "set/use.go": use });
    const kept = records.filter(({ function: name }) => name?.startsWith("Keep["));
    expect(kept.map(({ instances }) => instances?.map(({ types, bytes }) => [types, bytes]))).toEqual([
      [
        [["*example.com/app/set.P", "*string"], 8],
        [["example.com/app/set.Num", "int"], 8],
        [["string"], 16],
      ],
    ]);
    expect(kept.map(({ type, bytes }) => [type, bytes])).toEqual([[null, null]]);
  });

  test("counts once for all packages that have instances of it", async () => {
    const files = {
      ...MODULE,
      "other/other.go":
        'package other\n\nimport "example.com/app/set"\n\nfunc Use(p func(any)) { set.New[uint8]().Print(p) }\n',
    };
    const cwd = makeDirectory(files);
    const { stdout } = await runCli(["build", "./..."], { cwd });
    expect(stdout).toMatch(/set\/set\.go:12:15 +\(\*Set\)\.Items +at times, in a loop, × 4/);
    const text = stdout.replace(/\s+/g, " ");
    const [, places, copies] = /(\d+) places are in generic functions, and in (\d+) copies/.exec(text) ?? [];
    expect([Number(places), Number(copies)]).toEqual([goMinor >= 25 ? 6 : 7, goMinor >= 25 ? 24 : 28]);
  });

  test("is told in words of Go, whatever the compiler calls it", async () => {
    const cwd = makeDirectory(MODULE);
    for (const args of [
      ["build"],
      ["explain", "New"],
      ["build", "--format", "unix"],
      ["build", "--format", "markdown"],
    ]) {
      const { stdout } = await runCli(
        [args[0] ?? "", "./...", ...args.slice(1)].filter((arg) => arg !== ""),
        { cwd },
      );
      expect(stdout).not.toContain("go.shape.");
    }
  });
});

const CACHE = {
  "go.mod": "module example.com/app\n\ngo 1.21\n",
  "p.go": `package app

import "sync"

var cache sync.Map

func Put(k string) { cache.Store(k, 1) }
`,
};

describe.skipIf(withoutGo)("a generic function of another module", { timeout: 60_000 }, () => {
  const code = `package app

import "slices"

func Sorted(names []string) []string {
	slices.SortStableFunc(names, func(a, b string) int { return len(a) - len(b) })
	return slices.Insert(names, 0, "first")
}
`;

  test("is not the user's, and is counted where it is left out", async () => {
    const cwd = makeDirectory({ ...CACHE, "p.go": code });
    const own = async (...args: readonly string[]) => {
      const { stdout } = await runCli(["build", "--format", "unix", ...args], { cwd });
      return stdout.split("\n").filter((line) => /slices\.go|sort/.test(line)).length;
    };
    expect(await own()).toBe(0);
    expect(await own("--all")).toBeGreaterThan(0);
    const { stdout } = await runCli(["build"], { cwd });
    expect(stdout.replace(/\s+/g, " ")).toMatch(/\d+ more (?:is|are) in generic functions of other modules/);
  });

  test("calls packages that only its own package imports, and these are no variables", async () => {
    const records = await build({
      ...CACHE,
      "get.go": "package app\n\nfunc Get(k string) (any, bool) { return cache.Load(k) }\n",
    });
    const stored = records.filter((record) => record.kind === "escape" && record.callee === "atomic.StorePointer");
    expect(new Set(stored.map(({ cause }) => cause))).toEqual(new Set(goMinor >= 24 ? ["call-argument"] : []));
  });
});

describe.skipIf(withoutGo)("one more instance", { timeout: 120_000 }, () => {
  async function changed(before: Files, after: Files) {
    const repository = await createRepository(before);
    await repository.write(after);
    const env = { ...GIT_ENVIRONMENT, ESCAPE_REPORT_CACHE: join(await temporaryDirectory(), "cache"), GOWORK: "" };
    const run = (...args: readonly string[]) => runCli([...args], { cwd: repository.directory, env });
    return {
      run,
      diff: async () => diffSchema.parse(JSON.parse((await run("compare", "HEAD", "--format", "json")).stdout)),
    };
  }

  const FIRST = "package set\n\nfunc Use(p func(any)) { New[int]().Print(p) }\n";
  const SECOND = "package set\n\nfunc Use(p func(any)) { New[int]().Print(p); New[string]().Print(p) }\n";

  test("of a place is no new place: it is changed, and the gate passes", async () => {
    const { run, diff } = await changed({ ...MODULE, "set/use.go": FIRST }, { "set/use.go": SECOND });
    const { added, removed, changed: changes } = await diff();
    expect([added.length, removed.length]).toEqual([0, 0]);
    expect(changes.length).toBeGreaterThan(2);
    for (const { what, effects } of changes)
      expect([what.includes("instances"), effects]).toEqual([true, ["new-instance"]]);
    expect((await run("compare", "HEAD")).stdout).toContain("a new instance of the function has it, too");
    const gate = await run("gate", "--base", "HEAD", "--format", "json");
    expect([gate.exitCode, gateSchema.parse(JSON.parse(gate.stdout)).newEscapes]).toEqual([0, 0]);
  });

  test("in another package is none either, also where the package that declares it is known already", async () => {
    const use = 'package other\n\nimport "example.com/app/set"\n\nfunc Use(p func(any)) { set.New[int8]().Print(p) }\n';
    const { diff } = await changed(
      { ...MODULE, "set/use.go": FIRST, "other/doc.go": "package other\n" },
      { "other/use.go": use },
    );
    for (const again of [false, true]) {
      const { added, changed: changes } = await diff();
      expect(
        added.map(({ message }) => message),
        `again: ${again}`,
      ).toEqual([]);
      expect(new Set(changes.flatMap(({ effects }) => effects))).toEqual(new Set(["new-instance"]));
    }
  });

  test("of another module's code is nothing that the gate counts", async () => {
    const { diff } = await changed(CACHE, {
      "get.go": "package app\n\nfunc Get(k string) (any, bool) { return cache.Load(k) }\n",
    });
    expect((await diff()).added.map(({ file, message }) => `${file} ${message}`)).toEqual([]);
  });
});

describe.skipIf(withoutGo)("generic code that nothing instantiates", { timeout: 120_000 }, () => {
  const LIBRARY = { "go.mod": "module example.com/app\n\ngo 1.21\n", "set/set.go": SET };
  const TESTS = `package set

import "testing"

func TestItems(t *testing.T) {
	if len(New[int]().Items()) != 0 {
		t.Fatal("not empty")
	}
}
`;

  test("is counted and named, with the way to see it; tests that use it make instances", async () => {
    const cwd = makeDirectory({ ...LIBRARY, "set/set_test.go": TESTS });
    const text = async (...args: readonly string[]) => (await runCli([...args], { cwd })).stdout.replace(/\s+/g, " ");
    expect(await text("build", "./...")).toContain(
      "4 generic functions are used for no type here, so they are not compiled and nothing is known of them: " +
        "example.com/app/set.(*Set).Each and 3 more. With --tests, what tests use is.",
    );
    expect(await text("build", "./...", "--tests")).not.toContain("used for no type here");
    const { uninstantiated } = JSON.parse(await text("build", "./...", "--format", "json")).build;
    expect(uninstantiated).toEqual(
      ["(*Set).Each", "(*Set).Items", "(*Set).Print", "New"].map((name) => `example.com/app/set.${name}`),
    );
  });

  test("is named by the gate, and its first instance is the reason of what is new", async () => {
    const repository = await createRepository(LIBRARY);
    await repository.write({ "set/use.go": "package set\n\nvar A = New[int]()\n" });
    const env = { ...GIT_ENVIRONMENT, ESCAPE_REPORT_CACHE: join(await temporaryDirectory(), "cache"), GOWORK: "" };
    const run = (...args: readonly string[]) => runCli([...args], { cwd: repository.directory, env });
    const { added, reasons } = diffSchema.parse(JSON.parse((await run("compare", "HEAD", "--format", "json")).stdout));
    const inSet = added.filter(({ file }) => file === "set/set.go");
    expect(inSet.length).toBeGreaterThan(0);
    for (const { reason } of inSet)
      expect(reasons[reason ?? -1]).toMatchObject({ kind: "instance-added", subject: "int" });
    await repository.write({ "set/use.go": null });
    const gate = await run("gate", "--base", "HEAD");
    expect(gate.stdout.replace(/\s+/g, " ")).toContain("4 generic functions are used for no type here");
  });
});
