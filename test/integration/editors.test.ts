// What docs/editors.md says works on what the command prints.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { makeDirectory, ROOT, runCli } from "../helpers/cli.js";

const page = readFileSync(join(ROOT, "docs", "editors.md"), "utf8");

function block(language: string): string {
  return new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "ms").exec(page)?.[1] ?? "";
}

const TOUR = join(ROOT, "samples", "recorded", "go1.26", "tour.txt");

async function unixLines(): Promise<string[]> {
  const { stdout } = await runCli(["parse", TOUR, "--quiet", "--format", "unix"]);
  return stdout.trimEnd().split("\n");
}

const tasks = z.object({
  tasks: z.tuple([
    z.object({
      command: z.string(),
      problemMatcher: z.object({
        pattern: z.object({
          regexp: z.string(),
          file: z.int(),
          line: z.int(),
          column: z.int(),
          message: z.int(),
          code: z.int(),
        }),
      }),
    }),
  ]),
});

test("the problem matcher for Visual Studio Code takes every line apart", async () => {
  const [{ problemMatcher }] = tasks.parse(JSON.parse(block("json"))).tasks;
  const { regexp, file, line, column, message, code } = problemMatcher.pattern;
  const lines = await unixLines();
  const parts = lines.map((each) => {
    const match = new RegExp(regexp).exec(each);
    return [file, line, column, message, code].map((group) => match?.[group]);
  });
  expect(parts.length).toBeGreaterThan(15);
  expect(parts).toContainEqual(["example.com/tour/main.go", "12", "2", "moved to heap: x", "returned"]);
  expect(parts.flat()).not.toContain(undefined);
});

const hasVim = spawnSync("vim", ["--version"]).status === 0;

describe.skipIf(!hasVim)("Vim", () => {
  test("puts every line into its quickfix list by the settings on the page", async () => {
    const directory = makeDirectory();
    const lines = await unixLines();
    writeFileSync(join(directory, "escapes.txt"), `${lines.join("\n")}\n`);
    const settings = block("vim");
    expect(settings).toContain("makeprg=escape-report");
    writeFileSync(
      join(directory, "check.vim"),
      `${settings.replace(/makeprg=.*/, "makeprg=cat\\ escapes.txt")}
silent make!
call writefile(map(getqflist(), 'bufname(v:val.bufnr) . ":" . v:val.lnum . ":" . v:val.col . ": " . v:val.text'), "found.txt")
qa!
`,
    );
    spawnSync("vim", ["-N", "-u", "NONE", "-es", "-S", "check.vim"], { cwd: directory, timeout: 30_000 });
    expect(readFileSync(join(directory, "found.txt"), "utf8").trimEnd().split("\n")).toEqual(lines);
  });
});
