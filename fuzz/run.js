// Mutates recorded output, reports, archives, profiles, configurations and baselines, and runs every command and format over
// them for a given time. It looks at the exit code, at what is printed (JSON and SARIF by their schemas, nothing that
// a terminal or a CI service obeys), at memory, and at the time for each byte.
//
//   npm run fuzz                              a minute; a fault prints the seed of its case and keeps its files
//   npm run fuzz -- --seconds 600
//   npm run fuzz -- --seed 123 --cases 1      that case again
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { CaseProcess } from "./case-process.js";
import { caseOf, OUTPUT, outputs } from "./cases.js";
import { faultsOf } from "./checks.js";

/** Starting and loading, and for each byte; a machine can be busy with other things. */
const MOST_MS = 15_000;
const MOST_MS_A_BYTE = 0.1;

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "60" }, seed: { type: "string" }, cases: { type: "string" } },
});
const firstSeed = Number(values.seed ?? Date.now() % 1_000_000_000);
const until = Date.now() + Number(values.seconds) * 1000;
const cases = Number(values.cases ?? Number.POSITIVE_INFINITY);

const directory = mkdtempSync(join(tmpdir(), "escape-report-fuzz-"));
const runner = new CaseProcess(directory);
/** @type {Buffer[]} */
const reports = [];
for (const [i, bytes] of outputs.entries()) {
  const [from, to] = [join(directory, `${i}.txt`), join(directory, `${i}.json`)];
  writeFileSync(from, bytes);
  await runner.run(["parse", from, "--output", to, "--format", "json"], 60_000);
  reports.push(readFileSync(to));
}
console.log(`seed ${firstSeed}`);
let count = 0;
let failed = 0;
while (count < cases && (Date.now() < until || count === 0)) {
  const seed = firstSeed + count++;
  const each = caseOf(seed, directory, reports);
  const result = await runner.run(each.words, MOST_MS + each.bytes * MOST_MS_A_BYTE);
  const faults = faultsOf(each, result, () => readFileSync(join(directory, OUTPUT), "utf8"));
  if (faults.length === 0) continue;
  failed++;
  const kept = join(tmpdir(), `escape-report-fuzz-${seed}`);
  mkdirSync(kept, { recursive: true });
  cpSync(directory, kept, { recursive: true });
  console.error(
    `FAIL seed ${seed}: ${each.words.join(" ")}\n  ${[...new Set(faults)].slice(0, 5).join("\n  ")}\n  files: ${kept}`,
  );
  if (failed === 10) break;
}
runner.end();
rmSync(directory, { recursive: true, force: true });
console.log(`${count} cases, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
