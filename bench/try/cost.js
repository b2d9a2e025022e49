// What `blame --try=5` costs, in rebuilds of the packages that import the culprits.
//
//     node bench/try/cost.js [MODULE@VERSION [RUNS]]
//
// Every run has a flag for the compiler that changes nothing and that no run had before: so go has compiled nothing yet of
// what a trial changes. The yardstick compiles the packages that import any of the culprits, by `go list -export`, with
// another such flag; what they import is compiled before. Measured is the median of the runs.
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../../bin/escape-report.js", import.meta.url));
const MODULE = process.argv[2] ?? "golang.org/x/crypto@v0.53.0";
const TRIALS = 5;
const RUNS = Number(process.argv[3] ?? 3);

const environment = { ...process.env, GOFLAGS: "-mod=mod" };

/**
 * Wall-clock seconds, and those of all processors together: these tell more where other programs run, too.
 *
 * @param {string} program @param {readonly string[]} args @param {string} cwd
 */
function timed(program, args, cwd) {
  const script = 'TIMEFORMAT="%R %U %S"; time "$@"';
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script, "bash", program, ...args], {
    cwd,
    env: { ...environment, LC_ALL: "C" },
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(`${args.join(" ")}: ${stderr}`);
  const [seconds = 0, user = 0, system = 0] = (stderr.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
  return { seconds, cpu: user + system, stdout };
}

/** @param {readonly number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const { Dir } = JSON.parse(
  execFileSync("go", ["mod", "download", "-json", MODULE], { encoding: "utf8", cwd: tmpdir() }),
);
const directory = mkdtempSync(join(tmpdir(), "escape-report-cost-"));
try {
  cpSync(Dir, directory, { recursive: true });
  for (const name of ["", ...readdirSync(directory, { recursive: true, encoding: "utf8" })]) {
    chmodSync(join(directory, name), 0o755);
  }
  const packages = timed("go", ["list", "./..."], directory).stdout.trim().split("\n").length;
  // What is rebuilt below does not have to wait for what it imports.
  timed("go", ["list", "-export", "./..."], directory);
  const rows = [];
  for (let run = 0; run < RUNS; run++) {
    const flag = `-D=/${process.pid}-${run}`;
    const blame = ["blame", "-q", "--format", "json"];
    const flags = ["--", `-gcflags=${flag}`];
    timed(process.execPath, [CLI, ...blame, ...flags], directory);
    const alone = timed(process.execPath, [CLI, ...blame, ...flags], directory);
    const tried = timed(process.execPath, [CLI, ...blame, `--try=${TRIALS}`, ...flags], directory);
    const culprits = JSON.parse(tried.stdout).culprits.filter((/** @type {any} */ each) => each.tried !== undefined);
    const importers = new Set(culprits.flatMap((/** @type {any} */ each) => importersOf(each.package)));
    const rebuild = timed("go", ["list", "-export", `-gcflags=${flag}r`, ...importers], directory);
    rows.push({ alone, tried, rebuild, culprits: culprits.length, importers: importers.size });
  }
  const { culprits, importers } = rows[0] ?? { culprits: 0, importers: 0 };
  console.log(`${MODULE}: ${packages} packages; ${culprits} culprits tried, in ${importers} packages that import them`);
  for (const [what, name] of /** @type {const} */ ([
    ["seconds", "elapsed"],
    ["cpu", "processor"],
  ])) {
    const alone = median(rows.map((row) => row.alone[what]));
    const tried = median(rows.map((row) => row.tried[what]));
    const rebuild = median(rows.map((row) => row.rebuild[what]));
    console.log(
      `${name} time: blame ${alone.toFixed(1)} s, blame --try=${TRIALS} ${tried.toFixed(1)} s, ` +
        `a rebuild of those packages ${rebuild.toFixed(1)} s`,
    );
    const ratios = rows.map((row) => row.tried[what] / row.rebuild[what]);
    console.log(
      `  the whole command costs ${median(ratios).toFixed(2)} rebuilds (each run: ` +
        `${ratios.map((each) => each.toFixed(2)).join(", ")}), the trials alone ${((tried - alone) / rebuild).toFixed(2)}`,
    );
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}

/** A package and those of the module that import it, at any remove. @param {string} importPath */
function importersOf(importPath) {
  const format = '{{.ImportPath}} {{join .Deps " "}}';
  const { stdout } = timed("go", ["list", "-f", format, "./..."], directory);
  return stdout
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [path = "", ...deps] = line.split(" ");
      return path === importPath || deps.includes(importPath) ? [path] : [];
    });
}
