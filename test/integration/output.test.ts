// Where output goes, and that exit codes keep their meaning whatever becomes of it.
import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { CLI, ENVIRONMENT, makeDirectory, runCli } from "../helpers/cli.js";

const TEXT = "# example.com/p\n./p.go:4:2: moved to heap: x\n";
const LINE = "./p.go:4:2: moved to heap: x [unexplained]\n";

function parse(directory: string, ...args: readonly string[]) {
  return runCli(["parse", "-", "--quiet", "--format", "unix", ...args], { cwd: directory, input: TEXT });
}

/** Runs a shell's line in which `$REPORT` is the command. */
function shell(line: string, cwd: string) {
  const env = { ...ENVIRONMENT, REPORT: `${process.execPath} ${CLI}` };
  return execa("sh", ["-c", line], { cwd, env, reject: false, stripFinalNewline: false, input: TEXT, timeout: 60_000 });
}

describe.skipIf(process.platform === "win32")("--output", () => {
  test("keeps the mode of the file that it replaces", async () => {
    const directory = makeDirectory({ "out.txt": "old" });
    chmodSync(join(directory, "out.txt"), 0o600);
    expect((await parse(directory, "-o", "out.txt")).exitCode).toBe(0);
    expect(readFileSync(join(directory, "out.txt"), "utf8")).toBe(LINE);
    expect(lstatSync(join(directory, "out.txt")).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual(["out.txt"]);
  });

  test("writes through a link, also one to a file that is not there yet", async () => {
    const directory = makeDirectory({ "there/old.txt": "old" });
    symlinkSync("there/old.txt", join(directory, "a.txt"));
    symlinkSync("there/new.txt", join(directory, "b.txt"));
    await parse(directory, "-o", "a.txt");
    await parse(directory, "-o", "b.txt");
    expect(readlinkSync(join(directory, "a.txt"))).toBe("there/old.txt");
    expect(readFileSync(join(directory, "there", "old.txt"), "utf8")).toBe(LINE);
    expect(readlinkSync(join(directory, "b.txt"))).toBe("there/new.txt");
    expect(readFileSync(join(directory, "there", "new.txt"), "utf8")).toBe(LINE);
  });

  test("leaves a device a device", async () => {
    const directory = makeDirectory();
    expect((await parse(directory, "-o", "/dev/null")).exitCode).toBe(0);
    expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
    const full = await parse(directory, "-o", "/dev/full");
    expect(full.exitCode).toBe(4);
    expect(full.stderr).toContain("/dev/full cannot be written: ENOSPC");
  });

  test("writes to what is open already: /dev/stdout, /dev/stderr", async () => {
    const directory = makeDirectory();
    expect((await parse(directory, "-o", "/dev/stdout")).stdout).toBe(LINE);
    expect((await parse(directory, "-o", "/dev/stderr")).stderr).toBe(LINE);
    await shell("$REPORT parse - --format unix -o /dev/stdout > out.txt", directory);
    expect(readFileSync(join(directory, "out.txt"), "utf8")).toBe(LINE);
  });

  test("writes into a pipe, plain and compressed, and waits for its reader", async () => {
    const directory = makeDirectory();
    const { stdout } = await shell(
      "mkfifo p; (sleep 0.3; cat p) & $REPORT parse - --format unix -o p; wait",
      directory,
    );
    expect(stdout).toBe(LINE);
    expect(lstatSync(join(directory, "p")).isFIFO()).toBe(true);
    const gzip = await shell("mkfifo p.gz; gzip -dc < p.gz & $REPORT parse - --format unix -o p.gz; wait", directory);
    expect(gzip.stdout).toBe(LINE);
  });

  test("can be interrupted while nobody reads the pipe", async () => {
    const directory = makeDirectory();
    await shell("mkfifo p", directory);
    const run = spawn(process.execPath, [CLI, "parse", "-", "-o", "p"], {
      cwd: directory,
      stdio: ["pipe", "ignore", "ignore"],
    });
    run.stdin.end(TEXT);
    setTimeout(() => run.kill("SIGINT"), 1500);
    const ended = await new Promise((resolve) => run.once("exit", (code, signal) => resolve(signal ?? code)));
    expect(["SIGINT", 130]).toContain(ended);
  });

  test("says why it cannot write, and leaves nothing behind", async () => {
    const directory = makeDirectory({ file: "" });
    mkdirSync(join(directory, "folder"));
    expect((await parse(directory, "-o", "folder")).stderr).toContain("is a directory");
    expect((await parse(directory, "-o", "file/x.txt")).exitCode).toBe(4);
    expect(readdirSync(directory).sort()).toEqual(["file", "folder"]);
  });

  test("removes what a run that was killed has left there", async () => {
    const directory = makeDirectory();
    const gone = spawn("true");
    await new Promise((resolve) => gone.once("exit", resolve));
    const { hostname } = await import("node:os");
    const host = hostname()
      .replace(/[^\w.]/g, "_")
      .slice(0, 60);
    const [dead, alive] = [gone.pid, process.pid].map((pid) => join(directory, `.escape-report-${host}-${pid}-1.tmp`));
    for (const file of [dead, alive]) writeFileSync(String(file), "half");
    await parse(directory, "-o", "out.txt");
    expect(existsSync(String(dead))).toBe(false);
    expect(existsSync(String(alive))).toBe(true);
  });
});

describe.skipIf(process.platform === "win32")("an exit code", () => {
  test.each([
    ["$REPORT parse - 2>/dev/full", 0],
    ["$REPORT parse - --stats 2>&- ", 0],
    ["echo x | $REPORT parse - >/dev/null 2>/dev/full", 0],
    ["$REPORT parse missing.txt 2>/dev/full", 4],
    ["$REPORT parse - --format x 2>/dev/full", 2],
    ["$REPORT --help >/dev/full 2>/dev/full", 4],
    ["$REPORT parse - > /dev/full", 4],
    ["{ $REPORT parse missing.txt; echo $? >&3; } 2>&1 3>code | true; exit $(cat code)", 4],
  ])("is what it means: %s", async (line, code) => {
    expect((await shell(line, makeDirectory())).exitCode).toBe(code);
  });
});

describe.skipIf(process.platform === "win32")("a program called git in the working directory", () => {
  test.each(["", ".", "relative"])("is not run for an entry %j of PATH", async (entry) => {
    const directory = makeDirectory({ git: "#!/bin/sh\ntouch ran\n", go: "#!/bin/sh\ntouch ran\n" });
    mkdirSync(join(directory, "relative"));
    for (const name of ["git", "go"]) chmodSync(join(directory, name), 0o755);
    symlinkSync("../git", join(directory, "relative", "git"));
    await runCli(["compare"], { cwd: directory, env: { PATH: `${entry}:${process.env["PATH"]}` } });
    expect(existsSync(join(directory, "ran"))).toBe(false);
  });
});
