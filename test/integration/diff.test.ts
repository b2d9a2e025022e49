// The command as users run it, on recorded output and on small builds.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { diffReports } from "../../src/diff/index.js";
import { diffSchema } from "../../src/records/diff.js";
import { makeDirectory, ROOT, runCli } from "../helpers/cli.js";
import { changesOf } from "../helpers/edits.js";
import { go, goDiagnostics, goMinor } from "../helpers/go.js";
import { recordSetOf } from "../helpers/record-sets.js";
import { type Release, recorded } from "../helpers/recorded.js";

describe("the command", () => {
  const tour = (release: Release) => join(ROOT, "samples", "recorded", release, "tour.txt");

  test("compares saved output, and ends with 0 however much differs", async () => {
    const { exitCode, stdout, stderr } = await runCli(["diff", tour("go1.24"), tour("go1.26")]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("4 added, 3 removed, 16 unchanged");
    const same = await runCli(["diff", tour("go1.23"), tour("go1.24")]);
    expect([same.exitCode, same.stderr]).toEqual([0, ""]);
    expect(same.stdout).toContain("No difference: all 19 heap allocations are the same on both sides.");
  });

  test("compares a report with saved output, plain or compressed", async () => {
    const directory = makeDirectory({ "new.txt.gz": "" });
    writeFileSync(join(directory, "new.txt.gz"), gzipSync(recorded("go1.26", "tour")));
    await runCli(["parse", tour("go1.24"), "--output", "old.json.gz"], { cwd: directory });
    const { stdout } = await runCli(["diff", "old.json.gz", "new.txt.gz", "--format", "json"], { cwd: directory });
    const diff = diffSchema.parse(JSON.parse(stdout));
    expect([diff.added.length, diff.removed.length, diff.unchanged]).toEqual([4, 3, 16]);
    expect([diff.before.name, diff.after.name]).toEqual(["old.json.gz", "new.txt.gz"]);
  });

  test("takes the options that every report takes", async () => {
    const args = ["diff", tour("go1.24"), tour("go1.26"), "--format", "ndjson"];
    const changes = async (...more: readonly string[]) =>
      (await runCli([...args, ...more])).stdout.split("\n").length - 1;
    expect(await changes()).toBe(7);
    expect(await changes("--cause", "slice-growth")).toBe(4);
    expect(await changes("--function", "main*", "--cause", "slice-growth,stack-limit")).toBe(2);
    expect(await changes("--path", "other/**")).toBe(0);
  });

  test("says on standard error when the two were not made alike", async () => {
    const file = "package a\n\nfunc F(n int) *int { return &n }\n";
    const directory = makeDirectory({ "go.mod": "module example.com/a\n\ngo 1.21\n", "a.go": file });
    const options = { cwd: directory };
    await runCli(["build", "--output", "old.json"], options);
    await runCli(["build", "--output", "new.json", "--", "-tags", "x"], options);
    const { stderr, stdout } = await runCli(["diff", "old.json", "new.json", "--format", "unix"], options);
    expect(stdout).toBe("");
    expect(stderr).toBe(
      "escape-report: The build flags differ: none before, -tags x after. Other files or other code may have been compiled.\n",
    );
    expect((await runCli(["diff", "old.json", "new.json", "--quiet"], options)).stderr).toBe("");
  });

  test("tells what is wrong with a file that is not there", async () => {
    const { exitCode, stderr } = await runCli(["diff", tour("go1.24"), "missing.json"]);
    expect(exitCode).toBe(4);
    expect(stderr).toContain("missing.json does not exist");
  });
});

describe.skipIf(goMinor === 0)("vendored code", () => {
  test("is what it was before it was vendored", async () => {
    const directory = makeDirectory({
      "app/go.mod":
        "module example.com/app\n\ngo 1.21\n\nrequire example.com/dep v0.0.0\n\nreplace example.com/dep => ../dep\n",
      "app/app.go": 'package app\n\nimport "example.com/dep"\n\nfunc F() *int { return dep.New(1) }\n',
      "dep/go.mod": "module example.com/dep\n\ngo 1.21\n",
      "dep/dep.go": "package dep\n\n//go:noinline\nfunc New(n int) *int { return &n }\n",
    });
    const app = join(directory, "app");
    const build = () => goDiagnostics(["build", "-gcflags=example.com/...=-m -m", "./..."], app);
    const before = await recordSetOf(await build());
    await go(["mod", "vendor"], app);
    const after = await recordSetOf(await build());
    expect(before.escapes.map(({ file }) => file)).toEqual(["../dep/dep.go"]);
    expect(after.escapes.map(({ file }) => file)).toEqual(["vendor/example.com/dep/dep.go"]);
    expect(changesOf(diffReports(before, after))).toEqual([]);
  });
});
