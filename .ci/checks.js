// Runs every check of the project, one after the other, and never stops at the first failure.
// `npm test` calls this. The last line printed is always "N passed, N failed".
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** @typedef {{ name: string, passed: number, failed: number, skipped: number }} Result */

// npm scripts that pass or fail as a whole. The build is first: the package checks and the tests use dist/.
const CHECKS = ["build", "check:action", "typecheck", "lint", "check:unused", "check:package", "check:types"];

/**
 * Runs an npm script and tells whether it succeeded.
 * @param {string} script
 * @param {string[]} args
 */
function npmRun(script, args = []) {
  console.log(`\n=== ${script}`);
  const { status, error } = spawnSync("npm", ["run", "--silent", script, "--", ...args], {
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32", // npm is npm.cmd there, which only a shell can start
  });
  if (error) console.error(`${script}: ${error.message}`);
  return status === 0;
}

/**
 * @param {string} name
 * @returns {Result}
 */
function runCheck(name) {
  const ok = npmRun(name);
  return { name, passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

/** @returns {Result} */
function runTests() {
  const name = "test:vitest";
  const dir = mkdtempSync(join(tmpdir(), "escape-report-"));
  try {
    const file = join(dir, "vitest.json");
    const ok = npmRun(name, ["--reporter=default", "--reporter=json", `--outputFile=${file}`]);
    const report = readReport(file);
    // Vitest also fails for what is no test: a file that does not load, an unhandled error, a crash before the report.
    const failed = ok ? report.numFailedTests : Math.max(report.numFailedTests, 1);
    return { name, passed: report.numPassedTests, failed, skipped: report.numPendingTests + report.numTodoTests };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** @param {string} file */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  }
}

// After the tests, which find the same faults with less to look at.
const results = [...CHECKS.map(runCheck), runTests(), runCheck("fuzz")];

/** @param {"passed" | "failed" | "skipped"} key */
const total = (key) => results.reduce((sum, result) => sum + result[key], 0);

console.log("");
for (const { name, passed, failed, skipped } of results) {
  const counts = passed + failed + skipped > 1 ? ` (${passed} passed, ${failed} failed, ${skipped} skipped)` : "";
  console.log(`${failed > 0 ? "FAIL" : "ok  "}  ${name}${counts}`);
}
const skipped = total("skipped");
console.log(`\n${total("passed")} passed, ${total("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = total("failed") > 0 ? 1 : 0;
