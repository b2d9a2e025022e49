// One way to choose code in every command, and what is said where it chooses nothing.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../helpers/cli.js";
import { go, goDiagnostics, withoutGo } from "../helpers/go.js";
import { createRepository, type Files, GIT_ENVIRONMENT, temporaryDirectory } from "../helpers/repository.js";

const FILES: Files = {
  "go.mod": "module example.com/app\n\ngo 1.21\n",
  "inhibit/inhibit.go":
    "package inhibit\n\ntype Inhibitor struct{ last *int }\n\n" +
    "func (i *Inhibitor) Mutes(n int) {\n\ti.last = &n\n\tfunc() { m := n; i.last = &m }()\n}\n",
  "notify/notify.go":
    "package notify\n\nfunc New() *int { return new(int) }\n\nfunc Fast(n int) int { return n + 1 }\n",
};

async function app(files: Files = {}) {
  const repository = await createRepository({ ...FILES, ...files });
  const directory = await temporaryDirectory();
  const env = { ...GIT_ENVIRONMENT, ESCAPE_REPORT_CACHE: join(directory, "cache") };
  const run = (args: readonly string[], below = "", input: string | Uint8Array = "") =>
    runCli(args, { cwd: join(repository.directory, below), env, input });
  return { repository, run, report: join(directory, "report.json") };
}

/** The files and lines of JSON lines, each once. */
function places(stdout: string): string[] {
  const lines = stdout.split("\n").filter((line) => line !== "");
  return [...new Set(lines.map((line) => JSON.parse(line)).map(({ file, line }) => `${file}:${line}`))];
}

describe.skipIf(withoutGo)("the same words choose the same", () => {
  test("in a build, in a report, in saved output and in a comparison", async () => {
    const { repository, run, report } = await app();
    await run(["build", "-o", report]);
    const saved = await goDiagnostics(["build", "-gcflags=-m -m", "./..."], repository.directory);
    const added = { "inhibit/more.go": "package inhibit\n\nfunc More() *int { return new(int) }\n" };
    await repository.write(added);
    await go(["vet", "./..."], repository.directory);
    const MUTES = ["inhibit/inhibit.go:5", "inhibit/inhibit.go:7"];
    const MORE = ["inhibit/more.go:3"];
    const options: [string, string, string[], string[]][] = [
      ["--function", "Mutes", MUTES, []],
      ["--function", "inhibit.(*Inhibitor).Mutes", MUTES, []],
      ["--function", "More", [], MORE],
      ["--package", "inhibit", MUTES, MORE],
      ["--package", "./inhibit/...", MUTES, MORE],
      ["--package", "example.com/app/inhibit", MUTES, MORE],
      ["--path", "./inhibit", MUTES, MORE],
    ];
    for (const [option, value, old, fresh] of options) {
      const choice = ["--quiet", "--format", "ndjson", option, value];
      expect(places((await run(["build", ...choice])).stdout)).toEqual([...old, ...fresh]);
      expect(places((await run(["parse", report, ...choice])).stdout)).toEqual(old);
      expect(places((await run(["parse", ...choice], "", saved)).stdout)).toEqual(old);
      expect(places((await run(["compare", "HEAD", ...choice])).stdout)).toEqual(fresh);
    }
  });

  test("below the module's root ./ is the working directory", async () => {
    const { run } = await app();
    const chosen = async (...args: string[]) =>
      places((await run(["build", "example.com/app/...", ...args], "notify")).stdout);
    const formatted = ["--quiet", "--format", "ndjson"];
    expect(await chosen(...formatted, "--package", ".")).toEqual(["notify/notify.go:3"]);
    expect(await chosen(...formatted, "--path", "./notify.go")).toEqual(["notify/notify.go:3"]);
    expect(await chosen(...formatted, "--package", "../inhibit")).toHaveLength(2);
  });
});

describe.skipIf(withoutGo)("what chooses nothing", () => {
  test("is told with what is near, once, and is no error of a report", async () => {
    const { run } = await app();
    const { stdout, stderr, exitCode } = await run(["build", "--function", "Mutez"]);
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    expect(stdout.replace(/\s+/g, " ")).toContain(
      "Nothing that is reported in 2 packages matches --function Mutez. Did you mean inhibit.(*Inhibitor).Mutes?",
    );
    expect(stdout).not.toContain("No escapes in");
    const lines = await run(["build", "--package", "inhibt", "--format", "ndjson"]);
    expect(lines).toEqual({
      stdout: "",
      stderr:
        "escape-report: Nothing that is reported matches --package inhibt. Did you mean example.com/app/inhibit?\n",
      exitCode: 0,
    });
    const together = await run(["build", "--function", "New", "--package", "inhibit"]);
    expect(together.stdout).toContain("No escape in 2 packages has all that the options ask for.");
  });

  test("is an error of the gate, whose options and rules would pass whatever happens", async () => {
    const { repository, run } = await app();
    const gate = async (...args: string[]) => {
      const { stdout, stderr, exitCode } = await run(["gate", "--base", "HEAD", "--config-from", "head", ...args]);
      return { stdout, stderr, exitCode };
    };
    const refused = await gate("--package", "example.org/typo", "--path", "nosuchdir");
    expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
    expect(refused.stderr).toContain("--package example.org/typo.\n  --path nosuchdir.");

    const rules =
      "hot: [NotThere, Fast]\nbudgets: [{ packages: [notfy], escapes: 3 }]\nnew: { rules: [{ paths: [gen], allowed: any }] }\n";
    await repository.write({ ".escape-report.yaml": rules });
    const misspelt = await gate();
    expect(misspelt).toMatchObject({ exitCode: 2, stdout: "" });
    expect(misspelt.stderr).toContain(".escape-report.yaml: hot[0].functions: NotThere.");
    expect(misspelt.stderr).toContain("budgets[0].packages: notfy. Did you mean example.com/app/notify?");
    expect(misspelt.stderr).toContain("new.rules[0].paths: gen.");
    expect(misspelt.stderr).not.toContain("Fast");
    // Rules for other parts of the module are not looked at where those are not built.
    expect(await gate("--packages", "./inhibit")).toMatchObject({ exitCode: 0, stderr: "" });
  });

  test("is an error where a hot function has got another name", async () => {
    const { repository, run } = await app({ ".escape-report.yaml": "hot: [Fast]\n" });
    const same = await run(["gate", "--base", "HEAD"]);
    expect(same.exitCode).toBe(0);
    expect(same.stderr).toMatch(/^escape-report: HEAD is this very commit, [^\n]*\n$/);
    await repository.write({ "notify/notify.go": String(FILES["notify/notify.go"]).replace("Fast", "Faster") });
    const { stderr, exitCode } = await run(["gate", "--base", "HEAD"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("hot[0].functions: Fast. Did you mean notify.Faster?");
    expect(stderr).toContain("--config-from head");
    await repository.write({ ".escape-report.yaml": "hot: [Faster]\n" });
    expect((await run(["gate", "--base", "HEAD", "--config-from", "head"])).exitCode).toBe(0);
  });
});
