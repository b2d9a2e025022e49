// The commands build and parse as a user meets them: arguments, exit codes, files, signals.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { devNull } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { type DiagnosticRecord, recordSchema } from "../../src/records/record.js";
import { type Report, reportSchema } from "../../src/records/report.js";
import { CLI, ENVIRONMENT, makeDirectory, type RunOptions, requireBuild, runCli, startCli } from "../helpers/cli.js";
import { goVersion } from "../helpers/go.js";
import { linesOf, recorded } from "../helpers/recorded.js";

const ESC = "\u001b[";

/** A module whose package p returns a pointer to a local. */
const MODULE = {
  "go.mod": "module example.com/m\n\ngo 1.21\n",
  "p/p.go": "package p\n\nfunc New() *int {\n\tx := 1\n\treturn &x\n}\n",
};

async function reportOf(args: readonly string[], options: RunOptions): Promise<Report> {
  const { exitCode, stdout, stderr } = await runCli(["--format", "json", ...args], options);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return reportSchema.parse(JSON.parse(stdout));
}

function placesOf(records: readonly DiagnosticRecord[]): string[] {
  return records.filter(({ kind }) => kind === "escape").map(({ file, line }) => `${file}:${line}`);
}

async function placesIn(args: readonly string[], options: RunOptions): Promise<string[]> {
  return placesOf((await reportOf(args, options)).records);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function hasCCompiler(): boolean {
  return spawnSync("cc", ["--version"]).status === 0 && goVersion !== null;
}

describe("the command line", () => {
  test.each([
    ["an unknown option", ["build", "--nope"], "nope"],
    ["an unknown command", ["biuld"], "Did you mean build"],
    ["an unknown cause", ["build", "--cause", "nope"], "Choose from: panic, stack-limit"],
    ["a format that there is not", ["parse", "-", "--format", "xml"], "xml"],
    ["an option without its value", ["build", "--output"], "output"],
    ["a number that is none", ["build", "--top", "many"], "--top"],
    ["no lines of a profile", ["profile", "mem.pb.gz", "--top", "0"], "--top takes a whole number of at least 1"],
    ["no allocations of a check", ["check", "F", "--top", "-1"], "--top takes a whole number of at least 1"],
    ["half a site", ["prove", "--before", "a", "--after", "b", "--top", "0.5"], "--top takes a whole number"],
    ["no runs", ["prove", "--bench", ".", "--count", "0"], "--count takes a number from 1 to 1000"],
    ["no command", [], "Name a command: build, parse"],
    ["a package that looks like a flag", ["build", "--", "./..."], "Packages stand before it"],
  ])("refuses %s with exit code 2 and says what is wrong", async (_, args, message) => {
    const { exitCode, stdout, stderr } = await runCli(args);
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
  });

  test.each(["build", "parse"])("has examples in the help of %s, saved and made alike", async (command) => {
    const saved = await runCli([command, "--help"]);
    expect(saved).toMatchObject({ exitCode: 0, stderr: "" });
    expect(saved.stdout).toContain(`Examples:\n  `);
    // With an option more the text does not come from the file.
    expect((await runCli([command, "--quiet", "--help"])).stdout).toBe(saved.stdout);
  });

  test("has its help saved by the build, for the commands and for each", async () => {
    const saved = await runCli(["--help"]);
    expect((await runCli(["--quiet", "--help"])).stdout).toBe(saved.stdout);
    expect(saved.stdout).toContain("escape-report build");
  });
});

describe("parse", () => {
  const tour = recorded("go1.26", "tour");

  /** The escapes that parse finds in input given as a file. */
  async function parseFile(bytes: Uint8Array, name = "build.txt"): Promise<string[]> {
    const directory = makeDirectory();
    writeFileSync(join(directory, name), bytes);
    return placesOf((await reportOf(["parse", name], { cwd: directory })).records);
  }

  test("reads plain, gzip, UTF-16 and CRLF files alike, and standard input", async () => {
    const places = await parseFile(tour);
    expect(places).toContain("example.com/tour/main.go:12");
    const text = tour.toString();
    expect(await parseFile(gzipSync(tour), "build.txt.gz")).toEqual(places);
    expect(await parseFile(gzipSync(tour), "no-suffix")).toEqual(places);
    expect(await parseFile(Buffer.from(`\ufeff${text}`, "utf16le"))).toEqual(places);
    expect(await parseFile(Buffer.from(`\ufeff${text}`))).toEqual(places);
    expect(await parseFile(Buffer.from(text.replaceAll("\n", "\r\n")))).toEqual(places);
    for (const input of [tour, gzipSync(tour)]) {
      for (const args of [["parse"], ["parse", "-"]]) {
        expect(placesOf((await reportOf(args, { input })).records)).toEqual(places);
      }
    }
  });

  test("reads logs like the output in them, and says what is remarkable of an input on standard error alone", async () => {
    const text = tour.toString();
    const places = await parseFile(tour);
    const log = text.replaceAll(/^/gm, "2026-01-31T12:34:56.1234567Z #12 3.456 ");
    expect(await parseFile(Buffer.from(log))).toEqual(places);
    const input = "# example.com/p\n./p.go:3:6: can inline f\n./p.go:4:2: moved to heap: x\n";
    const { stdout, stderr } = await runCli(["parse", "--format", "unix"], { input });
    expect(stdout).toBe("./p.go:4:2: moved to heap: x [unexplained]\n");
    expect(stderr).toBe(
      "escape-report: standard input: this is output of -m given once: it says what escapes, and not why. " +
        "For the causes: go build -gcflags='-m -m' ./... 2> build.txt\n",
    );
    expect((await runCli(["parse", "--format", "unix", "--quiet"], { input })).stderr).toBe("");
    expect((await runCli(["explain", "--from", "-", "f"], { input })).stderr).toContain("-m given once");
    expect((await runCli(["parse"], { input: text })).stderr).toBe("");
  });

  test("reads a report file and reports the same", async () => {
    const directory = makeDirectory({ "build.txt": tour.toString() });
    const run = (args: readonly string[]) => runCli(["parse", ...args], { cwd: directory });
    await run(["build.txt", "--output", "r.json"]);
    const again = await run(["r.json", "--format", "json"]);
    expect(again.stdout).toBe(readFileSync(join(directory, "r.json"), "utf8"));
    const [plain, report] = [await run(["build.txt", "--quiet"]), await run(["r.json", "--quiet"])];
    expect(report).toEqual(plain);
  });

  test("says so when the input is empty, and when it is something else", async () => {
    const empty = await runCli(["parse"], { input: "" });
    expect(empty).toMatchObject({ exitCode: 0, stderr: "" });
    expect(empty.stdout).toContain("the input is empty");
    const other = await runCli(["parse"], { input: "hello\nworld\n" });
    expect(other.exitCode).toBe(0);
    expect(other.stdout).toContain("No escapes");
    expect(other.stderr).toContain("2 lines are not known as compiler output");
  });

  test("survives binary data, and shows no control characters of it", async () => {
    const bytes = new Uint8Array(200_000).map((_, i) => (i * 7919 + (i >> 7)) % 256);
    const { exitCode, stdout, stderr } = await runCli(["parse"], { input: bytes });
    expect(exitCode).toBe(0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
  });

  test("ends with exit code 4 for what cannot be read", async () => {
    const directory = makeDirectory({ "cut.json": '{\n  "schema": "escape-report/report/2",\n', "d/x": "" });
    const broken = gzipSync(tour).subarray(0, 500);
    writeFileSync(join(directory, "cut.gz"), broken);
    for (const [file, message] of [
      ["missing.txt", "does not exist"],
      ["d", "is a directory"],
      ["cut.gz", "broken gzip file"],
      ["cut.json", "not valid JSON"],
    ] as const) {
      const { exitCode, stdout, stderr } = await runCli(["parse", file], { cwd: directory });
      expect({ file, exitCode, stdout }).toEqual({ file, exitCode: 4, stdout: "" });
      expect(stderr).toContain(`escape-report: ${file}`);
      expect(stderr).toContain(message);
    }
  });

  test("writes every format", async () => {
    const run = async (format: string) => (await runCli(["parse", "--format", format], { input: tour })).stdout;
    const report = reportSchema.parse(JSON.parse(await run("json")));
    const lines = (await run("ndjson")).trimEnd().split("\n");
    expect(lines.map((line) => recordSchema.parse(JSON.parse(line)))).toEqual(
      report.records.filter(({ kind }) => kind === "escape"),
    );
    expect(await run("unix")).toMatch(/^example\.com\/tour\/main\.go:12:2: moved to heap: x \[returned\]$/m);
    expect(await run("markdown")).toMatch(/^\| --- \|/m);
    expect(await run("table")).toContain("By cause");
  });

  test("follows the name of --output, compresses .gz, and makes directories", async () => {
    const directory = makeDirectory({ "build.txt": tour.toString() });
    for (const [name, start] of [
      ["a/b/r.json", '{\n  "schema"'],
      ["r.ndjson", '{"kind":"escape"'],
      ["r.md", ""],
      ["r.json.gz", '{\n  "schema"'],
      ["r.txt", "25 heap allocations"],
    ] as const) {
      const { exitCode, stdout } = await runCli(["parse", "build.txt", "-o", name], { cwd: directory });
      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
      const bytes = readFileSync(join(directory, name));
      expect((name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString().startsWith(start)).toBe(true);
    }
    expect(readdirSync(directory).sort()).toEqual(["a", "build.txt", "r.json.gz", "r.md", "r.ndjson", "r.txt"]);
  });

  test("says under --stats where every line went", async () => {
    const { stderr } = await runCli(["parse", "--stats"], { input: tour });
    const [, lines, kept, skipped, unknown] =
      /^lines: (\d+) read = (\d+) in records \+ (\d+) known and not kept \+ (\d+) unknown$/m.exec(stderr) ?? [];
    expect(Number(lines)).toBe(linesOf(tour).length);
    expect(Number(kept) + Number(skipped) + Number(unknown)).toBe(Number(lines));
    expect(Number(unknown)).toBe(0);
  });

  test.each([
    ["nothing, since it is no terminal", [], {}, false],
    ["FORCE_COLOR", [], { FORCE_COLOR: "1" }, true],
    ["FORCE_COLOR over NO_COLOR", [], { FORCE_COLOR: "1", NO_COLOR: "1" }, true],
    ["NO_COLOR", [], { NO_COLOR: "1" }, false],
    ["--color", ["--color"], { NO_COLOR: "1" }, true],
    ["--color=always", ["--color=always"], {}, true],
    ["--color never over FORCE_COLOR", ["--color", "never"], { FORCE_COLOR: "1" }, false],
    ["--no-color over FORCE_COLOR", ["--no-color"], { FORCE_COLOR: "1" }, false],
  ])("takes its colours from %s", async (_, args, env, colored) => {
    const { stdout } = await runCli(["parse", "-", ...args], { input: tour, env });
    expect(stdout.includes(ESC)).toBe(colored);
  });

  test.runIf(existsSync("/dev/full")).each([[["parse", "-"]], [["parse", "-", "--format", "ndjson"]], [["--help"]]])(
    "%j says that its output cannot be written, with exit code 4",
    (args) => {
      requireBuild();
      const full = openSync("/dev/full", "w");
      const { status, stderr } = spawnSync(process.execPath, [CLI, ...args], {
        input: tour,
        stdio: ["pipe", full, "pipe"],
        encoding: "utf8",
      });
      closeSync(full);
      expect({ status, stderr }).toEqual({
        status: 4,
        stderr: "escape-report: standard output cannot be written: ENOSPC: no space left on device, write\n",
      });
    },
  );

  test("ends quietly when its reader goes away", async () => {
    requireBuild();
    const directory = makeDirectory();
    writeFileSync(join(directory, "build.txt.gz"), gzipSync(recorded("go1.26", "net_http")));
    const child = spawn(process.execPath, [CLI, "parse", "build.txt.gz", "--format", "ndjson", "--records", "all"], {
      cwd: directory,
      env: { ...process.env, ...ENVIRONMENT },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.stdout.once("data", () => child.stdout.destroy());
    const exitCode = await new Promise((resolve) => child.on("close", resolve));
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });
});

describe.skipIf(goVersion === null)("build", () => {
  test("reports with files relative to the module, and the toolchain", async () => {
    const report = await reportOf(["build"], { cwd: makeDirectory(MODULE) });
    expect(placesOf(report.records)).toEqual(["p/p.go:4"]);
    expect(report.toolchain?.version).toBe(goVersion);
    expect(report.build).toMatchObject({ packages: ["./..."], scope: "module", modules: ["example.com/m"] });
  });

  test("gives the same bytes every time", async () => {
    const module = join(import.meta.dirname, "..", "..", "samples", "causes");
    const runs = [];
    for (let i = 0; i < 3; i++) runs.push(await runCli(["build", "--format", "json"], { cwd: module }));
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).toEqual(runs[0]);
  });

  test("gives the same records from a subdirectory and with -C", async () => {
    const cwd = makeDirectory({ ...MODULE, "q/q.go": MODULE["p/p.go"].replace("package p", "package q") });
    const { records } = await reportOf(["build", "./p"], { cwd });
    expect(placesOf(records)).toEqual(["p/p.go:4"]);
    expect((await reportOf(["build"], { cwd: join(cwd, "p") })).records).toEqual(records);
    expect((await reportOf(["build", "-C", "p"], { cwd })).records).toEqual(records);
    expect((await reportOf(["-C", "q", "build", "../p"], { cwd })).records).toEqual(records);
    expect((await reportOf(["build", "example.com/m/p"], { cwd })).records).toEqual(records);
  });

  test("covers the packages that --scope says, and tests with --tests", async () => {
    const cwd = makeDirectory({
      ...MODULE,
      "q/q.go":
        'package q\n\nimport (\n\t"errors"\n\n\t"example.com/m/p"\n)\n\nvar E = errors.New("q")\n\nfunc Get() **int {\n\tx := p.New()\n\treturn &x\n}\n',
      "p/p_test.go":
        'package p\n\nimport "testing"\n\nfunc TestNew(t *testing.T) {\n\ty := 2\n\tkeep(t, &y)\n}\n\n//go:noinline\nfunc keep(t *testing.T, y *int) { t.Log(y) }\n',
    });
    const own = await placesIn(["build", "./q"], { cwd });
    expect(own).toEqual(expect.arrayContaining(["p/p.go:4", "q/q.go:12"]));
    expect(own.filter((place) => !/^[pq]\//.test(place))).toEqual([]);
    expect(await placesIn(["build", "./q", "--scope", "named"], { cwd })).not.toContain("p/p.go:4");
    const all = await placesIn(["build", "./q", "--scope", "all"], { cwd });
    expect(all).toContain("p/p.go:4");
    expect(all.some((place) => place.startsWith("$GOROOT/src/errors/"))).toBe(true);
    expect(await placesIn(["build", "./p", "--tests"], { cwd })).toContain("p/p_test.go:6");
    expect(await placesIn(["build", "./p"], { cwd })).not.toContain("p/p_test.go:6");
  });

  test("hands flags after -- to go build", async () => {
    const cwd = makeDirectory({
      ...MODULE,
      "p/special.go": "//go:build special\n\npackage p\n\nfunc Special() *int {\n\tx := 2\n\treturn &x\n}\n",
    });
    expect(await placesIn(["build", "--", "-tags", "special"], { cwd })).toEqual(["p/p.go:4", "p/special.go:6"]);
    expect(await placesIn(["build", "./p", "--", "-tags=special", "-trimpath"], { cwd })).toEqual([
      "p/p.go:4",
      "p/special.go:6",
    ]);
    const inlining = async (args: readonly string[], env = {}) => {
      const { stdout } = await runCli(["build", "--format=ndjson", "--records=inlining", ...args], { cwd, env });
      return stdout.includes('"inlinable":true');
    };
    expect(await inlining([])).toBe(true);
    expect(await inlining(["--", "-gcflags=-l"])).toBe(false);
    expect(await inlining(["--", "-gcflags", "all=-l"])).toBe(false);
    expect(await inlining([], { GOFLAGS: "-gcflags=-l" })).toBe(false);
    expect(await inlining([], { GOFLAGS: "'-gcflags=-N -l'" })).toBe(false);
  });

  test.skipIf(!hasCCompiler())("works with -race and cgo (need a C compiler)", async () => {
    const cwd = makeDirectory({
      ...MODULE,
      "c/c.go":
        'package c\n\n// static int one(void) { return 1; }\nimport "C"\n\nfunc New() *int {\n\tx := int(C.one())\n\treturn &x\n}\n',
    });
    expect(await placesIn(["build", "./p", "--", "-race"], { cwd })).toEqual(["p/p.go:4"]);
    expect(await placesIn(["build", "./c"], { cwd, env: { CGO_ENABLED: "1" } })).toEqual(["c/c.go:7"]);
  });

  test("follows GOOS and GOARCH", async () => {
    const cwd = makeDirectory({
      ...MODULE,
      "p/p_windows.go": "package p\n\nfunc Windows() *int {\n\tx := 2\n\treturn &x\n}\n",
    });
    const report = await reportOf(["build"], { cwd, env: { GOOS: "windows", GOARCH: "arm64" } });
    expect(report.toolchain).toMatchObject({ goos: "windows", goarch: "arm64" });
    expect(placesOf(report.records)).toEqual(["p/p.go:4", "p/p_windows.go:4"]);
  });

  test("takes no package argument for a flag", async () => {
    const cwd = makeDirectory(MODULE);
    const trap = join(cwd, "trap");
    for (const args of [
      ["build", "--", "-toolexec"],
      ["build", `-toolexec=touch ${trap}`],
    ]) {
      const { exitCode } = await runCli(args, { cwd });
      expect(exitCode).toBe(2);
    }
    expect(existsSync(trap)).toBe(false);
  });

  test("reports every module of a workspace", async () => {
    const of = (name: string) => MODULE["p/p.go"].replace("package p", `package ${name}`);
    const cwd = makeDirectory({
      "go.work": "go 1.21\n\nuse (\n\t./a\n\t./b\n)\n",
      "a/go.mod": "module example.com/a\n\ngo 1.21\n",
      "a/a.go": of("a"),
      "b/go.mod": "module example.com/b\n\ngo 1.21\n",
      "b/b.go": of("b"),
    });
    const env = { GOWORK: "" };
    const report = await reportOf(["build"], { cwd, env });
    expect(placesOf(report.records)).toEqual(["a/a.go:4", "b/b.go:4"]);
    expect(report.build?.modules).toEqual(["example.com/a", "example.com/b"]);
    expect(await placesIn(["build"], { cwd: join(cwd, "b"), env })).toEqual(["b/b.go:4"]);
  });

  test("reports a module with a vendor directory", async () => {
    const cwd = makeDirectory({
      "go.mod": "module example.com/m\n\ngo 1.21\n\nrequire example.com/dep v1.0.0\n",
      "m.go": 'package m\n\nimport "example.com/dep"\n\nfunc Get() **int {\n\tx := dep.New()\n\treturn &x\n}\n',
      "vendor/modules.txt": "# example.com/dep v1.0.0\n## explicit; go 1.21\nexample.com/dep\n",
      "vendor/example.com/dep/dep.go": MODULE["p/p.go"].replace("package p", "package dep"),
    });
    const own = await placesIn(["build"], { cwd });
    expect(own).toContain("m.go:6");
    expect(own.every((place) => place.startsWith("m.go:"))).toBe(true);
    expect(await placesIn(["build", "--scope", "all"], { cwd })).toContain("vendor/example.com/dep/dep.go:4");
  });

  test("shows the compiler's errors alone when nothing can be built, with exit code 3", async () => {
    const cwd = makeDirectory({
      "go.mod": MODULE["go.mod"],
      "q/q.go": "package q\n\nfunc F() *int {\n\tx := 1\n\treturn &x\n}\n\nvar _ = missing\n",
      "old.json": "kept\n",
    });
    const { exitCode, stdout, stderr } = await runCli(["build", "--output", "old.json"], { cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "" });
    expect(stderr).toContain("undefined: missing");
    expect(stderr).not.toMatch(/escapes to heap|moved to heap|can inline/);
    expect(readFileSync(join(cwd, "old.json"), "utf8")).toBe("kept\n");
    expect(readdirSync(cwd).sort()).toEqual(["go.mod", "old.json", "q"]);
  });

  test("shows what go says when there is no such package, and without a module", async () => {
    const cwd = makeDirectory(MODULE);
    const missing = await runCli(["build", "./nope"], { cwd });
    expect(missing.exitCode).toBe(3);
    expect(missing.stderr).toContain("nope");
    const outside = await runCli(["build"], { cwd: makeDirectory() });
    expect(outside.exitCode).toBe(3);
    expect(outside.stderr).toContain("go.mod");
  });

  test("says how to get go, and what works without, when there is none", async () => {
    const { exitCode, stdout, stderr } = await runCli(["build", "--go", "no-such-go"], { cwd: makeDirectory(MODULE) });
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "" });
    expect(stderr).toContain("https://go.dev/dl/");
    expect(stderr).toContain("escape-report parse build.txt");
  });

  test("shows the commands it runs under --verbose, and leaves nothing behind", async () => {
    const cwd = makeDirectory({ ...MODULE, "main.go": "package main\n\nfunc main() {}\n" });
    const { exitCode, stderr } = await runCli(["build", "--verbose"], { cwd });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^go list -deps .*-export .*-gcflags=.*-m -m/m);
    expect(readdirSync(cwd).sort()).toEqual(["go.mod", "main.go", "p"]);
  });

  test("says what machine code shows of them, by default", async () => {
    const cwd = makeDirectory({ ...MODULE, "main.go": "package main\n\nfunc main() {}\n" });
    const { stdout } = await runCli(["build", "--format", "ndjson"], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ allocates: "yes", call: expect.any(String), type: "int", bytes: 8 });
    const table = await runCli(["build"], { cwd });
    expect(table.stdout).toContain("1 each time");
    const story = await runCli(["explain", "p/p.go:4"], { cwd });
    expect(story.stdout).toContain("It allocates each time the line runs: `runtime.");
  });

  test("prints the same diagnostics as go build", async () => {
    const cwd = makeDirectory({ ...MODULE, "main.go": "package main\n\nfunc main() {}\n" });
    const args = ["build", "-o", devNull, "-gcflags=-m -m", "./..."];
    const { stderr } = spawnSync("go", args, { cwd, env: { ...process.env, ...ENVIRONMENT }, encoding: "utf8" });
    const saved = await runCli(["parse", "--format", "ndjson"], { input: stderr });
    const built = await runCli(["build", "--no-machine-code", "--format", "ndjson"], { cwd });
    expect(built.stdout).toBe(saved.stdout);
  });
});

describe.skipIf(goVersion === null || process.platform === "win32")("an interrupted build", () => {
  /** A go command that answers questions and then starts a compiler that takes a minute, whose process id it tells. */
  function slowGo(): { go: string; pid: () => number | null } {
    const directory = makeDirectory();
    const go = join(directory, "go");
    const pidFile = join(directory, "pid");
    const real = execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
    const script = `case "$*" in *-export*) sleep 60 & echo $! > ${pidFile}; wait;; esac`;
    writeFileSync(go, `#!/bin/sh\n${script}\nexec ${real}/bin/go "$@"\n`);
    chmodSync(go, 0o755);
    return { go, pid: () => (existsSync(pidFile) ? Number(readFileSync(pidFile, "utf8")) || null : null) };
  }

  test.each(["SIGINT", "SIGTERM"] as const)(
    "by %s ends with 130, ends go and its compilers, and writes nothing",
    async (signal) => {
      const cwd = makeDirectory(MODULE);
      mkdirSync(join(cwd, "out"));
      const { go, pid } = slowGo();
      const child = startCli(["build", "--go", go, "--output", "out/r.json"], { cwd });
      while (pid() === null) await new Promise((resolve) => setTimeout(resolve, 20));
      child.kill(signal);
      const { exitCode, stderr } = await child;
      expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: "" });
      await expect.poll(() => isRunning(pid() ?? 0), { timeout: 5000 }).toBe(false);
      expect(readdirSync(join(cwd, "out"))).toEqual([]);
    },
  );
});
