// Public programs whose leak was mended: what leaks says of the version before, and of the one after.
//   node bench/leaks/fixed.js [NAME…] [--runs N]
// Fetches the two versions of each from the module proxy. Ends with 1 where it does not name the leak before, or says
// anything after.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { LEAKS_MODULE } from "./marks.js";
import { build, goVersion, run, watch } from "./server.js";

/**
 * @typedef {object} Program
 * @property {string} name of the directory in bench/leaks/fixed with what its requests do
 * @property {string} module
 * @property {Readonly<Record<string, string>>} before versions with the leak, each with what its place ends with
 * @property {string} after the first version without it
 * @property {string} leak the kind
 * @property {number} work how often, before each point
 */

/** @type {readonly Program[]} */
const PROGRAMS = [
  {
    name: "health-go",
    module: "github.com/hellofresh/health-go/v5",
    before: { "v5.5.4": "/health.go:199" },
    after: "v5.5.5",
    leak: "goroutine-blocked",
    work: 100,
  },
  {
    name: "openai-go",
    module: "github.com/openai/openai-go/v2",
    before: { "v2.1.1": "/requestconfig.go:447" },
    after: "v2.2.0",
    leak: "response-body",
    work: 60,
  },
  {
    name: "failsafe-go",
    module: "github.com/failsafe-go/failsafe-go",
    before: { "v0.9.5": "/execution.go:247" },
    after: "v0.9.6",
    leak: "context",
    work: 5000,
  },
  {
    name: "timberjack",
    module: "github.com/DeRuina/timberjack",
    // The versions between close the channel, but may set it to nil before the goroutine has looked at it.
    before: { "v1.3.1": "/timberjack.go:755", "v1.3.3": "/timberjack.go:783", "v1.3.7": "/timberjack.go:892" },
    after: "v1.3.8",
    leak: "goroutine-blocked",
    work: 50,
  },
];

/** Bytes of the heap for each sample: a leak of a few hundred kilobytes shows. */
const PROFILE_RATE = 16_384;

const { values, positionals } = parseArgs({
  options: { runs: { type: "string", default: "3" } },
  allowPositionals: true,
});
const runs = Number(values.runs);
const table = new Table({
  head: ["module", "version", "found in each run"],
  style: { head: [], border: [], compact: true },
});
let wrong = 0;
for (const program of PROGRAMS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  for (const version of [...Object.keys(program.before), program.after]) {
    const found = await findings(program, version);
    const at = program.before[version];
    const isRight = (/** @type {string[]} */ texts) =>
      at === undefined ? texts.length === 0 : texts.some((text) => text.endsWith(` ${program.leak} at …${at}`));
    wrong += found.filter((texts) => !isRight(texts)).length;
    table.push([program.module, version, [...new Set(found.map((texts) => texts.join("\n") || "nothing"))].join("\n")]);
  }
}
console.log(`${goVersion(LEAKS_MODULE)}, ${runs} runs of each, four points after one of warm-up`);
console.log(table.toString());
if (wrong > 0) {
  console.log(`${wrong} runs gave something else`);
  process.exitCode = 1;
}

/** What is found in each run. @param {Program} program @param {string} version @returns {Promise<string[][]>} */
async function findings({ name, module, work }, version) {
  const directory = mkdtempSync(join(tmpdir(), `leaks-${name}-`));
  try {
    cpSync(join(LEAKS_MODULE, "main.go"), join(directory, "main.go"));
    cpSync(join(import.meta.dirname, "fixed", name, "work.go"), join(directory, "work.go"));
    writeFileSync(join(directory, "go.mod"), `module example.com/${name}\n\ngo 1.23\n\nrequire ${module} ${version}\n`);
    run("go", ["mod", "tidy"], directory);
    build(directory, join(directory, "server"), []);
    const all = [];
    for (let i = 0; i < runs; i++) {
      process.stderr.write(`${name} ${version}\n`);
      const found = await watch(join(directory, "server"), name, work, PROFILE_RATE);
      all.push(found.map((finding) => `${finding.certainty} ${finding.kind} at ${short(finding)}`));
    }
    return all;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The file's name and the line. @param {import("./server.js").Finding} finding */
function short({ file, line, function: name }) {
  return file === null ? `${name}` : `…${file.slice(file.lastIndexOf("/"))}:${line}`;
}
