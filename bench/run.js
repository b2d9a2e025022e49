// npm run bench: how fast the command is, beside public tools that do a part of its work on the same input.
//   --small     the output of net/http instead of std and cmd: seconds instead of minutes
//   --profile   profile against go tool pprof -top on a heap profile of 50 MB, and build with a profile, and nothing else
//   --code      build of a large module with machine code and without, and nothing else
//   --compare   compare against go build after a change in one package of a large module, and nothing else
//   --runs N    runs of each command, of which the median counts (default 3)
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { buildCommand, DIRECTORY, goVersion, prepareInput } from "./input.js";
import { measureInTurn } from "./measure.js";
import { afterChange, downloaded, prepareModule } from "./module.js";
import { prepareProfile } from "./profile.js";

const { values } = parseArgs({
  options: {
    small: { type: "boolean", default: false },
    code: { type: "boolean", default: false },
    compare: { type: "boolean", default: false },
    profile: { type: "boolean", default: false },
    runs: { type: "string", default: "3" },
  },
});
const runs = Number(values.runs);
const cli = [process.execPath, fileURLToPath(new URL("../bin/escape-report.js", import.meta.url))];
const report = join(DIRECTORY, "report.json");

/** @typedef {{ name: string, command: readonly string[], output?: string, bytes?: number }} Case */
/** @typedef {{ title: string, cases: readonly Case[], runs: number, directory?: string }} Group */

/** @param {string} script */
const shell = (script) => ["sh", "-c", script];
/** @param {readonly string[]} words */
const quoted = (words) => words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");

/** In each group the others are compared with the first. */
const groups = values.profile
  ? await profileGroups()
  : values.compare
    ? [true, false].map(compareGroup)
    : values.code
      ? [codeGroup()]
      : outputGroups();

/** @returns {Promise<Group[]>} */
async function profileGroups() {
  const { file, bytes } = await prepareProfile(DIRECTORY, 50e6);
  const directory = fileURLToPath(new URL("../samples/words", import.meta.url));
  const pprof = ["go", "tool", "pprof", "-symbolize=none"];
  return [
    {
      title: `a heap profile of ${(bytes / 1e6).toFixed(0)} MB`,
      runs,
      directory,
      cases: [
        { name: "go tool pprof -top", command: [...pprof, "-top", file], bytes },
        {
          name: "go tool pprof -proto",
          command: [...pprof, "-proto", "-output", join(DIRECTORY, "again.pb.gz"), file],
          bytes,
        },
        { name: "profile", command: [...cli, "profile", file], bytes },
      ],
    },
    {
      title: "build of a module and all that it uses, warm",
      runs: runs * 3,
      directory,
      cases: [
        { name: "build --scope all", command: [...cli, "build", "--scope", "all"] },
        {
          name: "build --scope all --profile",
          command: [...cli, "build", "--scope", "all", "--profile", "words.mem.pb.gz"],
        },
      ],
    },
  ];
}

/**
 * @param {boolean} programs
 * @returns {Group}
 */
function compareGroup(programs) {
  const { path, compare, name } = prepareModule(DIRECTORY, programs, cli);
  return {
    title: `${name}, after a change in one package`,
    runs,
    directory: path,
    cases: [
      { name: "go build ./...", command: afterChange("go build ./...") },
      { name: "compare", command: afterChange(quoted(compare)) },
    ],
  };
}

/** @returns {Group} */
function codeGroup() {
  const { name, directory } = downloaded("golang.org/x/tools@v0.44.0", DIRECTORY);
  return {
    title: `build of ${name}, warm`,
    runs: runs * 3,
    directory,
    cases: [
      { name: "--no-machine-code", command: [...cli, "build", "--no-machine-code"] },
      { name: "build", command: [...cli, "build"] },
      { name: "build, nothing kept", command: ["env", "ESCAPE_REPORT_CACHE_MB=0", ...cli, "build"] },
    ],
  };
}

/** @returns {Group[]} */
function outputGroups() {
  const { file, bytes } = prepareInput(values.small);
  const { packages, go } = buildCommand(values.small);
  const countLines = [process.execPath, fileURLToPath(new URL("lines.js", import.meta.url)), file];
  const countedLines = { name: "lines counted as bytes in Node.js", command: countLines, bytes };
  /** @type {readonly Case[]} */
  const parses = [
    { name: "parse (table)", command: [...cli, "parse", file], bytes },
    { name: "parse -o r.json", command: [...cli, "parse", file, "-o", report], output: report, bytes },
    { name: "parse --format ndjson", command: [...cli, "parse", file, "--format", "ndjson"], bytes },
  ];
  const oneCore = canPin()
    ? [{ title: "the same on one core", runs, cases: [countedLines, ...parses].map(pinned) }]
    : [];
  return [
    {
      title: `saved output, ${(bytes / 1e6).toFixed(0)} MB`,
      runs,
      cases: [
        { name: "wc -l", command: ["wc", "-l", file], bytes },
        // Not to /dev/null, where grep stops at the first match.
        {
          name: "grep -c 'escapes to heap$'",
          command: shell(`${quoted(["grep", "-c", "escapes to heap$", file])} | cat`),
          bytes,
        },
        countedLines,
        ...parses,
      ],
    },
    ...oneCore,
    {
      title: "culprits of saved output",
      runs,
      cases: [
        { name: "parse (table)", command: [...cli, "parse", file], bytes },
        { name: "blame --from", command: [...cli, "blame", "--from", file], bytes },
      ],
    },
    {
      title: "a story from a report",
      runs,
      cases: [
        { name: "parse r.json (table)", command: [...cli, "parse", report] },
        { name: "explain --from r.json", command: [...cli, "explain", "io.ReadAll", "--from", report] },
      ],
    },
    {
      title: `build ${packages.join(" ")}, warm`,
      runs,
      cases: [
        { name: "go build … 2>&1 | cat >/dev/null", command: shell(`${quoted(go)} 2>&1 | cat >/dev/null`) },
        { name: "build --scope all", command: [...cli, "build", ...packages, "--scope", "all"] },
        {
          name: "build --scope all -o r.json",
          command: [...cli, "build", ...packages, "--scope", "all", "-o", report],
        },
      ],
    },
    {
      title: "start-up",
      runs: runs * 7,
      cases: [
        { name: "node -e 0", command: [process.execPath, "-e", "0"] },
        { name: "--help", command: [...cli, "--help"] },
        { name: "build --help", command: [...cli, "build", "--help"] },
      ],
    },
  ];
}

/** Whether there is what keeps a process on one core: util-linux on Linux. */
function canPin() {
  const found = spawnSync("taskset", ["--version"]).status === 0;
  if (!found) console.error("not measured on one core: there is no taskset");
  return found;
}

/**
 * @param {Case} each
 * @returns {Case}
 */
function pinned(each) {
  return { ...each, command: ["taskset", "--cpu-list", "0", ...each.command] };
}

const table = new Table({
  head: ["", "seconds", "MB/s", "peak MB", "ratio"],
  colAligns: ["left", "right", "right", "right", "right"],
  style: { head: [], border: [], compact: true },
});
for (const group of groups) {
  console.error(`measuring: ${group.title}`);
  // Once before, so that files and the build cache are warm for all.
  await measureInTurn(group.cases.slice(0, 1), 1, group.directory ?? DIRECTORY);
  const results = await measureInTurn(group.cases, group.runs, group.directory ?? DIRECTORY);
  table.push([{ colSpan: 5, content: group.title }]);
  for (const [i, { name, bytes: size }] of group.cases.entries()) {
    const { seconds, peakBytes } = results[i] ?? { seconds: Number.NaN, peakBytes: null };
    const speed = size === undefined ? "" : (size / 1e6 / seconds).toFixed(0);
    const peak = peakBytes === null ? "" : (peakBytes / 1e6).toFixed(0);
    table.push([`  ${name}`, seconds.toFixed(2), speed, peak, (seconds / (results[0]?.seconds ?? 1)).toFixed(2)]);
  }
}
rmSync(report, { force: true });
console.log(
  `${goVersion()}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}`,
);
console.log(table.toString());
