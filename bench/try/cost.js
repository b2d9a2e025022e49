// What `blame --try=5` costs, in rebuilds of the packages that import the culprits.
//
//     node bench/try/cost.js [MODULE@VERSION [RUNS]]
//
// Every run has a flag for the compiler that changes nothing and that no run had before: so go has compiled nothing yet.
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

/** @param {string} program @param {readonly string[]} args @param {string} cwd */
function timed(program, args, cwd) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    env: environment,
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(`${args.join(" ")}: ${stderr}`);
  return { seconds: (performance.now() - started) / 1000, stdout };
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
  const rows = [];
  for (let run = 0; run < RUNS; run++) {
    const flag = `-D=/${process.pid}-${run}`;
    const blame = ["blame", "-q", "--format", "json"];
    const flags = ["--", `-gcflags=${flag}`];
    timed(process.execPath, [CLI, ...blame, ...flags], directory);
    const alone = timed(process.execPath, [CLI, ...blame, ...flags], directory).seconds;
    const tried = timed(process.execPath, [CLI, ...blame, `--try=${TRIALS}`, ...flags], directory);
    const culprits = JSON.parse(tried.stdout).culprits.filter((/** @type {any} */ each) => each.tried !== undefined);
    const importers = new Set(culprits.flatMap((/** @type {any} */ each) => importersOf(each.package)));
    const rebuild = timed("go", ["list", "-export", `-gcflags=${flag}r`, ...importers], directory).seconds;
    rows.push({ alone, tried: tried.seconds, rebuild, culprits: culprits.length, importers: importers.size });
  }
  const alone = median(rows.map((row) => row.alone));
  const tried = median(rows.map((row) => row.tried));
  const rebuild = median(rows.map((row) => row.rebuild));
  const { culprits, importers } = rows[0] ?? { culprits: 0, importers: 0 };
  console.log(`${MODULE}: ${packages} packages; ${culprits} culprits tried, in ${importers} packages that import them`);
  console.log(
    `blame ${alone.toFixed(2)} s, blame --try=${TRIALS} ${tried.toFixed(2)} s, a rebuild of those packages ${rebuild.toFixed(2)} s`,
  );
  console.log(
    `trials cost ${((tried - alone) / rebuild).toFixed(2)} rebuilds; the whole command ${(tried / rebuild).toFixed(2)}`,
  );
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
