// Every command of docs/tutorial.md runs, in order, on the sample module that it is about.
import { readFileSync } from "node:fs";
import { chmod, cp, mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { CLI, ENVIRONMENT, ROOT, requireBuild } from "../helpers/cli.js";
import { goMinor, withoutGo } from "../helpers/go.js";
import { createRepository, GIT_ENVIRONMENT, temporaryDirectory } from "../helpers/repository.js";

/** The lines of all blocks of shell commands. */
function commandsOf(page: string): string[] {
  return [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = ""]) => block.trim().split("\n"));
}

test.skipIf(withoutGo || goMinor < 26)(
  "the commands of the tutorial find what is allocated, mend it, and prove it",
  async () => {
    requireBuild();
    const commands = commandsOf(readFileSync(join(ROOT, "docs", "tutorial.md"), "utf8"));
    expect(commands.length).toBeGreaterThanOrEqual(7);
    const { directory } = await prepared();
    const bin = await temporaryDirectory();
    await writeFile(join(bin, "escape-report"), `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`);
    await chmod(join(bin, "escape-report"), 0o755);
    const env = {
      ...ENVIRONMENT,
      ...GIT_ENVIRONMENT,
      PATH: `${bin}${delimiter}${process.env["PATH"]}`,
      ESCAPE_REPORT_CACHE: join(bin, "cache"),
    };
    const outputs = new Map<string, string>();
    for (const command of commands) {
      // What it shows does not depend on how often it is measured.
      const quick = /\bprove HEAD\b/.test(command) ? `${command} --count 4 --benchtime 20x` : command;
      const { exitCode, all } = await execa("sh", ["-c", quick], { cwd: directory, env, reject: false, all: true });
      expect({ command, exitCode, all }).toMatchObject({ exitCode: 0 });
      outputs.set(command, all ?? "");
    }
    const of = (part: string) => [...outputs].find(([command]) => command.includes(part))?.[1] ?? "";
    expect(of("profile --bench")).toMatch(/words\.go:40 words\.Render\n +string-building /);
    expect(of("explain")).toContain("The profile shows");
    expect(of("prove HEAD --bench . .")).toMatch(/^ {2}went +-\d+(?:\.\d+)?kB {2}words\.go:40 words\.Render$/m);
    const proof = readFileSync(join(directory, "proof.md"), "utf8");
    expect(proof).toMatch(/^\| went \| [^|]+kB \| {2}\| `words\.go:40` `words\.Render` \|/m);
  },
);

async function prepared() {
  const repository = await createRepository({ "README.md": "words" });
  await mkdir(repository.directory, { recursive: true });
  await cp(join(ROOT, "samples", "words"), repository.directory, { recursive: true });
  await repository.commit({}, "the base");
  return repository;
}
