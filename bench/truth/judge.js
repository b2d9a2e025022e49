import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fetched, MODULES, run } from "./modules.js";

const DEFAULT = [
  "encoding/json",
  "text/template",
  "html/template",
  "net/http",
  "go/parser",
  "go/printer",
  "cmd/compile/internal/ssa",
  "cmd/go/internal/load",
  ...MODULES,
];
const CLI = join(import.meta.dirname, "..", "..", "bin", "escape-report.js");

/**
 * Gives the records of packages to a checker in Go and prints its counts: of the packages that the command line names,
 * else of a standard set, one after the other and all together.
 * @param {string} checker the folder of its program, which takes `[-v] DIRECTORY PACKAGES`, or only the directory
 * @param {readonly string[]} options of build
 * @param {(name: string, counts: Record<string, number>) => void} print
 */
export function judgeRecords(checker, options, print) {
  const words = process.argv.slice(2);
  const verbose = words.includes("--verbose") ? ["-v"] : [];
  const named = words.filter((word) => !word.startsWith("--"));
  const directory = mkdtempSync(join(tmpdir(), "truth-"));
  try {
    const program = join(directory, checker);
    run("go", ["build", "-o", program, join(import.meta.dirname, checker, "main.go")], directory);
    /** @type {Record<string, number>} */
    const total = {};
    for (const name of named.length > 0 ? named : DEFAULT) {
      const counts = judged(program, name);
      print(name, counts);
      for (const [key, value] of Object.entries(counts)) total[key] = (total[key] ?? 0) + value;
    }
    print("all", total);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }

  /** @param {string} program @param {string} name @returns {Record<string, number>} */
  function judged(program, name) {
    const own = mkdtempSync(join(directory, "m-"));
    const isModule = name.includes("@");
    process.env["GOFLAGS"] = isModule ? "-mod=mod" : "";
    const place = isModule ? fetched(name, own) : run("go", ["list", "-f", "{{.Dir}}", name], own).trim();
    const packages = isModule ? "./..." : ".";
    const build = ["build", packages, "--scope", "named", "--format", "ndjson", "--quiet", ...options];
    const input = run("node", [CLI, ...build], place);
    const { status, stdout, stderr } = spawnSync(program, [...verbose, place, packages], {
      input,
      cwd: place,
      encoding: "utf8",
      maxBuffer: 1 << 30,
    });
    if (status !== 0) throw new Error(`${name}: ${stderr}`);
    const lines = stdout.trim().split("\n");
    for (const line of lines.slice(0, -1)) console.log(line);
    return JSON.parse(lines.at(-1) ?? "{}");
  }
}
