// What the command line says to what it cannot take, and what helps to type it.
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { makeDirectory, runCli } from "../helpers/cli.js";

describe("wrong usage", () => {
  test.each([
    ["a cause", ["build", "--cause", "boxing"], "Did you mean interface-conversion?", "build"],
    ["a format", ["parse", "--format", "jsn"], "Did you mean json?", "parse"],
    ["a scope", ["gate", "--scope", "modul"], "Did you mean module?", "gate"],
    ["a kind of record", ["build", "--records", "inlined"], "Did you mean inlined-call?", "build"],
    ["an option", ["compare", "--caus", "loop"], "Did you mean --cause?", "compare"],
    ["an option of one letter", ["build", "-v"], "Did you mean --verbose?", "build"],
    [
      "an option that belongs to another command",
      ["diff", "a", "b", "--scop", "all"],
      "Unknown argument: scop.",
      "diff",
    ],
    ["a value that is missing", ["blame", "--output"], "--output needs a value", "blame"],
    ["a file that is missing", ["diff", "a"], "Not enough non-option arguments", "diff"],
    ["an option before the command", ["-C", ".", "build", "--nope"], "Unknown argument: nope.", "build"],
  ])("of %s names what is near, and the command's own help", async (_, args, message, command) => {
    const { exitCode, stdout, stderr } = await runCli(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split("\n").at(-1)).toBe(`See escape-report ${command} --help`);
  });

  test("without a command names the help of all", async () => {
    expect((await runCli(["buidl"])).stderr).toBe("escape-report: Did you mean build?\nSee escape-report --help\n");
  });

  test("in a configuration knows what causes are called elsewhere", async () => {
    const directory = makeDirectory({ "go.mod": "module m\n", "c.yaml": "budgets: [{ forbid: [boxing] }]\n" });
    const { stderr, exitCode } = await runCli(["gate", "--config", "c.yaml"], { cwd: directory });
    expect(stderr).toContain('"boxing" is not known. Did you mean "interface-conversion"?');
    expect(exitCode).toBe(2);
  });
});

describe("short options", () => {
  test("-h is --help, of all commands and of one", async () => {
    for (const command of [[], ["build"], ["gate"]]) {
      const short = await runCli([...command, "-h"]);
      expect(short.stdout).toContain("-h, --help");
      expect(short).toEqual(await runCli([...command, "--help"]));
      // Not from the file.
      expect((await runCli([...command, "--quiet", "-h"])).stdout).toBe(short.stdout);
    }
  });

  test("-v is --version", async () => {
    const { stdout, exitCode } = await runCli(["-v"]);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(exitCode).toBe(0);
    expect((await runCli(["--version"])).stdout).toBe(stdout);
  });

  test("behind -- belong to go", async () => {
    const { stderr, exitCode } = await runCli(["build", "--", "-h"], { cwd: makeDirectory() });
    expect(stderr).not.toContain("Unknown argument");
    expect(exitCode).toBe(3);
  });
});

describe("completion", () => {
  const complete = async (...words: readonly string[]) => {
    const { stdout, stderr } = await runCli(["--get-yargs-completions", "escape-report", ...words]);
    expect(stderr).toBe("");
    return stdout.trimEnd().split("\n");
  };

  test("knows commands, options and values", async () => {
    expect(await complete("")).toEqual(expect.arrayContaining(["build", "explain", "gate"]));
    expect(await complete("gate", "--")).toEqual(expect.arrayContaining(["--baseline", "--cause"]));
    expect(await complete("gate", "--")).not.toContain("--records");
    expect(await complete("build", "--format", "")).toContain("ndjson");
    expect(await complete("build", "--cause", "ret")).toContain("returned");
    expect(await complete("build", "--records", "")).toContain("inlined-call");
  });

  test("completes in bash", async () => {
    const script = (await runCli(["completion"], { env: { SHELL: "/bin/bash" } })).stdout;
    expect(script).toContain("complete -o bashdefault -o default -F _escape-report_yargs_completions escape-report");
    expect((await runCli(["completion"], { env: { SHELL: "/usr/bin/zsh" } })).stdout).toContain(
      "#compdef escape-report",
    );
    await execa("bash", ["-n"], { input: script });
  });
});
