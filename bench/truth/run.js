// Compares what the report says with what programs allocate: node bench/truth/run.js [--verbose] PACKAGE…
// A package of a module is named with its version: github.com/tidwall/gjson@v1.18.0.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compare } from "./compare.js";
import { coverage } from "./coverage.js";
import { fetched, MODULES, run } from "./modules.js";
import { allocatedSites } from "./profile-sites.js";

const STANDARD = [
  "strconv",
  "strings",
  "bytes",
  "encoding/json",
  "encoding/xml",
  "text/template",
  "go/parser",
  "go/printer",
  "net/url",
  "regexp",
  "html/template",
];
const CLI = join(import.meta.dirname, "..", "..", "bin", "escape-report.js");

const words = process.argv.slice(2);
const verbose = words.includes("--verbose");
const packages = words.filter((word) => !word.startsWith("--"));
/** @type {Record<string, number>} */
const total = {};
for (const name of packages.length > 0 ? packages : [...STANDARD, ...MODULES]) {
  const measured = await measure(name);
  if (measured === null) continue;
  for (const [key, value] of Object.entries(measured)) total[key] = (total[key] ?? 0) + value;
}
print("all", total);

/** @param {string} name @returns {Promise<Record<string, number> | null>} */
async function measure(name) {
  const directory = mkdtempSync(join(tmpdir(), "truth-"));
  try {
    const [path = "", version] = name.split("@");
    // A module's own go.sum can lack what its tests need.
    process.env["GOFLAGS"] = version === undefined ? "" : "-mod=mod";
    const place = version === undefined ? directoryOf(path) : fetched(name, directory);
    const binary = join(directory, "t");
    const profile = join(directory, "mem.pb.gz");
    const covered = join(directory, "cover.out");
    run("go", ["test", "-c", "-vet=off", "-o", binary, "."], place);
    run(binary, ["-test.short", "-test.memprofilerate=1", `-test.memprofile=${profile}`], place, true);
    run("go", ["test", "-vet=off", "-short", "-covermode=set", `-coverprofile=${covered}`, "."], place, true);
    const printed = run(
      "node",
      [
        CLI,
        "build",
        ".",
        "--tests",
        "--scope",
        "named",
        "--format",
        "ndjson",
        "--records",
        "escape,allocation",
        "--quiet",
      ],
      place,
    );
    const records = printed.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
    if (!existsSync(profile) || !existsSync(covered)) throw new Error("its tests do not run");
    const kept = keptFunctions(binary, path);
    // Copies of its generic code that only tests outside of the package use are compiled with these.
    const own = records.filter((record) => record.package === path || record.package === `${path}_test`);
    const result = compare(own, path, await allocatedSites(profile), coverage(readFileSync(covered, "utf8")), kept);
    print(name, result.counts);
    if (verbose) details(result);
    return result.counts;
  } catch (error) {
    console.error(`${name}: ${error instanceof Error ? error.message : error}`);
    return null;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** @param {string} name @param {Record<string, number>} counts */
function print(
  name,
  {
    allocating = 0,
    found = 0,
    yes = 0,
    yesRight = 0,
    maybe = 0,
    maybeRight = 0,
    denied = 0,
    bytes = 0,
    bytesUnderYes = 0,
  },
) {
  const part = (/** @type {number} */ one, /** @type {number} */ all) =>
    `${one}/${all} (${all === 0 ? "-" : ((100 * one) / all).toFixed(1)}%)`;
  console.log(
    `${name}: recall ${part(found, allocating)}, yes ${part(yesRight, yes)}, maybe ${part(maybeRight, maybe)}, ` +
      `no that allocates ${denied}, bytes under yes ${part(bytesUnderYes, bytes)}`,
  );
}

/** @param {ReturnType<typeof compare>} result */
function details({ missed, hidden, denied, wrongYes }) {
  for (const site of hidden) console.log(`  by the run time itself ${site.key} ${site.file} ${site.bytes} bytes`);
  for (const site of missed)
    console.log(`  missed ${site.key} ${site.file} ${site.objects} objects ${site.bytes} bytes`);
  for (const site of denied) console.log(`  denied ${site.key}`);
  for (const record of wrongYes)
    console.log(`  not seen ${record.file}:${record.line} ${record.function} ${record.call} ${record.type}`);
}

/**
 * Whether the linker kept a function: one whose calls were all inlined looks as if it had run.
 * @param {string} binary @param {string} importPath
 */
function keptFunctions(binary, importPath) {
  const plain = (/** @type {string} */ name) => name.replace(/\[.*\]/, "[...]");
  const symbols = new Set(
    run("go", ["tool", "nm", binary], tmpdir())
      .split("\n")
      .map((row) =>
        plain(
          row
            .replace(/^.{0,18} [tT] /, "")
            .replace(/%([0-9a-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
        ),
      ),
  );
  return (/** @type {string} */ name) => symbols.has(plain(`${importPath}.${name}`));
}

/** @param {string} importPath */
function directoryOf(importPath) {
  return run("go", ["list", "-f", "{{.Dir}}", importPath], tmpdir()).trim();
}
