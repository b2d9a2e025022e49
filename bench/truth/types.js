// Holds what reports say is allocated against go/types: node bench/truth/types.js [--verbose] PACKAGE…
// A package of a module is named with its version, and is reported with the packages below it.
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

const words = process.argv.slice(2);
const verbose = words.includes("--verbose") ? ["-v"] : [];
const named = words.filter((word) => !word.startsWith("--"));
const directory = mkdtempSync(join(tmpdir(), "truth-"));
try {
  const checker = join(directory, "types");
  run("go", ["build", "-o", checker, join(import.meta.dirname, "types", "main.go")], directory);
  /** @type {Record<string, number>} */
  const total = {};
  for (const name of named.length > 0 ? named : DEFAULT) {
    const counts = check(checker, name);
    for (const [key, value] of Object.entries(counts)) total[key] = (total[key] ?? 0) + value;
  }
  print("all", total);
} finally {
  rmSync(directory, { recursive: true, force: true });
}

/** @param {string} checker @param {string} name @returns {Record<string, number>} */
function check(checker, name) {
  const own = mkdtempSync(join(directory, "m-"));
  const isModule = name.includes("@");
  process.env["GOFLAGS"] = isModule ? "-mod=mod" : "";
  const place = isModule ? fetched(name, own) : run("go", ["list", "-f", "{{.Dir}}", name], own).trim();
  const packages = isModule ? "./..." : ".";
  const records = run(
    "node",
    [CLI, "build", packages, "--scope", "named", "--format", "ndjson", "--records", "escape", "--quiet"],
    place,
  );
  const { status, stdout, stderr } = spawnSync(checker, [...verbose, place, packages], {
    input: records,
    cwd: place,
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(`${name}: ${stderr}`);
  const lines = stdout.trim().split("\n");
  for (const line of lines.slice(0, -1)) console.log(line);
  const counts = JSON.parse(lines.at(-1) ?? "{}");
  print(name, counts);
  return counts;
}

/** @param {string} name @param {Record<string, number>} counts */
function print(name, counts) {
  const right = (counts["right"] ?? 0) + (counts["right-kind"] ?? 0);
  const wrong = (counts["wrong-kind"] ?? 0) + (counts["wrong-type"] ?? 0);
  const others = Object.entries(counts).filter(([key]) => !/^(?:right|wrong)/.test(key));
  const text = others.map(([key, value]) => `${key} ${value}`).join(", ");
  console.log(
    `${name}: ${right} of ${right + wrong} right (${((100 * right) / (right + wrong)).toFixed(2)}%); ${text}`,
  );
}
