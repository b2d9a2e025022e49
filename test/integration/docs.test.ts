// The documentation does what it says: every example runs and prints what the page shows.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ExampleRunner, findExamples, madeBy, pages } from "../../docs/examples.js";
import { optionsPage } from "../../docs/options-page.js";
import { COMMAND_NAMES, helpText } from "../../src/cli/program.js";
import { ROOT, requireBuild } from "../helpers/cli.js";
import { goVersion } from "../helpers/go.js";

const runner = new ExampleRunner();
afterAll(() => runner.close());

/** Examples that only look at saved output work without Go. */
const NEEDS_GO = /\b(?:go|build|compare|gate|blame)\b(?! *\.)/;

/** The page was made on some platform, under some patch release. */
function anyToolchain(output: string): string {
  return output.replaceAll(/\bgo1\.\d+(?:\.\d+)? [a-z0-9]+\/[a-z0-9]+/g, "go1.x os/arch");
}

describe.each(pages())("%s", (page) => {
  const markdown = readFileSync(join(ROOT, page), "utf8");

  // In order: an example may use a file that one before it has written.
  for (const example of findExamples(markdown)) {
    for (const { command, output, line } of example.steps) {
      const skip = goVersion === null && NEEDS_GO.test(command);
      test.skipIf(skip)(`line ${line}: ${command}`, () => {
        requireBuild();
        const result = runner.run(example, command);
        expect(result.exitCode, result.output).toBe(example.exitCode);
        if (madeBy(example, goVersion ?? "")) expect(anyToolchain(result.output)).toBe(anyToolchain(output));
      });
    }
  }

  test("links to files and headings that exist", () => {
    for (const [, target = ""] of markdown.replaceAll(/```[\s\S]*?```/g, "").matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [path = "", heading] = target.split("#");
      const file = path === "" ? join(ROOT, page) : join(ROOT, page, "..", path);
      const text = readFileSync(file, "utf8");
      if (heading !== undefined) expect(headingsOf(text), `${page} links to ${target}`).toContain(heading);
    }
  });
});

/** The anchors of a page, as GitHub makes them. */
function headingsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe.each(COMMAND_NAMES)("the command %s", (command) => {
  test("has examples in its help", async () => {
    const help = await helpText(command, 100);
    expect(help).toMatch(new RegExp(`^Examples:\\n(?:.*\\n)*? +.*escape-report ${command}`, "m"));
  });

  test("has a page with an example of it, and a link in the README", () => {
    const page = readFileSync(join(ROOT, "docs", `${command}.md`), "utf8");
    expect(page).toMatch(new RegExp(`^\\$? ?.*escape-report ${command}\\b`, "m"));
    expect(readFileSync(join(ROOT, "README.md"), "utf8")).toContain(`(docs/${command}.md)`);
  });
});

test("docs/options.md is what the commands say in their help, and no page repeats that", async () => {
  expect(readFileSync(join(ROOT, "docs", "options.md"), "utf8")).toBe(await optionsPage(COMMAND_NAMES, helpText));
  for (const page of pages()) expect(readFileSync(join(ROOT, page), "utf8"), page).not.toMatch(/^Options:$/m);
});
