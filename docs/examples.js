// The examples of README.md and docs/: blocks of ```console with `$ command` lines and what they print. A comment above
// a block says where it runs and, where the output depends on it, under which Go release it was made:
//
//     <!-- example: samples/causes go1.26 -->
//
// `npm run docs` writes the outputs; test/integration/docs.test.ts checks them.
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const CLI = join(ROOT, "bin", "escape-report.js");

/**
 * One command of a block: `output` is what the page shows, `line` (1-based) where the command stands.
 * @typedef {{ command: string, output: string, line: number }} Step
 * @typedef {{ directory: string, release: string | null, exitCode: number, steps: Step[] }} Example
 */

const COMMENT = /^<!-- example: (\S+?)(?: (go\d+\.\d+))?(?: exit (\d+))? -->$/;

/** The pages with examples, relative to the root. */
export function pages() {
  return [
    "README.md",
    ...readdirSync(join(ROOT, "docs"))
      .filter((name) => name.endsWith(".md"))
      .map((name) => `docs/${name}`),
  ];
}

/**
 * @param {string} markdown
 * @returns {Example[]}
 */
export function findExamples(markdown) {
  /** @type {Example[]} */
  const examples = [];
  /** @type {Example | null} */
  let open = null;
  /** @type {RegExpExecArray | null} */
  let comment = null;
  for (const [i, line] of markdown.split("\n").entries()) {
    if (open === null) {
      if (line === "```console") {
        const [, directory = ".", release = null, exitCode = "0"] = comment ?? [];
        open = { directory, release, exitCode: Number(exitCode), steps: [] };
      }
      comment = COMMENT.exec(line);
    } else if (line === "```") {
      examples.push(open);
      open = null;
    } else if (line.startsWith("$ ")) open.steps.push({ command: line.slice(2), output: "", line: i + 1 });
    else {
      const step = open.steps.at(-1);
      if (step !== undefined) step.output += `${line}\n`;
    }
  }
  return examples;
}

/** Runs examples: `escape-report` is this checkout's, and each directory of samples is a copy that examples may write to. */
export class ExampleRunner {
  #directory = mkdtempSync(join(tmpdir(), "escape-report-examples-"));
  /** @type {Set<string>} */
  #copied = new Set();

  constructor() {
    const bin = join(this.#directory, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "escape-report"), `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`);
    chmodSync(join(bin, "escape-report"), 0o755);
  }

  /**
   * Runs one command and returns all that it prints.
   * @param {Example} example
   * @param {string} command
   */
  run({ directory }, command) {
    const cwd = join(this.#directory, "files", directory);
    if (!this.#copied.has(directory)) cpSync(join(ROOT, directory), cwd, { recursive: true, filter: isShown });
    this.#copied.add(directory);
    const { status, stdout } = spawnSync("sh", ["-c", `exec 2>&1\n${command}`], {
      cwd,
      encoding: "utf8",
      env: {
        ...process.env,
        PATH: `${join(this.#directory, "bin")}${delimiter}${process.env.PATH}`,
        COLUMNS: "80",
        NO_COLOR: "1",
        FORCE_COLOR: undefined,
        GOENV: "off",
        GOFLAGS: "",
        GOWORK: "off",
        GOEXPERIMENT: "",
      },
    });
    return { exitCode: status, output: stdout };
  }

  close() {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** @param {string} path */
function isShown(path) {
  return !/[\\/](?:node_modules|\.git|dist)$/.test(path);
}

/**
 * The page with the outputs that its commands print now. Those made under another release stay.
 * @param {string} markdown
 * @param {string} goVersion
 * @param {ExampleRunner} runner
 */
export function withOutputs(markdown, goVersion, runner) {
  const lines = markdown.split("\n");
  const steps = findExamples(markdown).flatMap((example) => example.steps.map((step) => ({ example, step })));
  const texts = steps.map(({ example, step }) =>
    madeBy(example, goVersion) ? runner.run(example, step.command).output : step.output,
  );
  // From the end, so that the lines before stay where they are.
  for (const [i, { step }] of [...steps.entries()].reverse()) {
    const old = step.output.split("\n").length - 1;
    lines.splice(step.line, old, ...(texts[i] ?? "").split("\n").slice(0, -1));
  }
  return lines.join("\n");
}

/**
 * Whether the output of an example is that of this Go release.
 * @param {Example} example
 * @param {string} goVersion
 */
export function madeBy({ release }, goVersion) {
  return release === null || goVersion === release || goVersion.startsWith(`${release}.`);
}
