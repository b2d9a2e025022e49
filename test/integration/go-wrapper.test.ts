// A program in the place of go, which chooses a toolchain or logs its calls: what it says is told.
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeDirectory, runCli } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";

const FILES = {
  "go.mod": "module example.com/app\n\ngo 1.21\n",
  "p.go": "package app\n\nfunc P() *int { return new(int) }\n",
};

async function withWrapper(script: string) {
  const cwd = makeDirectory(FILES);
  const go = join(cwd, "wrapper");
  writeFileSync(go, `#!/bin/sh\n${script}\n`);
  chmodSync(go, 0o755);
  return runCli(["build", "--go", go, "--format", "unix"], { cwd });
}

describe.skipIf(withoutGo || process.platform === "win32")("a program in the place of go", () => {
  test.each([
    ["on standard error", 'echo "no toolchain chosen" >&2; exit 3', "go env failed:\nno toolchain chosen"],
    ["on standard output", 'echo "no toolchain chosen"; exit 3', "go env failed:\nno toolchain chosen"],
    ["nowhere", "exit 3", "go env failed: it ended with exit status 3 and said nothing"],
    ["in place of the answer", 'echo "hello"', 'answers go env -json with "hello", which is no JSON'],
  ])("that says why %s is told with its words", async (_where, script, words) => {
    const { exitCode, stderr } = await withWrapper(script);
    expect([exitCode, stderr.includes(words)]).toEqual([3, true]);
  });

  test("that only fails for go list is told with its words, too", async () => {
    const { exitCode, stderr } = await withWrapper(
      'if [ "$1" = list ]; then echo "list is not allowed"; exit 4; fi; exec go "$@"',
    );
    expect([exitCode, stderr.includes("go cannot build the packages:\nlist is not allowed")]).toEqual([3, true]);
  });

  test("may print lines of its own before the answer", async () => {
    const { exitCode, stdout } = await withWrapper('if [ "$1" = env ]; then echo "using go"; fi; exec go "$@"');
    expect([exitCode, stdout]).toEqual([0, "./p.go:3:27: new(int) escapes to heap [returned]\n"]);
  });
});
