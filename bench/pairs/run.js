// Compares consecutive commits of public repositories, and holds what compare says against the source:
//   node bench/pairs/run.js [--pairs N] [--verbose] [--results FILE] [--reasons N] [NAME[@AFTER]…]
//   node bench/pairs/run.js --repository URL --commit HASH [--pairs N]
// Without --repository, releases of modules stand for commits. NAME is a part of a module's path, AFTER the newer release of
// a pair. --verbose prints what is wrong; --results writes a line of JSON for each pair; --reasons draws as many reasons, the
// same in every run, to be checked by undoing what they name. Ends with 1 where something
// differs though the tokens are equal, or more than 1% of what is added is the same allocation elsewhere.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { DIRECTORY } from "../input.js";
import { commitsOf, releasesOf } from "./history.js";
import { buildTokens, hasSameModules, hasSameTokens, sameElsewhere } from "./oracle.js";
import { RELEASES } from "./repositories.js";

const CLI = join(import.meta.dirname, "..", "..", "bin", "escape-report.js");
/** One release for both sides of every pair, whatever a go.mod asks for. */
process.env["GOTOOLCHAIN"] = "local";
process.env["GOFLAGS"] = "-buildvcs=false";
process.env["GOWORK"] = "off";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pairs: { type: "string", default: "1000" },
    repository: { type: "string" },
    commit: { type: "string", default: "HEAD" },
    results: { type: "string" },
    reasons: { type: "string", default: "0" },
    verbose: { type: "boolean", default: false },
  },
});
const most = Number(values.pairs);
if (!Number.isInteger(most) || most < 1) throw new Error(`--pairs ${values.pairs}: a whole number from 1 on`);

/**
 * @typedef {object} Counts
 * @property {number} pairs @property {number} failed @property {number} equal @property {number} wrong @property {number} dependencies
 * @property {number} added @property {number} elsewhere @property {number} reasoned @property {number[]} seconds
 */

const directory = join(DIRECTORY, "pairs");
mkdirSync(directory, { recursive: true });
const tokens = buildTokens(directory);
/** @type {[string, Counts][]} */
const rows = [];
/** @type {string[]} */
const reasons = [];
const url = values.repository;
if (url !== undefined) measure(commitsOf({ url, commit: values.commit }, most, directory));
for (const releases of url === undefined ? RELEASES : []) {
  const asked = positionals.map((word) => word.split("@"));
  const mine = asked.filter(([name = ""]) => releases.module.includes(name));
  if (asked.length > 0 && mine.length === 0) continue;
  const history = releasesOf(releases, directory);
  const wanted = history.pairs.filter(
    ({ label }) => mine.length === 0 || mine.some(([, after]) => after === undefined || after === label),
  );
  measure({ ...history, pairs: wanted.slice(-most) });
}
for (const text of drawn(reasons, Number(values.reasons))) console.log(text);
const all = print();
process.exitCode = all.wrong > 0 || all.elsewhere > 0.01 * all.added ? 1 : 0;

/** @param {import("./history.js").History} history */
function measure({ name, path, pairs }) {
  const counts = noCounts();
  const cache = `${path}-cache`;
  for (const { before, after, label } of pairs) {
    const args = [CLI, "compare", before, after, "--format", "json", "--quiet", "--keep-going", "--cache-dir", cache];
    const started = performance.now();
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: path,
      encoding: "utf8",
      maxBuffer: 1 << 30,
    });
    const seconds = (performance.now() - started) / 1000;
    if (status !== 0) {
      counts.failed++;
      note({ name, pair: label, failed: stderr.trim().split("\n")[0] ?? "" });
      continue;
    }
    const diff = JSON.parse(stdout);
    const equal = hasSameTokens(tokens, path, before, after);
    const differences = [diff.added, diff.removed, diff.moved, diff.changed].flat();
    const elsewhere = sameElsewhere(diff.added, diff.removed, path, before, after);
    // Another version of a dependency can change what is inlined from it.
    const dependencies = equal && !hasSameModules(path, before, after);
    const wrong = equal && !dependencies ? differences.length : 0;
    counts.pairs++;
    counts.equal += equal ? 1 : 0;
    counts.wrong += wrong;
    counts.dependencies += dependencies ? differences.length : 0;
    counts.added += diff.added.length;
    counts.elsewhere += elsewhere.length;
    counts.reasoned += diff.added.filter((/** @type {any} */ { reason }) => reason !== null).length;
    counts.seconds.push(seconds);
    for (const reason of diff.reasons) {
      const [first] = reason.added;
      if (first !== undefined) reasons.push(`${name} ${label}: ${placeOf(diff.added[first])}: ${reasonOf(reason)}`);
    }
    const { length: removed } = diff.removed;
    note({
      name,
      pair: label,
      equal,
      wrong,
      added: diff.added.length,
      removed,
      seconds,
      places: elsewhere.map(placeOf),
    });
  }
  rmSync(join(cache, "checkouts"), { recursive: true, force: true });
  rows.push([name, counts]);
}

/** @param {any} site */
function placeOf({ file, line, column, function: name, message }) {
  return `${file}:${line}:${column} ${name}: ${message}`;
}

/** @param {any} reason */
function reasonOf({ kind, shown, package: path, function: about, subject, before, after }) {
  return `${shown ? "" : "perhaps "}${kind} ${path ?? ""} ${about} ${subject ?? ""} [${before ?? ""} -> ${after ?? ""}]`;
}

/**
 * Some of the texts, the same for the same texts: by a hash of each.
 * @param {readonly string[]} texts @param {number} count
 */
function drawn(texts, count) {
  const hashed = texts.map((text) => ({ text, hash: createHash("sha256").update(text).digest("hex") }));
  return hashed
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .slice(0, count)
    .map(({ text }) => text);
}

/** @param {Record<string, unknown> & { name: string, pair: string, wrong?: number, places?: string[], failed?: string }} result */
function note(result) {
  if (values.results !== undefined) appendFileSync(values.results, `${JSON.stringify(result)}\n`);
  const { name, pair, wrong = 0, places = [], failed } = result;
  if (!values.verbose) return;
  if (failed !== undefined) console.log(`${name} ${pair}: ${failed}`);
  if (wrong > 0) console.log(`${name} ${pair}: ${wrong} differences of equal tokens`);
  for (const place of places) console.log(`${name} ${pair}: elsewhere: ${place}`);
}

function print() {
  const head = [
    "",
    "pairs",
    "not built",
    "equal tokens",
    "their differences",
    "by go.mod",
    "added",
    "with a reason",
    "elsewhere",
    "s",
  ];
  const table = new Table({
    head,
    colAligns: ["left", ...head.slice(1).map(() => /** @type {const} */ ("right"))],
    style: { head: [], border: [], compact: true },
  });
  const total = noCounts();
  for (const [, counts] of rows) {
    for (const key of /** @type {const} */ ([
      "pairs",
      "failed",
      "equal",
      "wrong",
      "dependencies",
      "added",
      "elsewhere",
      "reasoned",
    ])) {
      total[key] += counts[key];
    }
    total.seconds.push(...counts.seconds);
  }
  for (const [name, counts] of [...rows, /** @type {[string, Counts]} */ (["all", total])]) {
    const { pairs, failed, equal, wrong, dependencies, added, reasoned, elsewhere, seconds } = counts;
    table.push([
      name,
      pairs,
      failed,
      equal,
      wrong,
      dependencies,
      added,
      reasoned,
      elsewhere,
      median(seconds).toFixed(1),
    ]);
  }
  console.log(table.toString());
  return total;
}

/** @param {readonly number[]} numbers */
function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;
}

/** @returns {Counts} */
function noCounts() {
  return {
    pairs: 0,
    failed: 0,
    equal: 0,
    wrong: 0,
    dependencies: 0,
    added: 0,
    elsewhere: 0,
    reasoned: 0,
    seconds: [],
  };
}
