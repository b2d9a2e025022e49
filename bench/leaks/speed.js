// How long leaks takes for ten large points, beside `go tool pprof -top` on the same files: node bench/leaks/speed.js
//   --stacks N   stacks in each profile (default 300000: 20 MB once expanded)
//   --points N   (default 10)
//   --runs N     runs of each, in turn; the median counts (default 3)
// Ends with 1 where it takes more than three times as long, or more than 500 MB.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import Table from "cli-table3";
import { measureInTurn } from "../measure.js";
import { goVersion, run } from "./server.js";

const { values } = parseArgs({
  options: {
    stacks: { type: "string", default: "300000" },
    points: { type: "string", default: "10" },
    runs: { type: "string", default: "3" },
  },
});
const MOST_TIMES = 3;
const MOST_BYTES = 500e6;
const cli = [process.execPath, join(import.meta.dirname, "..", "..", "bin", "escape-report.js")];
const directory = mkdtempSync(join(tmpdir(), "leaks-speed-"));
try {
  const program = join(directory, "points");
  run("go", ["build", "-o", program, join(import.meta.dirname, "points", "main.go")], directory);
  const points = join(directory, "saved");
  run(program, [points, values.points, values.stacks], directory, { GODEBUG: "memprofilerate=1" });
  const files = readdirSync(points).map((name) => join(points, name, "heap.pb.gz"));
  const bytes = files.map((file) => gunzipSync(readFileSync(file)).length);
  const each = files.map((file) => `go tool pprof -top '${file}'`).join(" && ");
  const [pprof, leaks] = await measureInTurn(
    [{ command: ["sh", "-c", each] }, { command: [...cli, "leaks", points] }],
    Number(values.runs),
  );
  if (pprof === undefined || leaks === undefined) throw new Error("nothing was measured");
  const table = new Table({
    head: ["", "seconds", "peak MB", "ratio"],
    colAligns: ["left", "right", "right", "right"],
    style: { head: [], border: [], compact: true },
  });
  const ratio = leaks.seconds / pprof.seconds;
  const peak = leaks.peakBytes ?? Number.NaN;
  table.push(["go tool pprof -top, on each", pprof.seconds.toFixed(2), "", "1.00"]);
  table.push(["leaks", leaks.seconds.toFixed(2), (peak / 1e6).toFixed(0), ratio.toFixed(2)]);
  const sizes = bytes.sort((a, b) => a - b).map((size) => (size / 1e6).toFixed(1));
  console.log(`${goVersion(directory)}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}`);
  console.log(`${files.length} points of ${sizes[0]} to ${sizes.at(-1)} MB, expanded`);
  console.log(table.toString());
  if (!(ratio <= MOST_TIMES && peak <= MOST_BYTES)) process.exitCode = 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
