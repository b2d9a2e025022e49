// What a change of a stranger can and cannot do, shown on the repository of samples/hostile.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runAction } from "../helpers/action.js";
import { type RunResult, runCli } from "../helpers/cli.js";
import { contentsOf, createHostile, type Hostile, obeyed } from "../helpers/hostile.js";

const FORMATS = ["table", "json", "ndjson", "markdown", "sarif", "gitlab", "unix"] as const;

describe.skipIf(process.platform === "win32")("a hostile change", () => {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "escape-report-hostile-")));
  let hostile: Hostile;
  let outsideBefore: string;
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  beforeAll(async () => {
    hostile = await createHostile(directory);
    outsideBefore = contentsOf(hostile.outside);
  });

  function run(...args: readonly string[]): Promise<RunResult> {
    return runCli(args, { cwd: hostile.repository.directory, env: hostile.env });
  }

  /** What holds whatever was run. */
  function expectHarmless({ exitCode, stdout, stderr }: RunResult, exitCodes: readonly number[]): void {
    expect(exitCodes, stderr).toContain(exitCode);
    const output = stdout + stderr;
    for (const secret of hostile.secrets) expect(output).not.toContain(secret);
    expect(output).not.toContain("root:x:0:0");
    expect(obeyed(output)).toEqual([]);
    expect(contentsOf(hostile.outside)).toBe(outsideBefore);
  }

  test.each(FORMATS)("is built without harm: %s", async (format) => {
    const built = await run("build", "--format", format, "--all", "--top", "50");
    expectHarmless(built, [0]);
    // A name outside of the repository is no result of a service: none could show it.
    const withoutOutside = ["table", "markdown", "sarif", "gitlab"].includes(format);
    expect(built.stdout).toContain(withoutOutside ? "returned" : "environ");
  });

  test.each(["table", "markdown", "json"])("is judged without harm: %s", async (format) => {
    const judged = await run("gate", "--base", "main", "--format", format, "--top", "50");
    expectHarmless(judged, [1]);
    expect(judged.stdout).toContain("environ");
    expect(judged.stdout).toMatch(/changed-rules|other rules than its base/);
  });

  test("cannot write by its own rules, nor put a cache into the way", async () => {
    expectHarmless(await run("gate", "--write-baseline"), [2]);
    expectHarmless(await run("gate", "--base", "main", "--config-from", "head"), [2]);
    expectHarmless(await run("gate", "--base", "main", "--cache-dir", "cache"), [2]);
  });

  test("is judged without harm by the action", async () => {
    const event = { name: "push", payload: { before: hostile.base } };
    const judged = await runAction(hostile.repository, { event, temporary: join(directory, "tmp"), env: hostile.env });
    expect(judged.exitCode).toBe(1);
    expect(judged.summary).toContain("environ");
    expect(obeyed(judged.summary)).toEqual([]);
    for (const secret of hostile.secrets) expect(judged.log + judged.summary).not.toContain(secret);
    const commands = judged.log.split("\n").filter((line) => /^\s*::/.test(line));
    for (const command of commands) {
      expect(command).toMatch(/^::(?:stop-commands::[0-9a-f]{32}|[0-9a-f]{32}::|(?:error|warning|notice) )/);
    }
    expect(contentsOf(hostile.outside)).toBe(outsideBefore);
    rmSync(join(directory, "tmp"), { recursive: true });
    mkdirSync(join(directory, "tmp"));
  });

  test("is compared without harm, as a working tree and as a commit", async () => {
    expectHarmless(await run("compare", "main"), [0]);
    expectHarmless(await run("compare", "main", "change", "--format", "markdown"), [0]);
  });

  test.each(["table", "json", "markdown"])("gets no line of the files that it names: %s", async (format) => {
    const told = await run("explain", "*", "--top", "50", "--format", format);
    expectHarmless(told, [0]);
    const names = ["environ", "zero", "passwd", "gitConfig", "link", "gitLink", "outside", "pipe", "control"];
    for (const name of names) expect(told.stdout).toContain(name);
    // Lines of files that are what they seem are shown.
    expect(told.stdout).toContain("return &__proto__{}");
  });

  test("gets no line in a report or saved output either", async () => {
    const report = join(directory, "report.json");
    expectHarmless(await run("build", "--output", report), [0]);
    const told = await run("explain", "*", "--top", "50", "--from", report);
    expectHarmless(told, [0]);
    expect(told.stdout).toContain("return &__proto__{}");
    expectHarmless(await run("diff", report, report), [0]);
    expectHarmless(await run("blame", "--from", report), [0]);
  });

  test("leaves nothing in the temporary directory, and nothing for others to read in the cache", async () => {
    expect(readdirSync(join(directory, "tmp"))).toEqual([]);
    expect(await hostile.repository.state()).not.toContain("canary-environment");
    expect(readFileSync(join(hostile.repository.directory, "main.go"), "utf8")).toContain("package main");
  });
});
