// File names in formats that name places: from the working directory for editors, from the repository's root in CI.
import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { makeDirectory, runCli } from "../helpers/cli.js";
import { goDiagnostics, withoutGo } from "../helpers/go.js";

const FILES = {
  "services/api/go.mod": "module example.com/api\n\ngo 1.22\n",
  "services/api/cmd/tool/main.go":
    'package main\n\nimport "example.com/api/store"\n\nvar kept *int\n\nfunc main() { x := 1; kept = &x; store.Keep() }\n',
  "services/api/store/store.go": "package store\n\nvar kept *int\n\nfunc Keep() { x := 1; kept = &x }\n",
};

function repository(): string {
  const directory = makeDirectory(FILES);
  execFileSync("git", ["init", "-q", directory]);
  return `${directory}/services/api`;
}

function firstWords(text: string): string[] {
  return text.split("\n").flatMap((line) => /^(\S+?):\d+:\d+: /.exec(line)?.[1] ?? []);
}

describe.skipIf(withoutGo)("file names", () => {
  test("of unix are those of go build, wherever the command runs", async () => {
    // As go prints them on its first run; later it repeats what it printed then, wherever that was.
    const root = repository();
    const fromRoot = ["cmd/tool/main.go", "cmd/tool/main.go", "store/store.go"];
    const fromTool = ["./main.go", "./main.go", "../../store/store.go"];
    for (const [cwd, args, expected] of [
      [root, [], fromRoot],
      [`${root}/cmd/tool`, [], fromTool],
      [root, ["-C", "cmd/tool"], fromTool],
    ] as const) {
      const { stdout } = await runCli([...args, "build", "--format", "unix", "example.com/api/..."], { cwd });
      expect(firstWords(stdout)).toEqual(expected);
    }
  });

  test("of the standard library are real paths in unix, and missing in CI, where only the repository can be shown", async () => {
    const cwd = repository();
    const args = ["build", "./cmd/tool", "--scope", "all", "--all", "--no-machine-code", "--format"];
    const unix = await runCli([...args, "unix"], { cwd });
    const names = new Set(firstWords(unix.stdout));
    expect([...names].some((name) => name.startsWith("/") && name.includes("/src/runtime/"))).toBe(true);
    expect([...names].some((name) => name.startsWith("$") || name.startsWith("<"))).toBe(false);
    const gitlab = await runCli([...args, "gitlab"], { cwd });
    const paths = (JSON.parse(gitlab.stdout) as { location: { path: string } }[]).map(({ location }) => location.path);
    expect([...new Set(paths)]).toEqual(["services/api/cmd/tool/main.go", "services/api/store/store.go"]);
    const totals = [unix, gitlab].map(({ stderr }) => / of ([\d,]+) heap allocations shown/.exec(stderr)?.[1]);
    expect(totals[0]).toBeDefined();
    expect(totals[1]).toBe(totals[0]);
    const { stdout } = await runCli([...args, "table"], { cwd });
    expect(stdout).toContain(`${totals[0]} heap allocations in `);
  });

  test("of saved output start from the repository's root too, also when go ran below the module's root", async () => {
    const root = repository();
    const cwd = `${root}/cmd`;
    const printed = await goDiagnostics(["build", "-gcflags=-m -m", "-o", "/dev/null", "./..."], cwd);
    expect(Buffer.from(printed).toString()).toContain("tool/main.go:7:");
    const { stdout } = await runCli(["parse", "--format", "github"], { cwd, input: printed });
    expect(stdout).toMatch(/^::warning file=services\/api\/cmd\/tool\/main\.go,line=7,/);
  });
});
