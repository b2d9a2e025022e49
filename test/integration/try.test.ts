// Leaks cut off in real modules, compiled by the real compiler.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type Blame, blameSchema } from "../../src/records/blame.js";
import { type Try, trySchema } from "../../src/records/try.js";
import { makeDirectory, ROOT, type RunOptions, runCli, startCli } from "../helpers/cli.js";
import { goDiagnostics, goMinor, withoutGo } from "../helpers/go.js";

const MODULE = join(ROOT, "samples", "try");

async function tryIt(args: readonly string[], options: RunOptions = {}): Promise<Try> {
  const { exitCode, stdout, stderr } = await runCli(["try", "--format", "json", ...args], options);
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
  return trySchema.parse(JSON.parse(stdout));
}

/** `main.go:14 make([]byte, 10)` */
function textsOf(sites: Try["removed"]): string[] {
  return sites.map((site) => `${site.file}:${site.line} ${site.kind === "escape" ? site.expression : site.call}`);
}

/** Names and times of all files below a directory. */
function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => `${name} ${statSync(join(directory, name)).mtimeMs}`)
    .sort();
}

/** A module whose function keeps its parameter, used by another package. */
const KEPT = {
  "go.mod": "module example.com/m\n\ngo 1.22\n",
  "keep/keep.go": "package keep\n\nvar kept *int\n\n//go:noinline\nfunc Keep(p *int) { kept = p }\n",
  "use/use.go": 'package use\n\nimport "example.com/m/keep"\n\nfunc Use() {\n\tn := 1\n\tkeep.Keep(&n)\n}\n',
};

describe.skipIf(withoutGo)("a leak that is cut off", () => {
  test("takes away what has no other way out, and tells the way of the rest", async () => {
    const found = await tryIt(["-C", MODULE, "store.Keep:b"]);
    expect(textsOf(found.removed)).toEqual(["main.go:14 make([]byte, 10)", "main.go:58 make([]byte, 10)"]);
    expect(found.added).toEqual([]);
    expect(found.changed.map(({ before, what }) => [...textsOf([before]), ...what])).toEqual([
      ["main.go:20 make([]byte, 10)", "way"],
    ]);
    expect(found).toMatchObject({
      culprit: { kind: "parameter", function: "Keep", parameter: "b", file: "store/store.go", line: 11 },
      packages: ["example.com/tries", "example.com/tries/store"],
      notTried: null,
      waysOut: null,
    });
    const [{ after } = { after: null }] = found.changed;
    expect(after?.kind === "escape" ? after.flow.at(-1)?.steps[0]?.line : null).toBe(22);
  });

  test("leaves the ways through its results open", async () => {
    const found = await tryIt(["-C", MODULE, "store.Both:n"]);
    expect(textsOf(found.removed)).toEqual(["main.go:33 n", "main.go:61 n"]);
    expect(textsOf(found.changed.map(({ before }) => before))).toEqual(["main.go:27 n", "main.go:60 n"]);
    expect(found.amounts.removed).toEqual({ sites: 2, bytes: 16, sized: 2 });
  });

  test.each([
    ["store.(*Table).Put:n", ["main.go:39 n", "main.go:62 n"]],
    ["store.(*Table).Register:t", ["main.go:45 t", "main.go:63 t"]],
    ["(*Table).Register", ["main.go:45 t", "main.go:63 t"]],
    ["example.com/tries/store.Keep:b", ["main.go:14 make([]byte, 10)", "main.go:58 make([]byte, 10)"]],
  ])("can be inlined, a receiver, and named as in other commands: %s", async (name, removed) => {
    const found = await tryIt(["-C", MODULE, name]);
    expect(textsOf(found.removed)).toEqual(removed);
    expect(found.added).toEqual([]);
  });

  test("counts what the options choose", async () => {
    const found = await tryIt(["-C", MODULE, "store.Keep:b", "--function", "One"]);
    expect(textsOf(found.removed)).toEqual(["main.go:14 make([]byte, 10)"]);
    expect(found.amounts.before.sites).toBe(1);
  });

  test("of a parameter that keeps nothing changes nothing", async () => {
    const { notTried, removed } = await tryIt(["-C", MODULE, "One:x"]);
    expect(notTried).toContain("does not leak to the heap");
    expect(removed).toEqual([]);
  });

  test("has to be named so that it is one", async () => {
    const unknown = await runCli(["try", "-C", MODULE, "store.Kep:b"]);
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toContain("No function store.Kep is in the packages");
    const directory = makeDirectory({
      ...KEPT,
      "keep/two.go": "package keep\n\nvar k2 *int\n\nfunc Two(a, b *int) { kept, k2 = a, b }\n",
    });
    const several = await runCli(["try", "-C", directory, "keep.Two"]);
    expect(several.exitCode).toBe(2);
    expect(several.stderr).toContain("keep.Two:a, example.com/m/keep.Two:b. Name one of them");
  });

  test("is compared with a change of the same size where inlining would be another", async () => {
    // 78 of the 80 nodes that the inliner allows.
    const body = Array.from({ length: 15 }, (_, i) => `\tsum += x * ${i + 2}\n`).join("");
    const directory = makeDirectory({
      ...KEPT,
      "keep/near.go": `package keep\n\nvar sum int\n\nfunc Near(p *int, x int) {\n${body}\tkept = p\n}\n`,
      "use/near.go": 'package use\n\nimport "example.com/m/keep"\n\nfunc Near() {\n\tn := 1\n\tkeep.Near(&n, 2)\n}\n',
    });
    const found = await tryIt(["-C", directory, "keep.Near:p"]);
    expect(found.balanced.length).toBeGreaterThan(0);
    expect(textsOf(found.removed)).toEqual(["use/near.go:6 n"]);
    expect(found.added).toEqual([]);
  });

  test("may be in a generic function, and in a module older than those", async () => {
    const generic = makeDirectory({
      ...KEPT,
      "keep/generic.go": "package keep\n\nvar any1 any\n\n//go:noinline\nfunc Of[T any](p *T) { any1 = p }\n",
      "use/generic.go": 'package use\n\nimport "example.com/m/keep"\n\nfunc Of() {\n\tn := 1\n\tkeep.Of(&n)\n}\n',
    });
    expect(textsOf((await tryIt(["-C", generic, "keep.Of:p"])).removed)).toEqual(["use/generic.go:6 n"]);
    const old = makeDirectory({ ...KEPT, "go.mod": "module example.com/m\n\ngo 1.13\n" });
    expect(textsOf((await tryIt(["-C", old, "keep.Keep:p"])).removed)).toEqual(["use/use.go:6 n"]);
  });

  test("is not tried where the file is another one for the compiler", async () => {
    const generated = makeDirectory({
      ...KEPT,
      "keep/keep.go":
        "// Code generated by goyacc. DO NOT EDIT.\npackage keep\n\nvar kept *int\n\n//line keep.y:7\n//go:noinline\nfunc Keep(p *int) { kept = p }\n",
    });
    expect((await tryIt(["-C", generated, "keep.Keep:p"])).notTried).toBe("its place is in no Go file of the build");
    const overlaid = makeDirectory({ ...KEPT, "overlay.json": '{"Replace":{}}' });
    const { notTried } = await tryIt(["-C", overlaid, "keep.Keep:p", "--", "-overlay=overlay.json"]);
    expect(notTried).toBe("the build has an -overlay of its own");
  });

  test("is tried in a generated file whose lines are its own", async () => {
    const directory = makeDirectory({
      ...KEPT,
      "keep/keep.go": `// Code generated by hand. DO NOT EDIT.\n${KEPT["keep/keep.go"]}`,
    });
    expect(textsOf((await tryIt(["-C", directory, "keep.Keep:p"])).removed)).toEqual(["use/use.go:6 n"]);
  });

  test("in a vendored module is not one's own, and what calls it is", async () => {
    const directory = makeDirectory({
      "go.mod": "module example.com/app\n\ngo 1.22\n\nrequire example.com/m v1.0.0\n",
      "vendor/modules.txt": "# example.com/m v1.0.0\n## explicit; go 1.22\nexample.com/m/keep\n",
      "vendor/example.com/m/keep/keep.go": KEPT["keep/keep.go"],
      "app.go":
        'package app\n\nimport "example.com/m/keep"\n\n//go:noinline\nfunc Hold(p *int) { keep.Keep(p) }\n\nfunc Use() {\n\tn := 1\n\tHold(&n)\n}\n',
    });
    const foreign = await tryIt(["-C", directory, "keep.Keep:p", "--scope", "all"]);
    expect(foreign.notTried).toBe("it is not in a module of yours");
    expect(textsOf((await tryIt(["-C", directory, "app.Hold:p"])).removed)).toEqual(["app.go:9 n"]);
  });

  test("in a workspace reaches the other module", async () => {
    const directory = makeDirectory({
      "go.work": "go 1.22\n\nuse (\n\t./m\n\t./app\n)\n",
      "m/go.mod": KEPT["go.mod"],
      "m/keep/keep.go": KEPT["keep/keep.go"],
      "app/go.mod": "module example.com/app\n\ngo 1.22\n",
      "app/app.go": 'package app\n\nimport "example.com/m/keep"\n\nfunc Use() {\n\tn := 1\n\tkeep.Keep(&n)\n}\n',
    });
    const found = await tryIt(["-C", directory, "keep.Keep:p"], { env: { GOWORK: "" } });
    expect(textsOf(found.removed)).toEqual(["app/app.go:6 n"]);
  });

  test("works with -mod=mod, and for tests", async () => {
    const directory = makeDirectory({
      ...KEPT,
      "keep/keep_test.go":
        'package keep\n\nimport "testing"\n\nfunc TestKeep(t *testing.T) {\n\tn := 1\n\tKeep(&n)\n}\n',
    });
    const before = filesBelow(directory);
    const found = await tryIt(["-C", directory, "keep.Keep:p", "--tests", "--", "-mod=mod"]);
    expect(textsOf(found.removed)).toEqual(["keep/keep_test.go:6 n", "use/use.go:6 n"]);
    expect(filesBelow(directory)).toEqual(before);
  });

  test("that does not compile says so", async () => {
    const directory = makeDirectory({
      ...KEPT,
      // The name that the change gives to the parameter is taken.
      "keep/keep.go":
        "package keep\n\nvar kept *int\n\n//go:noinline\nfunc Keep(p *int, escapeReport_p int) { kept = p; _ = escapeReport_p }\n",
      "use/use.go": KEPT["use/use.go"].replace("(&n)", "(&n, 1)"),
    });
    const { notTried, removed } = await tryIt(["-C", directory, "keep.Keep:p"]);
    expect(notTried).toMatch(/^with the change it does not compile: .*escapeReport_p redeclared/);
    expect(notTried).not.toContain("overlaid");
    expect(removed).toEqual([]);
  });

  test("of a module that does not compile as it is ends as other commands do", async () => {
    const directory = makeDirectory({ ...KEPT, "keep/bad.go": "package keep\n\nvar x int = nil\n" });
    const { exitCode, stderr } = await runCli(["try", "-C", directory, "keep.Keep:p"]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain("bad.go:3");
  });

  test("agrees with the issue's example written by hand", async () => {
    const files = (body: string) => ({
      "go.mod": "module example.com/k\n\ngo 1.22\n",
      "k.go": `package k\n\nimport "fmt"\n\nvar kept []byte\n\nfunc keep(b []byte) { ${body} }\n\nfunc One() { b := make([]byte, 10); keep(b) }\n\nfunc Two() { b := make([]byte, 10); keep(b); fmt.Println(b) }\n`,
    });
    const found = await tryIt(["-C", makeDirectory(files("kept = b")), "k.keep:b"]);
    expect(textsOf(found.removed)).toEqual(["k.go:9 make([]byte, 10)"]);
    const printed = await goDiagnostics(["build", "-gcflags=-m", "."], makeDirectory(files("_ = b")));
    const stderr = Buffer.from(printed).toString();
    expect(stderr).toMatch(/k\.go:9:\d+: make\(\[\]byte, 10\) does not escape/);
    expect(stderr).toMatch(/k\.go:11:\d+: make\(\[\]byte, 10\) escapes to heap/);
  });
});

describe.skipIf(goMinor < 21)("a profile that guides the build", () => {
  const MAIN = 'package main\n\nimport "example.com/m/use"\n\nfunc main() { use.Use() }\n';
  const PROGRAMS = { ...KEPT, "cmd/a/main.go": MAIN, "cmd/b/main.go": MAIN };

  test("is left aside, which is said", async () => {
    const directory = makeDirectory({ ...PROGRAMS, "cmd/a/default.pgo": "", "cmd/b/default.pgo": "" });
    const args = ["try", "-C", directory, "--format", "json", "keep.Keep:p"];
    const { stdout, stderr, exitCode } = await runCli(args);
    expect(exitCode).toBe(0);
    expect(textsOf(trySchema.parse(JSON.parse(stdout)).removed)).toEqual([
      "cmd/a/main.go:5 use.n",
      "cmd/b/main.go:5 use.n",
      "use/use.go:6 n",
    ]);
    expect(stderr).toContain("compiled without it, before and after the change");
    expect((await runCli([...args, "--quiet"])).stderr).toBe("");
    const blamed = await runCli(["blame", "-C", directory, "--try=1"]);
    expect(blamed.stderr).toContain("compiled without it, before and after the change");
    expect(blamed.stdout).toContain("removing this leak takes away 3");
    const without = makeDirectory(PROGRAMS);
    expect((await runCli(["try", "-C", without, "keep.Keep:p"])).stderr).toBe("");
    const named = ["try", "-C", without, "keep.Keep:p", "--", "-pgo", join(directory, "cmd/a/default.pgo")];
    expect((await runCli(named)).stderr).toContain("compiled without it");
  });
});

describe.skipIf(withoutGo)("the ways out of a line", () => {
  test("are found one behind the other", async () => {
    const { sites, waysOut } = await tryIt(["-C", MODULE, "main.go:51"]);
    expect(waysOut?.map(({ line, step, closed }) => [line, step, closed])).toEqual([
      [52, "send", "&n"],
      [53, "assign", "&n"],
      [54, "captured by a closure", "func() int { return n }"],
    ]);
    expect(sites).toMatchObject([{ ends: "stack", why: null }]);
  });

  test("lead through inlined functions and interfaces", async () => {
    const { sites, waysOut } = await tryIt(["-C", MODULE, "main.go:20"]);
    expect(waysOut?.map(({ line, closed }) => [line, closed])).toEqual([
      [21, "b"],
      [22, "b"],
    ]);
    expect(sites.map(({ ends }) => ends)).toEqual(["stack"]);
  });

  test("may not all be closed, and then it says why", async () => {
    const directory = makeDirectory({
      "go.mod": "module example.com/w\n\ngo 1.22\n",
      "w.go":
        'package w\n\nimport "errors"\n\nvar global *[1 << 24]int\n\nfunc Large() { var x [1 << 24]int; global = &x }\n\nfunc Err() error { return errors.New("x") }\n',
    });
    const large = await tryIt(["-C", directory, "w.go:7"]);
    expect(large.sites).toMatchObject([{ ends: "heap", why: "the compiler says: too large for stack" }]);
    const made = await tryIt(["-C", directory, "w.go:9"]);
    expect(made.sites[0]?.ends).toBe("stack");
    expect(made.waysOut?.map(({ step }) => step)).toEqual(["return"]);
    const nothing = await tryIt(["-C", directory, "w.go:3"]);
    expect(nothing.notTried).toBe("nothing that is made at w.go:3 goes to the heap");
  });

  test.each([
    // Both literals capture it, the inner one by the outer.
    [
      "go func() {\n\t\tgo func() {\n\t\t\tn++\n\t\t\tprintln(n)\n\t\t}()\n\t}()",
      [["captured by a closure", "n", "func() { n++ println(n) }, func() { go func() { n++ println(n) }() }"]],
    ],
    [
      "go func() {\n\t\tf := func() { n++ }\n\t\tf()\n\t}()",
      [["captured by a closure", "n", "func() { n++ }, func() { f := func() { n++ } f() }"]],
    ],
    ["go func() { n++ }()", [["captured by a closure", "n", "func() { n++ }"]]],
    // The compiler puts what the statement is given into a closure of its own.
    ["go work(&n)", [["captured by a closure", ".autotmp_1", "&n"]]],
    [
      "var m sync.Mutex\n\tgo func() {\n\t\tm.Lock()\n\t\tm.Unlock()\n\t\tn++\n\t}()",
      [["captured by a closure", "n", "func() { m.Lock() m.Unlock() n++ }"]],
    ],
  ])("are those of a goroutine: %s", async (statement, ways) => {
    const directory = makeDirectory({
      "go.mod": "module example.com/g\n\ngo 1.22\n",
      "g.go": `package g\n\nimport "sync"\n\nvar _ sync.Mutex\n\nfunc work(p *int) { *p++ }\n\nfunc Use() {\n\tn := 1\n\t${statement}\n}\n`,
    });
    const { sites, waysOut } = await tryIt(["-C", directory, "g.go:10"]);
    expect(waysOut?.map(({ step, expression, closed }) => [step, expression, closed])).toEqual(ways);
    expect(sites).toMatchObject([{ ends: "stack", why: null }]);
    const { stdout } = await runCli(["try", "-C", directory, "g.go:10"]);
    expect(stdout).not.toContain("autotmp");
    expect(stdout.includes("handed to a go or defer statement")).toBe(statement.startsWith("go work"));
  });

  test("may begin at what an inlined method is called on", async () => {
    const directory = makeDirectory({
      "go.mod": "module example.com/g\n\ngo 1.22\n",
      "g.go": `package g\n\nimport "sync"\n\nfunc Use() {\n\tvar wg sync.WaitGroup\n\twg.Add(1)\n\tgo func() {\n\t\tdefer wg.Done()\n\t}()\n\twg.Wait()\n}\n`,
    });
    const { sites, waysOut } = await tryIt(["-C", directory, "g.go:6"]);
    expect(waysOut?.map(({ line, closed }) => [line, closed])).toContainEqual([9, "wg"]);
    expect(sites).toMatchObject([{ ends: "stack", why: null }]);
  });

  test("of what an inlined function makes and keeps are looked for there", async () => {
    const directory = makeDirectory({
      "go.mod": "module example.com/i\n\ngo 1.22\n",
      "i.go": "package i\n\nvar global *int\n\nfunc make1() { global = new(int) }\n\nfunc Use() { make1() }\n",
    });
    const { sites } = await tryIt(["-C", directory, "i.go:7"]);
    expect(sites[0]).toMatchObject({ ends: "heap" });
    expect(sites[0]?.why).toBe("it is made and kept in example.com/i.make1, which is inlined here: try i.go:5");
    expect((await tryIt(["-C", directory, "i.go:5"])).sites[0]?.ends).toBe("stack");
  });
});

describe.skipIf(withoutGo)("blame --try", () => {
  async function blame(...args: readonly string[]): Promise<Blame> {
    const { exitCode, stdout, stderr } = await runCli(["blame", "-C", MODULE, "--format", "json", ...args]);
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    return blameSchema.parse(JSON.parse(stdout));
  }

  test("says of the first culprits what try says of each", async () => {
    const { culprits } = await blame("--try=3");
    const tried = culprits.flatMap((each) => (each.tried === undefined ? [] : [each]));
    expect(
      tried.map(({ name, parameter, escapes, tried: t }) => [name, parameter, escapes, t?.removed, t?.changed]),
    ).toEqual([
      ["store.Both", "n", 4, 2, 2],
      ["store.Keep", "b", 3, 2, 1],
      ["store.(*Table).Register", "t", 2, 2, 0],
    ]);
    for (const { name, parameter, tried: t } of tried) {
      const alone = await tryIt(["-C", MODULE, `${name}:${parameter}`]);
      expect(t).toEqual({
        removed: alone.removed.length,
        changed: alone.changed.length,
        added: alone.added.length,
        bytes: alone.amounts.removed.bytes,
        packages: alone.packages.length,
        notTried: null,
      });
    }
  });

  test("says so in words, and only of what was tried", async () => {
    const { stdout } = await runCli(["blame", "-C", MODULE, "--top", "4", "--try=1"]);
    expect(stdout).toContain("removing this leak takes away 2 of 4, 2 stay another");
    expect(stdout.match(/removing this leak/g)).toHaveLength(1);
    const { stdout: plain } = await runCli(["blame", "-C", MODULE]);
    expect(plain).not.toContain("removing this leak");
  });

  test("tries what ranks behind places that cannot be tried, and shows it first", async () => {
    const directory = makeDirectory({
      "go.mod": "module example.com/app\n\ngo 1.21\n",
      "app.go": `package app

import "fmt"

var kept *int

func Print(values []string) {
	for _, value := range values {
		fmt.Println(value, len(value), value)
	}
}

//go:noinline
func Keep(p *int) { kept = p }

func Use() {
	n := 1
	Keep(&n)
}
`,
    });
    const names = async (...args: readonly string[]) => {
      const { stdout } = await runCli(["blame", "-C", directory, "--format", "json", ...args]);
      return blameSchema.parse(JSON.parse(stdout)).culprits.map(({ name, tried }) => `${name} ${tried?.removed}`);
    };
    expect(await names("--top", "1")).toEqual(["fmt.Fprintln undefined"]);
    expect(await names("--top", "1", "--try=1")).toEqual(["app.Keep 1", "fmt.Fprintln undefined"]);
    const { stderr: skipped } = await runCli(["blame", "-C", directory, "--try=1"]);
    expect(skipped).toContain("1 place before the last that was tried was left out: calls, statements");
    const { stderr } = await runCli(["blame", "-C", directory, "--try", "--function", "Print"]);
    expect(stderr).toContain("Nothing was tried: none of the places is a parameter, function literal, field, variable");
  });

  test("tries in groups, too", async () => {
    const { groups } = await blame("--group-by", "package", "--try");
    const found = groups.flatMap(({ culprits }) => culprits).filter(({ tried }) => tried !== undefined);
    expect(found.length).toBeGreaterThan(2);
  });

  test.each([
    [["--try=0"], "--try takes a whole number of at least 1"],
    [["--try", "./..."], "--try takes a whole number of at least 1"],
    [["--try", "--from", "build.txt"], "does not go with --from"],
  ])("refuses %j", async (args, text) => {
    const { exitCode, stderr } = await runCli(["blame", "-C", MODULE, ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(text);
  });
});

describe.skipIf(withoutGo)("a trial", () => {
  test.each(["table", "markdown"])(
    "is shown as %s, with names that somebody else wrote made harmless",
    async (format) => {
      const directory = makeDirectory({
        ...KEPT,
        "use/use.go": KEPT["use/use.go"].replace("Use()", "Use(s string)").replace("(&n)", '(&n); hold(s + "\u202e")'),
        "use/hold.go": "package use\n\nvar held any\n\nfunc hold(v any) { held = v }\n",
      });
      const { stdout, exitCode } = await runCli(["try", "-C", directory, "use.hold:v", "--format", format]);
      expect(exitCode).toBe(0);
      expect(stdout).toContain("removing this leak takes away");
      expect(stdout).not.toContain("\u202e");
    },
  );

  test.skipIf(process.platform !== "linux")("that is interrupted leaves nothing behind", async () => {
    const body = Array.from({ length: 4000 }, (_, i) => `func f${i}() any { return fmt.Sprint(${i}) }\n`).join("");
    const directory = makeDirectory({
      ...KEPT,
      "keep/many.go": `package keep\n\nimport "fmt"\n\n${body}`,
    });
    const temporary = makeDirectory({});
    const before = filesBelow(directory);
    const env = { TMPDIR: temporary };
    const ours = () => readdirSync(temporary).filter((name) => name.startsWith("escape-report-"));
    const run = startCli(["try", "-C", directory, "keep.Keep:p"], { env });
    for (let waited = 0; ours().length === 0 && waited < 60_000; waited += 20) await setTimeout(20);
    expect(ours()).toHaveLength(1);
    const [own = ""] = ours();
    expect(statSync(join(temporary, own)).mode & 0o777).toBe(0o700);
    run.kill("SIGINT");
    expect((await run).exitCode).toBe(130);
    expect(ours()).toEqual([]);
    expect(filesBelow(directory)).toEqual(before);
  });

  test("without a place for temporary files ends with a sentence", async () => {
    const gone = join(makeDirectory({}), "gone");
    const directory = makeDirectory(KEPT);
    // go needs a place of its own.
    const goTemporary = makeDirectory({});
    const env = { TMPDIR: gone, GOTMPDIR: goTemporary };
    const { exitCode, stderr } = await runCli(["try", "-C", directory, "keep.Keep:p"], { env });
    expect(exitCode).toBe(4);
    expect(stderr).toContain(`The temporary directory ${gone} cannot be written to`);
    expect(stderr).toContain("TMPDIR=DIR");
    expect(existsSync(gone)).toBe(false);
  });
});
