// How often go compiles what is reported: the diagnostics and the machine code come from one run of the compiler.
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";
import { createRepository, GIT_ENVIRONMENT, temporaryDirectory } from "../helpers/repository.js";

const FILES = {
  "go.mod": "module example.com/app\n\ngo 1.21\n",
  "a/a.go": "package a\n\nfunc New() *int { return new(int) }\n",
  "b/b.go": 'package b\n\nimport "example.com/app/a"\n\nfunc Two() *int { return a.New() }\n',
};

describe.skipIf(withoutGo || process.platform === "win32")("what go has not compiled yet", () => {
  test.each([
    { args: ["build"], compiled: ["example.com/app/a", "example.com/app/b"] },
    { args: ["build", "./b", "--scope", "named"], compiled: ["example.com/app/a", "example.com/app/b"] },
  ])("is compiled once by $args", async ({ args, compiled }) => {
    const { directory } = await createRepository(FILES);
    const place = await temporaryDirectory();
    const log = join(place, "log");
    const tool = join(place, "tool");
    // go runs the compiler through it, with the import path behind -p; what it asks for a version is no compilation.
    await writeFile(
      tool,
      `#!/bin/sh\ncase "$*" in */compile*-p\\ example.com/*) echo "$*" | sed 's/.* -p \\([^ ]*\\).*/\\1/' >> '${log}';; esac\nexec "$@"\n`,
    );
    await chmod(tool, 0o755);
    const env = { ...GIT_ENVIRONMENT, ESCAPE_REPORT_CACHE: join(place, "cache") };
    const { stdout, exitCode } = await runCli([...args, "--format", "ndjson", "--", `-toolexec=${tool}`], {
      cwd: directory,
      env,
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('"call":"newobject"');
    expect((await readFile(log, "utf8")).trim().split("\n").sort()).toEqual(compiled);
  });
});
