// Packages that cannot be built beside others that can: what embeds files that git ignores, and what does not compile.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { reportSchema } from "../../src/records/report.js";
import { makeDirectory, runCli } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";
import { createRepository, type Files, GIT_ENVIRONMENT, temporaryDirectory } from "../helpers/repository.js";

const OK = "package ok\n\nfunc New() *int { return new(int) }\n";
const MORE = "package ok\n\nfunc More() *int { return new(int) }\n";
const FILES = {
  "go.mod": "module example.com/app\n\ngo 1.21\n",
  "ok/ok.go": OK,
  "ui/ui.go":
    'package ui\n\nimport "embed"\n\n//go:embed dist\nvar FS embed.FS\n\nfunc New() *int { return new(int) }\n',
  "cmd/app/main.go": 'package main\n\nimport "example.com/app/ui"\n\nfunc main() { println(*ui.New()) }\n',
};
const BROKEN = {
  "bad/bad.go": "package bad\n\nfunc New() *int { return undefined }\n",
  "user/user.go": 'package user\n\nimport "example.com/app/bad"\n\nfunc New() *int { return bad.New() }\n',
};

/** The files with an allocation, of JSON lines. */
function files(stdout: string): string[] {
  const lines = stdout.split("\n").filter((line) => line !== "");
  return [
    ...new Set(
      lines
        .map((line) => JSON.parse(line))
        .flatMap(({ kind, change, file }) => (kind === "escape" || change ? [file] : [])),
    ),
  ];
}

describe.skipIf(withoutGo)("build with packages that cannot be built", () => {
  test.each([
    ["as it is", []],
    ["without machine code", ["--no-machine-code"]],
    ["with tests", ["--tests"]],
  ])("reports the others and ends with exit code 3: %s", async (_, options) => {
    const cwd = makeDirectory({ ...FILES, ...BROKEN });
    const { stdout, stderr, exitCode } = await runCli(["build", "--format", "ndjson", ...options], { cwd });
    expect(files(stdout)).toEqual(["ok/ok.go"]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain("4 packages could not be built, so this is about the others only. go says:");
    expect(stderr).toContain("bad/bad.go:3:26: undefined: undefined");
    expect(stderr).toContain("ui/ui.go:5:12: pattern dist: no matching files found");
    expect(stderr).toContain("Not built because of what they import: example.com/app/cmd/app, example.com/app/user");
    expect(stderr).not.toContain("not known as compiler output");
  });

  test("reports what has tests of both kinds, too", async () => {
    const tests = {
      "ok/in_test.go": 'package ok\n\nimport "testing"\n\nfunc TestIn(t *testing.T) { _ = New() }\n',
      "ok/out_test.go":
        'package ok_test\n\nimport (\n\t"testing"\n\n\t"example.com/app/ok"\n)\n\nvar kept *int\n\nfunc TestOut(t *testing.T) { kept = ok.New() }\n',
    };
    const cwd = makeDirectory({ ...FILES, ...tests });
    const { stdout, stderr, exitCode } = await runCli(["build", "--tests", "--format", "ndjson"], { cwd });
    expect(stderr).not.toContain("no required module provides package");
    expect(files(stdout).sort()).toEqual(["ok/ok.go", "ok/out_test.go"]);
    expect(exitCode).toBe(3);
  });

  test("names them in the report, and a diff with it leaves them out", async () => {
    const cwd = makeDirectory({ ...FILES, ...BROKEN, "ui/dist/index.html": "" });
    expect((await runCli(["build", "-o", "broken.json"], { cwd })).exitCode).toBe(3);
    const broken = reportSchema.parse(JSON.parse(readFileSync(join(cwd, "broken.json"), "utf8")));
    expect(broken.build?.failed).toEqual(["example.com/app/bad", "example.com/app/user"]);
    const more = broken.records.map((record) => ({ ...record, package: "example.com/app/bad" }));
    const whole = { ...broken, build: { ...broken.build, failed: undefined }, records: [...broken.records, ...more] };
    const other = makeDirectory({ "broken.json": JSON.stringify(broken), "whole.json": JSON.stringify(whole) });
    const { stdout, stderr } = await runCli(["diff", "broken.json", "whole.json", "--format", "json"], { cwd: other });
    expect(JSON.parse(stdout)).toMatchObject({ added: [], removed: [] });
    expect(stderr).toContain("Not compared, since they could not be built: example.com/app/bad, example.com/app/user");
  });

  test("blame and explain tell of the others too", async () => {
    const cwd = makeDirectory({ ...FILES, ...BROKEN });
    for (const args of [["blame"], ["explain", "New"]]) {
      const { stdout, stderr, exitCode } = await runCli(args, { cwd });
      expect(stdout).toContain("ok/ok.go:3");
      expect(stderr).toContain("4 packages could not be built");
      expect(exitCode).toBe(3);
    }
  });

  test("is an error alone where nothing is left", async () => {
    const cwd = makeDirectory({ ...FILES, ...BROKEN });
    const { stdout, stderr, exitCode } = await runCli(["build", "./bad", "./user", "-o", "r.json"], { cwd });
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 3 });
    expect(stderr).toContain("undefined: undefined");
    expect(existsSync(join(cwd, "r.json"))).toBe(false);
  });
});

/** A checkout whose `ui/dist` git ignores. */
async function checkout(files: Files = {}) {
  const repository = await createRepository({ ...FILES, ".gitignore": "dist/\n", ...files });
  await repository.write({ "ui/dist/index.html": "<p>", "ok/more.go": MORE });
  const env = { ...GIT_ENVIRONMENT, ESCAPE_REPORT_CACHE: join(await temporaryDirectory(), "cache") };
  const run = (...args: readonly string[]) => runCli(args, { cwd: repository.directory, env });
  return { repository, run };
}

describe.skipIf(withoutGo)("a revision that lacks files that git ignores", () => {
  test.each(["compare HEAD", "gate --base HEAD"])("is told with the packages and the ways on: %s", async (command) => {
    const { run } = await checkout();
    const { stdout, stderr, exitCode } = await run(...command.split(" "));
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 3 });
    expect(stderr).toContain("pattern dist: no matching files found");
    expect(stderr).toContain("2 packages cannot be built: example.com/app/cmd/app, example.com/app/ui.");
    for (const way of [
      "--keep-going",
      "--exclude example.com/app/cmd/app,example.com/app/ui",
      "--packages",
      "--baseline",
    ]) {
      expect(stderr).toContain(way);
    }
    expect(stderr).toContain("files that git ignores");
  });

  test("is compared in the other packages with --keep-going, built or from the cache", async () => {
    const { run } = await checkout();
    for (let i = 0; i < 2; i++) {
      const { stdout, stderr, exitCode } = await run("compare", "HEAD", "--keep-going", "--format", "ndjson");
      expect(files(stdout)).toEqual(["ok/more.go"]);
      expect(exitCode).toBe(0);
      expect(stderr).toContain(
        "Not compared, since they could not be built: example.com/app/cmd/app, example.com/app/ui",
      );
      // What is kept for that is no answer to who wants all.
      expect((await run("compare", "HEAD")).exitCode).toBe(3);
    }
    const gate = await run("gate", "--base", "HEAD", "--keep-going", "--format", "json");
    expect(JSON.parse(gate.stdout)).toMatchObject({ passed: false, newEscapes: 1 });
    expect(gate.exitCode).toBe(1);
    expect(gate.stderr).toContain("Not compared, since they could not be built");
  });

  test("is compared without what --exclude names, and with what --packages names", async () => {
    const { run } = await checkout();
    for (const ways of [
      ["--exclude", "ui,./cmd/..."],
      ["--exclude", "ui", "--exclude", "app"],
      ["--packages", "./ok"],
    ]) {
      const { stdout, stderr, exitCode } = await run("compare", "HEAD", "--format", "ndjson", ...ways);
      expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
      expect(files(stdout)).toEqual(["ok/more.go"]);
    }
    const typo = await run("compare", "HEAD", "--exclude", "uii");
    expect(typo.exitCode).toBe(2);
    expect(typo.stderr).toContain("--exclude uii: there is no such package. Did you mean example.com/app/ui?");
  });

  test("is not needed by a baseline, which takes everything", async () => {
    const { run } = await checkout();
    expect((await run("gate", "--baseline", "b.txt", "--write-baseline")).exitCode).toBe(0);
    expect((await run("gate", "--baseline", "b.txt")).exitCode).toBe(0);
    const part = await run("gate", "--baseline", "b.txt", "--write-baseline", "--keep-going");
    expect(part.exitCode).toBe(2);
    expect(part.stderr).toContain("A baseline holds everything");
  });

  test("in the working tree is told too", async () => {
    const { repository, run } = await checkout();
    await repository.commit({ "ok/more.go": MORE });
    await repository.write({ "bad/bad.go": BROKEN["bad/bad.go"] });
    const { stderr, exitCode } = await run("compare", "HEAD", "--exclude", "ui,app");
    expect(exitCode).toBe(3);
    expect(stderr).toContain("A package cannot be built: example.com/app/bad. Ways on:");
    expect((await run("compare", "HEAD", "--keep-going")).exitCode).toBe(0);
  });
});
