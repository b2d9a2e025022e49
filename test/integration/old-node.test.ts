// What an older release of Node.js gets to see.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { CLI, makeDirectory, ROOT, requireBuild } from "../helpers/cli.js";

const { engines } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const NEEDED = /[\d.]+/.exec(engines.node)?.[0] ?? "";

/** Starts the command in a Node.js that says to be of another version. */
async function startedIn(version: string) {
  requireBuild();
  const files = { "version.cjs": `Object.defineProperty(process, "versions", { value: { node: "${version}" } });\n` };
  const preload = join(makeDirectory(files), "version.cjs");
  return execa(process.execPath, ["--require", preload, CLI, "build", "--help"], { reject: false });
}

describe("a Node.js that is too old", () => {
  test.each(["0.12.18", "8.17.0", "12.22.12", "18.20.8", "20.18.3"])(
    "is told so in one line, with exit code 2, before anything is loaded: %s",
    async (version) => {
      const { stdout, stderr, exitCode } = await startedIn(version);
      expect(stderr).toContain(`escape-report: needs Node.js ${NEEDED} or later, and this is ${version}`);
      expect(stderr.trim().split("\n")).toHaveLength(1);
      expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 2 });
    },
  );

  test.each([NEEDED, "20.20.2", "22.0.0", "100.1.0"])("is not %s", async (version) => {
    const { stdout, exitCode } = await startedIn(version);
    expect(stdout).toContain("Run the Go compiler");
    expect(exitCode).toBe(0);
  });

  test("can read the file that says it", () => {
    const text = readFileSync(CLI, "utf8").replace(/^(?:#!|\/\/).*$/gm, "");
    // Words of the language that Node.js learned later, modules among them.
    expect(text).not.toMatch(/=>|`|\?\.|\?\?|\*\*|\.\.\.|\b(?:let|const|class|import|export|async|await)\b|node:/);
    expect(JSON.parse(readFileSync(join(ROOT, "bin", "package.json"), "utf8"))).toEqual({ type: "commonjs" });
  });
});
