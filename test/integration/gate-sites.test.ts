// The gate counts what allocates, by the machine code of real programs.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Diff } from "../../src/records/diff.js";
import { gateSchema } from "../../src/records/gate.js";
import { runCli } from "../helpers/cli.js";
import { goMinor } from "../helpers/go.js";
import { createRepository, type Files, GIT_ENVIRONMENT, temporaryDirectory } from "../helpers/repository.js";

const MODULE: Files = { "go.mod": "module example.com/app\n\ngo 1.22\n" };

/** A command in a repository whose working tree has changed since its only commit. */
async function changed(before: Files, after: Files) {
  const repository = await createRepository({ ...MODULE, ...before });
  await repository.write(after);
  const env = { ...GIT_ENVIRONMENT, ESCAPE_REPORT_CACHE: join(await temporaryDirectory(), "cache"), GOWORK: "" };
  return {
    repository,
    run: (...args: readonly string[]) => runCli([...args], { cwd: repository.directory, env }),
  };
}

const LIST = `package p

type Point struct{ x, y int }

func List(n int) []Point {
	var out []Point
	for i := 0; i < n; i++ {
		out = append(out, Point{i, i})
	}
	return out
}

func Sum(n int) (sum int) {
	var all []int
	for i := 0; i < n; i++ {
		all = append(all, i)
	}
	for _, v := range all {
		sum += v
	}
	return sum
}
`;
const PREALLOCATED = LIST.replace("var out []Point", "out := make([]Point, 0, n)").replace(
  "var all []int",
  "all := make([]int, 0, n)",
);
const KEEP = "package p\n\nvar keep []*int\n\nfunc Keep(n int) {\n";
const ONCE = `${KEEP}\tif n > 0 {\n\t\tkeep = append(keep, new(int))\n\t\tn--\n\t}\n}\n`;
const LOGGING = `package p

import "log/slog"

type logger struct{ on bool }

func (l *logger) Infof(format string, args ...any) {
	if l.on {
		slog.Info(format, args...)
	}
}

func Start(l *slog.Logger) { l.Info("started") }

func Quiet(l *logger) { l.Infof("started") }
`;

describe.skipIf(goMinor < 22)("gate", () => {
  test("does not refuse room for a slice, and compare says that it is better", async () => {
    const { run } = await changed({ "p/p.go": LIST }, { "p/p.go": PREALLOCATED });
    const gate = await run("gate", "--base", "HEAD");
    expect([gate.exitCode, gate.stdout]).toEqual([0, expect.stringContaining("The gate passes")]);
    const diff = JSON.parse((await run("compare", "HEAD", "--format", "json")).stdout) as Diff;
    expect(diff.added).toEqual([]);
    expect(diff.changed.map(({ after, effects }) => [after.function, after.call, effects])).toEqual([
      ["List", "makeslice", ["preallocated"]],
      ["Sum", "makeslice", ["preallocated"]],
    ]);
  });

  test("does not refuse calls that log without arguments", async () => {
    const { run } = await changed(
      { "p/log.go": "package p\n" },
      { "p/log.go": LOGGING.replace(/\tif l.on[\s\S]*?\t}\n/, "") },
    );
    expect((await run("gate", "--base", "HEAD")).exitCode).toBe(0);
  });

  test("refuses what allocates without a decision, and says why", async () => {
    const map = "package p\n\nfunc Count(m map[string]int, k string) { m[k]++ }\n";
    const { run } = await changed({ "p/m.go": map.replace("m[k]++", "_ = m[k]") }, { "p/m.go": map });
    const { exitCode, stdout } = await run("gate", "--base", "HEAD");
    expect(exitCode).toBe(1);
    expect(stdout).toContain("FAIL: 1 new heap allocation; none is allowed");
    expect(stdout.replace(/\s+/g, " ")).toContain(
      "Why it allocates: an assignment may make the map grow (Map growth: map-growth)",
    );
    for (const format of ["json", "ndjson", "markdown", "sarif", "github", "gitlab", "unix"]) {
      const printed = await run("gate", "--base", "HEAD", "--format", format);
      expect([format, printed.exitCode, printed.stdout]).toEqual([format, 1, expect.stringMatching(/map.growth/i)]);
    }
    const text = await run("gate", "--base", "HEAD", "--no-machine-code");
    expect(text.exitCode).toBe(0);
  });

  test("sees an allocation that moves into a loop, though the compiler prints the same", async () => {
    const { run, repository } = await changed(
      { "p/k.go": ONCE, ".escape-report.yaml": "worse: {effects: [into-loop]}\n" },
      { "p/k.go": ONCE.replace("if n", "for n ") },
    );
    await repository.write({ "p/k.go": ONCE.replace("\tif n", "\tfor n").replace("for n >", "for n>") });
    for (let round = 0; round < 2; round++) {
      const { stdout } = await run("compare", "HEAD", "--format", "json");
      const diff = JSON.parse(stdout) as Diff;
      expect(diff.changed.map(({ what, effects }) => [what, effects])).toContainEqual([["loop"], ["into-loop"]]);
    }
    const gate = await run("gate", "--base", "HEAD");
    expect([gate.exitCode, gate.stdout]).toEqual([1, expect.stringContaining("worse than before; none is allowed")]);
  });

  test("leaves methods of an embedded type to the method", async () => {
    const method = "package p\n\ntype T struct{ n int }\n\nfunc (t T) Ptr() *int {\n\tx := t.n\n\treturn &x\n}\n";
    const { run } = await changed(
      { "p/t.go": method },
      { "p/u.go": "package p\n\ntype U struct{ *T }\n\nvar _ interface{ Ptr() *int } = U{}\n" },
    );
    expect((await run("gate", "--base", "HEAD")).exitCode).toBe(0);
    const { run: byValue } = await changed({ "p/t.go": method.replace("(t T)", "(t *T)") }, { "p/t.go": method });
    expect((await byValue("gate", "--base", "HEAD")).exitCode).toBe(0);
  });
});

describe.skipIf(goMinor < 22)("a baseline", () => {
  test("covers more than a gate below, which prunes only what it looks at", async () => {
    const file = (name: string) => `package ${name}\n\nfunc New() *int {\n\tx := 1\n\treturn &x\n}\n`;
    const { run, repository } = await changed({ "a/a.go": file("a"), "hot/hot.go": file("hot") }, {});
    expect((await run("gate", "--baseline", "b.txt", "--write-baseline")).exitCode).toBe(0);
    await repository.write({ "hot/hot.go": "package hot\n" });
    const gate = await run("gate", "-C", "hot", "--baseline", "../b.txt");
    expect([gate.exitCode, gate.stdout]).toEqual([0, expect.stringContaining("1 entry of the baseline is stale")]);
    const refused = await run("gate", "-C", "hot", "--baseline", "../b.txt", "--write-baseline");
    expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining("would be lost")]);
    expect((await run("gate", "-C", "hot", "--baseline", "../b.txt", "--prune")).stderr).toContain(
      "1 allocation was gone",
    );
    const whole = await run("gate", "--baseline", "b.txt");
    expect([whole.exitCode, whole.stdout]).toEqual([0, expect.not.stringContaining("stale")]);
  });
});

const CALLS = `package p

import (
	"io"
	"strconv"
	"strings"
)

type Encoder struct{ buffer []byte }

func (e *Encoder) Encode(v int) {
	e.buffer = strconv.AppendInt(e.buffer[:0], int64(v), 10)
}

func Join(list []string) string { return strings.Join(list, ",") }

func Write(w io.Writer, b []byte) {
	w.Write(b)
}

func Size(e *Encoder) int { return len(e.buffer) + twice(len(e.buffer)) }

//go:noinline
func twice(n int) int { return 2 * n }

func Check(n int) int {
	if n < 0 {
		panic("negative: " + strconv.Itoa(n))
	}
	return n
}

func Text(v any) string {
	if s, ok := v.(interface{ Name() [4]byte }); ok && s != nil {
		return "named"
	}
	return ""
}
`;

describe.skipIf(goMinor < 22)("what may not allocate", () => {
  const HOT = (rules: string) => ({ ".escape-report.yaml": rules });

  /** What fails under these rules, a line a failure: title, ways and calls that cannot be followed. */
  async function failures(rules: string, source = CALLS) {
    const { run } = await changed({ "p/p.go": source, ...HOT(rules) }, {});
    const { stdout, exitCode } = await run("gate", "--base", "HEAD", "--format", "json");
    const gate = gateSchema.parse(JSON.parse(stdout));
    expect(exitCode).toBe(gate.passed ? 0 : 1);
    return gate.failures.map(({ rule, subject, found, paths, unknownCalls, unknown }) => ({
      rule,
      subject,
      found,
      ways: [...new Set(paths.map(({ calls }) => calls.map((call) => call.function.replace(/^.*\//, "")).join(" > ")))],
      unknown: unknown.map(({ function: name, line, call }) => `${name}:${line} ${call}`),
      unknownCalls,
    }));
  }

  test("may call nothing that does, and the way there is told", async () => {
    const [failure, ...others] = await failures('hot: ["(*Encoder).Encode", Size]\n');
    expect(others).toEqual([]);
    expect(failure).toMatchObject({ rule: "hot-function", subject: "(*Encoder).Encode", unknownCalls: 0 });
    expect(failure?.ways[0]).toMatch(/^p\.\(\*Encoder\)\.Encode > strconv\.(?:AppendInt|formatBits)$/);
  });

  test("names calls that cannot be followed, until something says that they do not allocate", async () => {
    expect(await failures("hot: [Write]\n")).toEqual([
      {
        rule: "hot-function",
        subject: "Write",
        found: 0,
        ways: [],
        unknown: ["example.com/app/p.Write:18 null"],
        unknownCalls: 1,
      },
    ]);
    expect(await failures("hot: [Write]\nassume: [{functions: [Write], reason: known}]\n")).toEqual([]);
    expect(await failures("hot: [Write]\nassume: [{functions: [Join], reason: known}]\n")).toHaveLength(1);
    const settled = CALLS.replace("w.Write(b)", "w.Write(b) //escape:assume-none it is ours");
    expect(await failures("hot: [Write]\n", settled)).toEqual([]);
  });

  test("may call what the rules assume to be free", async () => {
    const rules = (calls: string) => `hot: [Join]\nassume: [{functions: [Join], calls: [${calls}], reason: known}]\n`;
    expect(await failures(rules("strings.Join"))).toEqual([]);
    expect(await failures(rules("strings.*"))).toEqual([]);
    expect(await failures(rules("strings.Repeat"))).toHaveLength(1);
  });

  test("may fill caches once and allocate for a panic, unless the rules are strict", async () => {
    expect(await failures("hot: [Check, Text]\n")).toEqual([]);
    expect((await failures("hot: [Check, Text]\nstrict: [panics]\n")).map(({ subject }) => subject)).toEqual(["Check"]);
    expect((await failures("hot: [Check, Text]\nstrict: [once]\n")).map(({ subject }) => subject)).toEqual(["Text"]);
  });

  test("is told by comments too, on the statement alone, and for variables that are declared elsewhere", async () => {
    const source = `${CALLS}
func Both(list []string) int {
	a := strings.Repeat("a", 3)
	return len(a) + len(strings.Join(list, a)) //escape:none
}

func Pointer(n int) *int {
	return &n //escape:none
}

func Weak(list []string) int {
	return len(strings.Join(list, ",")) //gcassert:noescape
}
`;
    const found = await failures("", source);
    expect(found.map(({ subject, found: count, ways }) => [subject, count > 0, ways.length > 0])).toEqual([
      ["//escape:none", true, true],
      ["//escape:none", true, false],
    ]);
    expect(found[0]?.ways.every((way) => way.startsWith("p.Both > strings.Join"))).toBe(true);
  });

  test("is shown in every format, and a rule about nothing is an error", async () => {
    const { run, repository } = await changed({ "p/p.go": CALLS, ...HOT("hot: [Join]\n") }, {});
    for (const format of ["table", "json", "ndjson", "markdown", "sarif", "github", "gitlab", "unix"]) {
      const { exitCode, stdout } = await run("gate", "--base", "HEAD", "--format", format);
      expect([format, exitCode, stdout]).toEqual([format, 1, expect.stringMatching(/strings\.Join|leads to/)]);
    }
    await repository.write(HOT("hot: [Join]\nassume: [{functions: [Jion], reason: known}]\n"));
    const { exitCode, stderr } = await run("gate", "--base", "HEAD", "--config-from", "head");
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("assume[0].functions: Jion.")]);
  });
});

describe("the base of a gate", () => {
  const leaks = (name: string) => `package p\n\nfunc ${name}() *int {\n\tx := 1\n\treturn &x\n}\n`;

  /** A branch, and a main branch that has lost an allocation since. */
  async function branched() {
    const made = await changed({ "p/p.go": leaks("Old"), "p/q.go": "package p\n" }, {});
    const { repository } = made;
    await repository.git("branch", "--move", "main");
    const fork = await repository.git("rev-parse", "HEAD");
    await repository.git("checkout", "--quiet", "-b", "work");
    await repository.commit({ "p/q.go": "package p\n\nconst one = 1\n" });
    await repository.git("checkout", "--quiet", "main");
    await repository.commit({ "p/p.go": "package p\n" });
    await repository.git("checkout", "--quiet", "work");
    return { ...made, fork };
  }

  test("that is a branch is where this one left it, and the result says so", async () => {
    const { run, fork } = await branched();
    const { exitCode, stdout } = await run("gate", "--base", "main");
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining(`merge base with main (${fork.slice(0, 12)})`)]);
    const gate = gateSchema.parse(JSON.parse((await run("gate", "--base", "main", "--format", "json")).stdout));
    expect([gate.before.name, gate.before.revision]).toEqual(["merge base with main", fork]);
    expect((await run("gate", "--base", "main", "--base-exact")).exitCode).toBe(1);
    expect((await run("gate", "--base", "main~0")).exitCode).toBe(1);
  });

  test("is none on the default branch, which says how to go on", async () => {
    const { run, repository } = await branched();
    await repository.git("checkout", "--quiet", "main");
    const { exitCode, stderr } = await run("gate");
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("escape-report gate --base HEAD~1")]);
    expect((await run("gate", "--base", "HEAD~1")).exitCode).toBe(0);
    await repository.write({ "p/q.go": leaks("New") });
    expect((await run("gate")).exitCode).toBe(1);
  });
});
