// What is printed for a program of several packages: what a reader copies out of it is taken by the other commands.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Stories, storiesSchema } from "../../src/records/story.js";
import { runCli, writeFiles } from "../helpers/cli.js";
import { goMinor, withoutGo } from "../helpers/go.js";

const FILES = {
  "go.mod": "module example.org/some/where/app\n\ngo 1.22\n",
  "cmd/tool/main.go": `package main

import (
	"fmt"

	"example.org/some/where/app/internal/storage"
)

func main() {
	m := map[int]*storage.Entry{}
	for i := range 10 {
		m[i] = run(i)
	}
	fmt.Println(len(m))
}

//go:noinline
func run(n int) *storage.Entry {
	if n > 100 {
		panic(fmt.Sprintf("%d", n))
	}
	return storage.New(n)
}
`,
  "internal/storage/storage.go": `package storage

import "fmt"

type Entry struct{ n int }

//go:noinline
func New(n int) *Entry {
	fmt.Println("new", n)
	fmt.Println("again", n)
	return &Entry{n}
}

func (e *Entry) Print() { fmt.Println(e.n) }
`,
};

describe.skipIf(withoutGo || goMinor < 22)("a program of several packages", () => {
  let directory: string;
  let report: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "escape-report-test-"));
    writeFiles(directory, FILES);
    report = join(directory, "report.json");
    const { exitCode, stderr } = await runCli(["build", "-C", directory, "--output", report]);
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test("has machine code for package main as for others", async () => {
    const { stdout } = await runCli(["parse", report, "--format", "ndjson", "--records", "escape,allocation"]);
    const records = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { package: string; function: string; cause: string; allocates: string });
    const own = records.filter((record) => record.package.endsWith("/cmd/tool"));
    expect(own.map((record) => record.allocates)).not.toContain("unknown");
    expect(own.find(({ cause }) => cause === "map-growth")?.function).toBe("main");
  });

  test("is shown in 40 lines, and leads on to places of its own", async () => {
    const { stdout } = await runCli(["build", "-C", directory]);
    expect(stdout.split("\n").length - 1).toBeLessThanOrEqual(40);
    const next = /^ {2}escape-report explain (\S+) -C (\S+)$/m.exec(stdout);
    const told = await runCli(["explain", next?.[1] ?? "", "-C", directory]);
    expect(told.stdout).toContain("Allocated: ");
    expect(told.stdout).not.toMatch(/^(?:No|Nothing)/);
  });

  test("names functions so that explain and --function take them", async () => {
    const { stdout } = await runCli(["parse", report, "--group-by", "function", "--quiet"]);
    const names = [...stdout.matchAll(/^ +\d+ +[<\d.]+% {2}(\S+)/gm)].map((match) => match[1] ?? "");
    expect(names).toEqual(
      expect.arrayContaining(["internal/storage.New", "cmd/tool.main", "internal/storage.(*Entry).Print"]),
    );
    for (const name of names) {
      const { stdout: filtered } = await runCli(["parse", report, "--function", name, "--quiet"]);
      expect(filtered, name).toMatch(/^\d+ heap allocations? in 1 package/);
    }
  });

  async function explained(target: string): Promise<Stories> {
    const { stdout } = await runCli(["explain", target, "--from", report, "--format", "json", "--top", "1"]);
    return storiesSchema.parse(JSON.parse(stdout));
  }

  test("explains a function by the end of its package's path", async () => {
    const { match, sites, stories } = await explained("internal/storage.New");
    expect(match).toBe("exact");
    expect(sites.length).toBeGreaterThan(1);
    expect(stories).toHaveLength(1);
    expect(new Set(sites.map(({ function: name }) => name))).toEqual(new Set(["New"]));
  });

  test("explains a function that a table says escapes end in", async () => {
    const { match, hint, sites } = await explained("fmt.Fprintln");
    expect(match).toBe("through");
    expect(hint).toContain("which are passed to it");
    expect(sites.map(({ expression }) => expression)).toEqual(expect.arrayContaining(["n", "e.n", "len(m)"]));
  });
});
