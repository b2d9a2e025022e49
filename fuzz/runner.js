// Runs one case after the other in this process, as the parent tells it: the command with arguments, or a reader of bytes.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { readArchive } from "../dist/parsers/archive/index.js";
import { readProfile } from "../dist/parsers/profile/index.js";
import { main } from "../dist/src/cli/main.js";
import { UserError } from "../dist/src/errors.js";
import { readBaseline } from "../dist/src/gate/index.js";
import { readConfig } from "../dist/src/sources/config-file.js";

process.setMaxListeners(0);
const { builtins, relocations } = JSON.parse(
  readFileSync(new URL("../samples/archives/tables.go1.26.json", import.meta.url), "utf8"),
);
/** @type {[string, number][]} */
const numbers = relocations.map((/** @type {string} */ name, /** @type {number} */ i) => [name, i + 1]);
const TABLES = { builtins, relocations: new Map(numbers) };

let said = "";
process.stderr.write = (text) => {
  said += String(text);
  return true;
};

/** Runs a case: what it says on standard error, and its exit code. @param {readonly string[]} words */
async function run([what = "", file = "", ...rest]) {
  said = "";
  process.exitCode = undefined;
  const bytes = () => readFileSync(file);
  try {
    switch (what) {
      case "read-archive":
        readArchive(gunzipped(bytes()), TABLES, () => true);
        return 0;
      case "read-profile":
        await readProfile(chunksOf(bytes()));
        return 0;
      case "read-config":
        await readConfig(bytes().toString("utf8"), "rules.yaml");
        return 0;
      case "read-baseline":
        readBaseline(bytes().toString("utf8"), "baseline.txt");
        return 0;
      default:
        return await main([what, file, ...rest].filter((word) => word !== ""));
    }
  } catch (error) {
    said += error instanceof Error ? (error.stack ?? "") : String(error);
    if (!(error instanceof UserError)) return 70;
    said = error.message;
    return error.exitCode;
  }
}

/** @param {Buffer} bytes */
async function* chunksOf(bytes) {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

/** @param {Buffer} bytes */
function gunzipped(bytes) {
  try {
    return gunzipSync(bytes);
  } catch {
    return bytes;
  }
}

process.on("message", (/** @type {string[]} */ words) => {
  void run(words).then((exitCode) => {
    process.exitCode = 0;
    process.send?.({ exitCode, stderr: said, kilobytes: process.resourceUsage().maxRSS });
  });
});
