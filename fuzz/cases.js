import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { mutate } from "./mutate.js";
import { Random } from "./random.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** The file that a case writes, in its directory. */
export const OUTPUT = "out.txt";

/** @param {string} path */
const sample = (path) => {
  const bytes = readFileSync(join(ROOT, "samples", path));
  return path.endsWith(".txt.gz") ? gunzipSync(bytes) : bytes;
};
/** What the compiler has printed. */
export const outputs = readdirSync(join(ROOT, "samples/recorded")).flatMap((release) =>
  release.startsWith("go")
    ? [sample(`recorded/${release}/tour.txt`), sample(`recorded/${release}/strconv.txt.gz`)]
    : [],
);
const archives = readdirSync(join(ROOT, "samples/archives")).filter((name) => name.endsWith(".a.gz"));
const profiles = readdirSync(join(ROOT, "samples/profiles")).filter((name) => name.endsWith(".pb.gz"));
/** Points of leaking servers: each server's folders of files. */
const POINTS = join(ROOT, "samples/recorded/go1.27/leaks");
const servers = readdirSync(POINTS);
const RULES = Buffer.from(
  "base: main\nnew:\n  allowed: 2\n  rules:\n    - packages: [internal/...]\n      allowed: any\nbudgets:\n  - paths: ['internal/**']\n" +
    "    escapes: 3\n    forbid: [loop]\nhot: [Encode]\nexempt:\n  - functions: [New]\n    reason: fine\n    until: 2027-01-31\n",
);
const BASELINE = Buffer.from(
  "# escape-report baseline, format 1\ngo: go1.26\nplatform: linux/amd64\npackages: ./...\nscope: module\ntests: no\nflags: none\n" +
    "\npackage example.com/p\n1\tNew\treturned\tmoved to heap: x\n2\tBox\tinterface-conversion\tn escapes to heap\n",
);

/** Saved output of go test -bench, of two sides. */
const BENCHMARKS = [sample("words/before.txt"), sample("words/after.txt")];
/** A module whose places are tried. */
const MODULE = join(ROOT, "samples/try");
const TRIED = [
  "main.go:13",
  "store/store.go:11",
  "example.com/tries/store.Keep:b",
  "store.Both:n",
  "(*",
  "\u001b[2J:x",
  ":",
  "*",
];

/** What is run, over how many bytes. @typedef {{ words: string[], bytes: number, format: string, command: string }} Case */

/**
 * Writes the files of a case to the directory and says what to run over them.
 * @param {number} seed @param {string} directory @param {readonly Buffer[]} reports
 * @returns {Case}
 */
export function caseOf(seed, directory, reports) {
  const random = new Random(seed);
  const input = join(directory, "in.txt");
  const other = join(directory, "other.txt");
  const output = join(directory, OUTPUT);
  const samples = [...outputs, ...reports];
  const one = mutate(random.of(samples), random.of(samples), random);
  const compressed = random.below(8) === 0;
  writeFileSync(input, compressed ? gzipSync(one) : one);
  const common = [
    "--output",
    output,
    "--top",
    String(1 + random.below(30)),
    ...(random.below(3) === 0 ? ["--all"] : []),
  ];
  const all = ["table", "json", "ndjson", "markdown", "sarif", "github", "gitlab", "unix"];
  const some = ["table", "json", "markdown"];
  const bytes = one.length;
  switch (random.below(14)) {
    case 0: {
      const [kind, names] = random.of(
        /** @type {const} */ ([
          ["archive", archives],
          ["profile", profiles],
        ]),
      );
      const raw = gunzipSync(readFileSync(join(ROOT, `samples/${kind}s`, random.of(names))));
      writeFileSync(input, mutate(raw, one, random));
      return { words: [`read-${kind}`, input], bytes: 400_000, format: "none", command: kind };
    }
    case 1: {
      const [kind, text] = random.of(
        /** @type {const} */ ([
          ["config", RULES],
          ["baseline", BASELINE],
        ]),
      );
      writeFileSync(input, mutate(text, random.of([RULES, BASELINE, one]), random));
      return { words: [`read-${kind}`, input], bytes: 20_000, format: "none", command: kind };
    }
    case 2: {
      const format = random.of(some);
      const target = random.of(["*", "main.go:12", "x", "(*", "\u001b[2J", "no such thing"]);
      return {
        words: ["explain", target, "--from", input, ...common, "--format", format],
        bytes,
        format,
        command: "explain",
      };
    }
    case 3: {
      const format = random.of(["table", "json", "ndjson", "markdown"]);
      return { words: ["blame", "--from", input, ...common, "--format", format], bytes, format, command: "blame" };
    }
    case 4:
    case 5: {
      const format = random.of(all);
      writeFileSync(other, random.below(2) === 0 ? random.of(samples) : mutate(random.of(samples), one, random));
      return {
        words: ["diff", input, other, ...common, "--format", format],
        bytes: bytes + 400_000,
        format,
        command: "diff",
      };
    }
    case 6: {
      const format = random.of(["table", "json", "ndjson", "markdown"]);
      const raw = gunzipSync(readFileSync(join(ROOT, "samples/profiles", random.of(profiles))));
      writeFileSync(other, random.below(3) === 0 ? raw : mutate(raw, one, random));
      return {
        words: ["profile", other, "--from", input, "--output", output, "--format", format],
        bytes: bytes + 400_000,
        format,
        command: "profile",
      };
    }
    case 7: {
      const format = random.of(["table", "json", "ndjson", "markdown"]);
      const points = pointsOf(directory, one, random);
      return {
        words: ["leaks", ...points, "--output", output, "--format", format],
        bytes: 2_000_000,
        format,
        command: "leaks",
      };
    }
    case 8: {
      const format = random.of(["table", "json", "ndjson", "markdown"]);
      const [before, after] = BENCHMARKS.map((text) => (random.below(4) === 0 ? text : mutate(text, one, random)));
      writeFileSync(input, /** @type {Buffer} */ (before));
      writeFileSync(other, /** @type {Buffer} */ (after));
      const words = ["prove", "--before", input, "--after", other, "--output", output, "--format", format];
      return { words, bytes: bytes + 100_000, format, command: "prove" };
    }
    case 9: {
      // Each of them runs go: they are few.
      if (random.below(6) !== 0) return caseOf(seed + 0x40000000, directory, reports);
      const format = random.of(some);
      const module = moduleOf(directory, one, random);
      const words = ["try", random.of(TRIED), "-C", module, "--output", output, "--format", format];
      return { words, bytes: 300_000, format, command: "try" };
    }
    default: {
      const format = random.of(all);
      const kinds = random.below(3) === 0 && (format === "json" || format === "ndjson") ? ["--records", "all"] : [];
      return { words: ["parse", input, ...common, "--format", format, ...kinds], bytes, format, command: "parse" };
    }
  }
}

/**
 * Writes the points of a server, with some of their files changed, and returns their folders.
 * @param {string} directory @param {Buffer} other @param {Random} random
 */
function pointsOf(directory, other, random) {
  const server = join(POINTS, random.of(servers));
  return readdirSync(server).map((point) => {
    const folder = join(directory, `point-${point}`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    for (const name of readdirSync(join(server, point))) {
      const bytes = readFileSync(join(server, point, name));
      const raw = name.endsWith(".gz") ? gunzipSync(bytes) : bytes;
      const changed = random.below(4) === 0 ? mutate(raw, other, random) : raw;
      writeFileSync(join(folder, name), name.endsWith(".gz") ? gzipSync(changed) : changed);
    }
    return folder;
  });
}

/**
 * Copies the module, in half of the cases with a changed file, and returns its directory.
 * @param {string} directory @param {Buffer} other @param {Random} random
 */
function moduleOf(directory, other, random) {
  const module = join(directory, "module");
  rmSync(module, { recursive: true, force: true });
  cpSync(MODULE, module, { recursive: true });
  const file = join(module, random.of(["main.go", "go.mod", "store/store.go"]));
  if (random.below(2) === 0) writeFileSync(file, mutate(readFileSync(file), other, random));
  return module;
}
