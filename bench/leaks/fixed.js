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
 * @property {string} before
 * @property {string} after the first version without the leak
 * @property {string} leak the kind
 * @property {string} at what the place of the leak ends with, before
 * @property {number} work how often, before each point
 */

/** @type {readonly Program[]} */
const PROGRAMS = [
  {
    name: "health-go",
    module: "github.com/hellofresh/health-go/v5",
    before: "v5.5.4",
    after: "v5.5.5",
    leak: "goroutine-blocked",
    at: "/health.go:199",
    work: 100,
  },
  {
    name: "openai-go",
    module: "github.com/openai/openai-go/v2",
    before: "v2.1.1",
    after: "v2.2.0",
    leak: "response-body",
    at: "/requestconfig.go:447",
    work: 60,
  },
  {
    name: "failsafe-go",
    module: "github.com/failsafe-go/failsafe-go",
    before: "v0.9.5",
    after: "v0.9.6",
    leak: "context",
    at: "/execution.go:247",
    work: 5000,
  },
  {
    name: "timberjack",
    module: "github.com/DeRuina/timberjack",
    before: "v1.3.1",
    after: "v1.3.3",
    leak: "goroutine-blocked",
    at: "/timberjack.go:755",
    work: 50,
  },
];

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
  for (const version of [program.before, program.after]) {
    const found = await findings(program, version);
    const leaks = version === program.before;
    const expected = `${program.leak} at …${program.at}`;
    wrong += found.filter((texts) =>
      leaks ? !texts.some((text) => text.includes(expected)) : texts.length > 0,
    ).length;
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
      const found = await watch(join(directory, "server"), name, work);
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
