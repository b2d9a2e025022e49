// What leaks says of the servers in samples/leaks against what they leak: node bench/leaks/matrix.js
//   --runs N       runs of each server (default 5)
//   --healthy N    runs of each healthy server (default 10)
//   --only a,b     these servers
//   --go RELEASE   build them with this release, such as go1.22.12 (default: the go at hand)
//   --rate BYTES   sampling of the heap (default 16384; 524288 is what programs have that do not ask)
//   --trimpath     build them so that files are named as in samples/recorded
// Ends with 1 where a run gave something else than the marks say.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { LEAKS_MODULE, leakMarks, SERVERS } from "./marks.js";
import { build, goVersion, run, watch } from "./server.js";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "5" },
    healthy: { type: "string", default: "10" },
    only: { type: "string" },
    go: { type: "string" },
    rate: { type: "string", default: "16384" },
    trimpath: { type: "boolean", default: false },
  },
});
if (values.go !== undefined) process.env["GOTOOLCHAIN"] = values.go;
const only = values.only?.split(",");
const servers = SERVERS.filter((server) => only === undefined || only.includes(server));
const release = goVersion(LEAKS_MODULE);
const minor = Number(/^go1\.(\d+)/.exec(release)?.[1]);
/** How often before each point: what some of them open has a price, and what others leave is small. */
const WORK = 1000;
/** @type {Readonly<Record<string, number>>} */
const WORK_OF = { body: 100, contexts: 5000, filedropped: 400, filekept: 300, listener: 100 };
const NOTHING = "nothing";

/** @typedef {{ expected: string, reported: string[], runs: number, right: number, line: number, kept: number, keeps: boolean }} Row */
/** @type {Map<string, Row>} */
const rows = new Map();
/** @type {Map<string, Map<string, number>>} how often each was reported where each was expected */
const matrix = new Map();
const folder = mkdtempSync(join(tmpdir(), "leaks-"));
const binary = join(folder, "server");
const report = join(folder, "report.json");
try {
  build(LEAKS_MODULE, binary, values.trimpath ? ["-trimpath"] : []);
  const cli = join(import.meta.dirname, "..", "..", "bin", "escape-report.js");
  run(process.execPath, [cli, "build", "--quiet", "--output", report], LEAKS_MODULE);
  for (const server of servers) await judge(server);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
print();

/** @param {string} server */
async function judge(server) {
  const marks = leakMarks(server, minor);
  const [mark] = marks;
  const expected = mark?.finding ?? NOTHING;
  const runs = Number(mark === undefined ? values.healthy : values.runs);
  /** @type {Row} */
  const row = { expected, reported: [], runs, right: 0, line: 0, kept: 0, keeps: mark?.keptBy != null };
  rows.set(server, row);
  process.stderr.write(`${server} `);
  for (let i = 0; i < runs; i++) {
    const findings = await watch(binary, server, WORK_OF[server] ?? WORK, Number(values.rate), ["--from", report]);
    const texts = findings.map(({ kind, certainty }) => `${kind} ${certainty}`);
    const found = texts.length === 0 ? [NOTHING] : texts;
    for (const text of found) count(expected, text);
    row.reported.push(...found);
    if (found.length === 1 && found[0] === expected) row.right++;
    const [first] = findings;
    if (mark === undefined) continue;
    const sameFile = mark.file === null ? first?.file === null : first?.file?.endsWith(`/${mark.file}`);
    if (sameFile === true && first?.line === mark.line) row.line++;
    if (mark.keptBy !== null && first?.keptBy?.replaceAll("`", "") === mark.keptBy) row.kept++;
  }
  process.stderr.write(`${row.right}/${runs}\n`);
}

/** @param {string} expected @param {string} reported */
function count(expected, reported) {
  const line = matrix.get(expected) ?? new Map();
  line.set(reported, (line.get(reported) ?? 0) + 1);
  matrix.set(expected, line);
}

function print() {
  console.log(
    `${release}, ${values.trimpath ? "trimmed" : "absolute"} paths, a sample for ${values.rate} bytes, four points after one of warm-up`,
  );
  const style = { head: [], border: [], compact: true };
  const each = new Table({ head: ["server", "expected", "runs", "right", "line", "kept by", "otherwise"], style });
  for (const [server, { expected, runs, right, line, kept, keeps, reported }] of rows) {
    const healthy = expected === NOTHING;
    const others = [...new Set(reported.filter((text) => text !== expected))].join(", ");
    each.push([server, expected, runs, right, healthy ? "" : line, keeps ? kept : "", others]);
  }
  console.log(each.toString());
  const columns = [...new Set([...matrix.values()].flatMap((line) => [...line.keys()]))].sort();
  const table = new Table({ head: ["expected ↓ reported →", ...columns], style });
  for (const [expected, line] of [...matrix].sort(([a], [b]) => (a < b ? -1 : 1))) {
    table.push([expected, ...columns.map((column) => line.get(column) ?? "")]);
  }
  console.log(table.toString());
  const all = [...rows.values()];
  const wrong = all.filter(({ runs, right, line, expected, keeps, kept }) => {
    return right < runs || (expected !== NOTHING && line < runs) || (keeps && kept < runs);
  });
  const runs = all.reduce((sum, row) => sum + row.runs, 0);
  const right = all.reduce((sum, row) => sum + row.right, 0);
  console.log(`${right} of ${runs} runs gave the kind and the certainty that the source says, and nothing else`);
  if (wrong.length > 0) process.exitCode = 1;
}
