// Runs commands and measures them.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";

const USAGE = new URL("usage.js", import.meta.url).href;

/**
 * @typedef {{ seconds: number, peakBytes: number | null }} Measurement
 * `peakBytes` is known of programs that run in Node.
 * @typedef {{ command: readonly string[], output?: string }} Command
 * `output`: a file that is removed before, since giving back its pages takes longer than writing a new one's name.
 */

/**
 * Runs a command once, with its output thrown away. Throws when it fails.
 * @param {readonly string[]} command
 * @param {string} [directory]
 * @returns {Promise<Measurement>}
 */
async function measure([program = "", ...args], directory) {
  const isNode = program === process.execPath;
  const started = process.hrtime.bigint();
  const child = spawn(program, isNode ? ["--import", USAGE, ...args] : args, {
    cwd: directory,
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  let peak = "";
  let messages = "";
  child.stdio[3]?.on("data", (/** @type {Buffer} */ chunk) => {
    peak += chunk;
  });
  child.stdio[2]?.on("data", (/** @type {Buffer} */ chunk) => {
    messages = (messages + chunk).slice(-2000);
  });
  const [status] = await once(child, "close");
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (status !== 0) throw new Error(`${[program, ...args].join(" ")} ended with ${status}:\n${messages}`);
  return { seconds, peakBytes: isNode ? Number(peak) * 1024 : null };
}

/**
 * Runs commands in turn, so that what else the machine does meets all of them, and returns the median run of each.
 * @param {readonly Command[]} commands
 * @param {number} runs
 * @param {string} [directory]
 * @returns {Promise<Measurement[]>}
 */
export async function measureInTurn(commands, runs, directory) {
  /** @type {Measurement[][]} */
  const results = commands.map(() => []);
  for (let run = 0; run < runs; run++) {
    for (const [i, { command, output }] of commands.entries()) {
      if (output !== undefined) rmSync(output, { force: true });
      results[i]?.push(await measure(command, directory));
    }
  }
  return results.map((list) => {
    const sorted = list.sort((a, b) => a.seconds - b.seconds);
    return sorted[Math.floor(sorted.length / 2)] ?? { seconds: Number.NaN, peakBytes: null };
  });
}
