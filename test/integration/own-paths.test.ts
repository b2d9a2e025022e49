// go gives back what it has printed before, with the paths of the directory that it ran in then.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { makeDirectory, runCli } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";

test.skipIf(withoutGo)(
  "files have their names where somebody has looked at a package from its own directory before",
  async () => {
    // Nothing else has printed for a module of this name.
    const module = `example.com/m${process.pid}x${Date.now()}`;
    const directory = makeDirectory({
      "go.mod": `module ${module}\n\ngo 1.19\n`,
      "lib.go": "package m\n\nfunc Unused() {}\n",
      "lib/lib.go": "package lib\n\nfunc New(n int) *int {\n\treturn &n\n}\n",
      "lib/deep/lib.go": `package deep\n\nimport "${module}/lib"\n\nfunc New() *int {\n\treturn lib.New(3)\n}\n`,
    });
    for (const at of ["lib", "lib/deep"]) {
      const { stderr } = await promisify(execFile)("go", ["build", "-gcflags=-m -m", "."], {
        cwd: join(directory, at),
      });
      expect(stderr).toContain("\n./lib.go:");
    }
    for (const args of [[], ["./lib/..."]]) {
      const { stdout } = await runCli(["build", "--format", "ndjson", "--quiet", ...args], { cwd: directory });
      const sites = stdout
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line))
        .map(({ file, line, allocates }) => `${file}:${line} ${allocates}`);
      expect(sites.sort()).toEqual(["lib/deep/lib.go:6 yes", "lib/lib.go:3 yes"]);
    }
    const { stdout } = await runCli(["explain", "lib.New", "--quiet"], { cwd: directory });
    expect(stdout).toContain("func New(n int) *int {");
  },
);
