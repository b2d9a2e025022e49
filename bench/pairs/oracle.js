// What a pair must give, from the source alone: nothing of this knows how reports are compared.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../truth/modules.js";

/** @typedef {{ file: string | null, line: number | null, call: string | null, type: string | null }} Site */

/** What else than Go files can change what a Go build allocates; go.mod does where a dependency changes, and counts apart. */
const OTHER_CODE = /(?:^|\/)(?:go\.work|vendor\/.*|[^/]+\.(?:s|S|c|cc|cpp|h|syso|swig|pgo))$/;

/** Builds what reads tokens. @param {string} directory @returns the program */
export function buildTokens(directory) {
  const program = join(directory, "tokens");
  run("go", ["build", "-o", program, join(import.meta.dirname, "tokens", "main.go")], directory);
  return program;
}

/** Whether the two commits have one go.mod. @param {string} path of the repository @param {string} before @param {string} after */
export function hasSameModules(path, before, after) {
  return run("git", ["diff", "--name-only", before, after, "--", "go.mod"], path) === "";
}

/**
 * Whether the code of two commits is the same, token by token; a file that only one of them has is not.
 * @param {string} tokens the program @param {string} path of the repository @param {string} before @param {string} after
 */
export function hasSameTokens(tokens, path, before, after) {
  const listed = run("git", ["diff", "--no-renames", "--name-status", "-z", before, after], path).split("\0");
  const directory = mkdtempSync(join(tmpdir(), "pairs-"));
  try {
    /** @type {string[]} */
    const files = [];
    for (let i = 0; i + 1 < listed.length; i += 2) {
      const [status, name = ""] = [listed[i], listed[i + 1]];
      if (OTHER_CODE.test(name)) return false;
      if (!name.endsWith(".go") || name.endsWith("_test.go")) continue;
      if (status !== "M") return false;
      for (const revision of [before, after]) {
        const file = join(directory, `${files.length}.go`);
        writeFileSync(file, run("git", ["show", `${revision}:${name}`], path));
        files.push(file);
      }
    }
    return files.length === 0 || run(tokens, files, directory).trim() === "equal";
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * Those of the added sites that are gone elsewhere: the same call of the run time, the same type and the same text of the
 * line. One that is gone stands for one that is added.
 * @template {Site} S
 * @param {readonly S[]} added @param {readonly Site[]} removed
 * @param {string} path of the repository @param {string} before @param {string} after
 * @returns {S[]}
 */
export function sameElsewhere(added, removed, path, before, after) {
  /** @type {Map<string, number>} */
  const gone = new Map();
  const old = linesOf(path, before);
  for (const site of removed) {
    const key = keyOf(site, old);
    if (key !== null) gone.set(key, (gone.get(key) ?? 0) + 1);
  }
  const now = linesOf(path, after);
  return added.filter((site) => {
    const key = keyOf(site, now);
    const left = key === null ? 0 : (gone.get(key) ?? 0);
    if (key === null || left === 0) return false;
    gone.set(key, left - 1);
    return true;
  });
}

/** @param {Site} site @param {(file: string, line: number) => string | null} lines */
function keyOf({ file, line, call, type }, lines) {
  if (file === null || line === null || call === null) return null;
  const text = lines(file, line);
  return text === null ? null : JSON.stringify([call, type, text]);
}

/** @param {string} path @param {string} revision @returns {(file: string, line: number) => string | null} */
function linesOf(path, revision) {
  /** @type {Map<string, string[]>} */
  const files = new Map();
  return (file, line) => {
    let lines = files.get(file);
    if (lines === undefined) {
      const { status, stdout } = spawnSync("git", ["show", `${revision}:${file}`], { cwd: path, encoding: "utf8" });
      lines = status === 0 ? stdout.split("\n") : [];
      files.set(file, lines);
    }
    return lines[line - 1]?.replace(/\s+/g, " ").trim() ?? null;
  };
}
