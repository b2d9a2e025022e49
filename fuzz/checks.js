import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { obeyed } from "./mutate.js";

const MOST_KB = 500_000;
/** What this program itself tells GitHub. */
const GITHUB = /^::(?:warning|notice|error)(?: [\w]+=[^:]*(?:,[\w]+=[^:]*)*)?::/;

const ajv = new Ajv2020({ strict: false });
/** @param {string} name */
const schema = (name) =>
  ajv.compile(
    JSON.parse(readFileSync(fileURLToPath(new URL(`../dist/schema/${name}.schema.json`, import.meta.url)), "utf8")),
  );
const SCHEMAS = {
  parse: schema("report"),
  diff: schema("diff"),
  blame: schema("blame"),
  explain: schema("stories"),
  profile: schema("profile"),
  leaks: schema("leaks"),
  prove: schema("prove"),
  try: schema("try"),
};
/** The schema of SARIF 2.1.0, which comes with the validator for this platform; null where there is none. */
const SARIF = sarifSchema();

function sarifSchema() {
  try {
    const own = createRequire(createRequire(import.meta.url).resolve("@microsoft/sarif-multitool"));
    const file = own.resolve(`@microsoft/sarif-multitool-${process.platform}/sarif-2.1.0.json`);
    const { $schema, ...rules } = JSON.parse(readFileSync(file, "utf8"));
    return new Ajv({ strict: false, validateFormats: false }).compile(rules);
  } catch {
    return null;
  }
}

/**
 * What is wrong with how a case ended. `text`: what it wrote, when it has succeeded.
 * @param {import("./cases.js").Case} ofCase @param {import("./case-process.js").CaseResult} result @param {() => string} text
 * @returns {string[]}
 */
export function faultsOf({ format, command }, { exitCode, stderr, kilobytes }, text) {
  const faults = [];
  // Source that was changed need not compile.
  const isBroken = exitCode === 3 && command === "try";
  if (![0, 2, 4].includes(exitCode) && !isBroken) faults.push(`it ends with ${exitCode}: ${stderr.slice(0, 2000)}`);
  if (kilobytes > MOST_KB) faults.push(`it takes ${kilobytes} kB of memory`);
  // What a reader's own error holds is made visible when it is printed.
  if (format !== "none")
    faults.push(...obeyed(stderr).map((line) => `standard error: ${JSON.stringify(line.slice(0, 200))}`));
  if (exitCode !== 0 || format === "none") return faults;
  const printed = text();
  faults.push(
    ...obeyed(printed, format === "github" ? GITHUB : null).map(
      (line) => `output: ${JSON.stringify(line.slice(0, 200))}`,
    ),
  );
  try {
    if (format === "json") {
      const check = SCHEMAS[/** @type {keyof typeof SCHEMAS} */ (command)];
      if (!check(JSON.parse(printed)))
        faults.push(`its JSON does not fit the schema: ${ajv.errorsText(check.errors).slice(0, 500)}`);
    } else if (format === "ndjson") {
      for (const line of printed.split("\n")) if (line !== "") JSON.parse(line);
    } else if (format === "gitlab") {
      for (const { fingerprint, location } of JSON.parse(printed)) {
        if (typeof fingerprint !== "string" || !(location.lines.begin >= 1))
          faults.push("an issue has no fingerprint or line");
      }
    } else if (format === "sarif") faults.push(...sarifFaults(JSON.parse(printed)));
  } catch (error) {
    faults.push(`its ${format} cannot be read: ${error}`);
  }
  return faults;
}

/** @param {{ version: string, runs: { tool: { driver: { rules: unknown[] } }, results: { ruleIndex: number, message: { text: string }, locations: { physicalLocation?: { artifactLocation: { uri: string }, region?: { startLine: number } } }[] }[] }[] }} log */
function sarifFaults({ version, runs }) {
  if (version !== "2.1.0" || runs.length !== 1) return ["it is no SARIF 2.1.0 of one run"];
  if (SARIF !== null && !SARIF({ version, runs })) {
    return [`it does not fit the schema of SARIF: ${JSON.stringify(SARIF.errors).slice(0, 500)}`];
  }
  return runs.flatMap(({ tool, results }) =>
    results.flatMap(({ ruleIndex, message, locations }) => {
      const faults = [];
      if (tool.driver.rules[ruleIndex] === undefined || typeof message.text !== "string")
        faults.push("a result has no rule or text");
      for (const { physicalLocation } of locations) {
        if (physicalLocation === undefined) continue;
        if (/[\s\\]/.test(physicalLocation.artifactLocation.uri)) faults.push("an address is not escaped");
        if (physicalLocation.region !== undefined && !(physicalLocation.region.startLine >= 1))
          faults.push("a region has no line");
      }
      return faults;
    }),
  );
}
