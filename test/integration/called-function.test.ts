// Names of functions that a reader can act on: what the code calls, whatever the compiler inlines there.
import { describe, expect, test } from "vitest";
import { blameSchema } from "../../src/records/blame.js";
import { escapeSchema } from "../../src/records/record.js";
import { storiesSchema } from "../../src/records/story.js";
import { makeDirectory, runCli } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";
import { createRepository, GIT_ENVIRONMENT, temporaryDirectory } from "../helpers/repository.js";

const MODULE = {
  "go.mod": "module example.com/calls\n\ngo 1.21\n",
  "calls.go": `package calls

import (
	"fmt"
	"log/slog"
	"net/http"
	"os"
)

func wrap(n int) error { return fmt.Errorf("n is %d", n) }

func wrapTwo(n, m int) error { return fmt.Errorf("%d and %d", n, m) }

func logged(format string, args ...any) error {
	if os.Getpid() == 0 {
		return nil
	}
	return fmt.Errorf(format, args...)
}

func Logged(n int) error { return logged("%d", n) }

func debug(log *slog.Logger, n int) { log.Debug("n", "n", n) }

func warn(log *slog.Logger, n int) { log.Warn("n", "n", n) }

func fetch(c *http.Client) (*http.Response, error) {
	r := http.Request{Method: "GET"}
	return c.Do(&r)
}

type inner struct{ n int }

func (i *inner) Get() *int { x := i.n; return &x }

type Outer struct{ *inner }

type getter interface{ Get() *int }

func asGetter(o Outer) getter { return o }
`,
};

/** The command, run in a directory of the test's own that holds the module. */
type Run = (...args: readonly string[]) => Promise<string>;

function inModule(): Run {
  const directory = makeDirectory(MODULE);
  return async (...args) => {
    const { exitCode, stdout, stderr } = await runCli(args, { cwd: directory });
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    return stdout;
  };
}

/** Where the command can read records: from a build, and from a report of one. */
async function sources(run: Run): Promise<readonly (readonly string[])[]> {
  await run("build", "--output", "report.json", "--quiet");
  return [[], ["--from", "report.json"]];
}

describe.skipIf(withoutGo)("a call that is inlined", () => {
  test("is named as it is written, in records", async () => {
    const lines = (await inModule()("build", "--format", "ndjson", "--records", "escape")).trimEnd().split("\n");
    const records = lines.map((line) => escapeSchema.parse(JSON.parse(line)));
    const callees = (name: string) => [
      ...new Set(
        records.flatMap((record) => (record.function === name && record.callee !== null ? [record.callee] : [])),
      ),
    ];
    expect(callees("wrap")).toEqual(["fmt.Errorf"]);
    expect(callees("wrapTwo")).toEqual(["fmt.Errorf"]);
    expect(callees("debug")).toEqual(["(*slog.Logger).Debug"]);
    expect(callees("warn")).toEqual(["(*slog.Logger).Warn"]);
    expect(callees("fetch")).toEqual(["(*http.Client).Do"]);
  });

  test("is named so in tables, and counted as one", async () => {
    const table = await inModule()("build", "--group-by", "callee");
    expect(table).toMatch(/^ +3 .* fmt\.Errorf /m);
    expect(table).not.toMatch(/fmt\.errorf|Logger\)\.log\b|Client\)\.do\b/);
  });

  test("is one culprit, and the end of other functions' parameters", async () => {
    const run = inModule();
    for (const from of await sources(run)) {
      const { culprits } = blameSchema.parse(
        JSON.parse(await run("blame", "--format", "json", "--top", "99", ...from)),
      );
      const names = culprits.map(({ name }) => name);
      expect(names.filter((name) => /^fmt\./i.test(name))).toEqual(["fmt.Errorf"]);
      expect(culprits.find(({ name }) => name === "fmt.Errorf")?.escapes).toBe(3);
      expect(names).toEqual(
        expect.arrayContaining(["slog.(*Logger).Debug", "slog.(*Logger).Warn", "http.(*Client).Do"]),
      );
      expect(culprits.find(({ parameter }) => parameter === "args")).toMatchObject({
        name: "calls.logged",
        outermost: { kind: "outside", name: "fmt.Errorf" },
      });
    }
  });

  test("is told as calls of that function, though its package is in the report: nobody changes that", async () => {
    const args = ["--scope", "all", "--package", "example.com/calls", "--format", "json", "--top", "99"];
    const { culprits } = blameSchema.parse(JSON.parse(await inModule()("blame", ...args)));
    expect(culprits.filter(({ name }) => /^fmt\./.test(name))).toMatchObject([
      { name: "fmt.Errorf", kind: "calls", parameter: null, from: "calls", escapes: 3 },
    ]);
    expect(culprits.find(({ name }) => name === "slog.(*Logger).Debug")).toMatchObject({ kind: "calls" });
  });

  test("is what a story ends in", async () => {
    const run = inModule();
    for (const from of await sources(run)) {
      const ends = async (target: string) => {
        const { stories } = storiesSchema.parse(JSON.parse(await run("explain", target, "--format", "json", ...from)));
        return new Set(stories.filter(({ end }) => end.kind === "outside").map(({ end }) => end.name));
      };
      expect(await ends("wrapTwo")).toEqual(new Set(["fmt.Errorf"]));
      expect(await ends("Logged")).toEqual(new Set(["fmt.Errorf"]));
      expect(await ends("debug")).toEqual(new Set(["slog.(*Logger).Debug"]));
      expect(await ends("fetch")).toEqual(new Set(["http.(*Client).Do"]));
    }
    const text = await run("explain", "wrap");
    expect(text).not.toContain("fmt.errorf");
  });
});

describe.skipIf(withoutGo)("a call of a method of a type that is not exported", () => {
  test("is no interface method: what the code calls keeps the value", async () => {
    const cwd = makeDirectory({
      "go.mod": "module example.com/hidden\n\ngo 1.21\n",
      "keep/k.go": `package keep

type v struct{}

var kept *int

var hidden v

//go:noinline
func (v) Keep(p *int) { kept = p }

func Keep(p *int) { hidden.Keep(p) }
`,
      "use/u.go": 'package use\n\nimport "example.com/hidden/keep"\n\nfunc F(n int) { keep.Keep(&n) }\n',
    });
    const args = ["explain", "F", "./use", "--scope", "named", "--format", "json"];
    const { stories } = storiesSchema.parse(JSON.parse((await runCli(args, { cwd })).stdout));
    expect(stories.map(({ escape, end }) => [escape.callee, end.kind, end.name])).toEqual([
      ["keep.Keep", "outside", "keep.Keep"],
    ]);
  });
});

describe.skipIf(withoutGo)("a wrapper that the compiler makes", () => {
  test("is named by the method that it is made for", async () => {
    const run = inModule();
    // By its expression: up to Go 1.24 the compiler does not name the wrapper itself.
    expect(await run("explain", "x", "--top", "9")).toMatch(/^<autogenerated>:1 for calls\.\(\*inner\)\.Get\b/m);
    const { culprits } = blameSchema.parse(JSON.parse(await run("blame", "--format", "json", "--top", "99")));
    expect(culprits.filter(({ name }) => name.endsWith("Get"))).toMatchObject([
      { name: "result of calls.(*inner).Get", escapes: 3, file: "calls.go", example: { file: "calls.go" } },
    ]);
  });
});

describe.skipIf(withoutGo)("the gate", () => {
  test("names what the code calls, and repeats its own --config", async () => {
    const { "calls.go": code, "go.mod": module } = MODULE;
    const repository = await createRepository({
      "go.mod": module,
      "calls.go": "package calls\n",
      "rules of the team.yaml": "all: false\n",
    });
    await repository.write({ "calls.go": code });
    const { exitCode, stdout } = await runCli(["gate", "--base", "HEAD", "--config", "rules of the team.yaml"], {
      cwd: repository.directory,
      env: { ...GIT_ENVIRONMENT, ESCAPE_REPORT_CACHE: await temporaryDirectory(), GOWORK: "" },
    });
    expect(exitCode).toBe(1);
    expect(stdout.replace(/\s+/g, " ")).toContain("passed to `fmt.Errorf`".replaceAll("`", ""));
    expect(stdout).not.toContain("fmt.errorf");
    expect(stdout).toMatch(/^ {2}escape-report gate --base \w+ --config 'rules of the team\.yaml'$/m);
  });
});
