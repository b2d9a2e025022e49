// What input of others can make a run spend: memory, and time for each byte.
import { createWriteStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { gzipSync } from "node:zlib";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { CLI, ENVIRONMENT, makeDirectory, ROOT, runCli } from "../helpers/cli.js";

const MOST_KB = 500_000;

/** Lines of one kind, by their number. */
const LINES: Readonly<Record<string, (i: number) => string>> = {
  "one decision again and again": () => "./x.go:1:2: moved to heap: x\n",
  "decisions of one package": (i) => `./x.go:${i + 1}:2: moved to heap: x${i}\n`,
  "functions of one package": (i) => `./x.go:${i + 1}:6: can inline f${i} with cost 4 as: func() { return ${i} }\n`,
  "explanations without decisions": (i) => `./x.go:${i + 1}:6: x${i} escapes to heap in f${i}:\n`,
  "one flow without end": (i) =>
    i === 0 ? "./x.go:1:6: x escapes to heap in f:\n" : `./x.go:1:6:   flow: y${i} ← &x${i}:\n`,
  "packages of one decision": (i) => `# p/q${i}\n./x.go:1:2: moved to heap: x\n`,
};

async function inputOf(directory: string, kind: string, bytes: number): Promise<string> {
  const line = LINES[kind] ?? (() => "");
  const file = join(directory, "input.txt");
  function* text(): Generator<string> {
    let piece = "# example.com/p\n";
    for (let i = 0, written = 0; written < bytes; i++) {
      piece += line(i);
      if (piece.length < 65_536) continue;
      yield piece;
      written += piece.length;
      piece = "";
    }
    yield piece;
  }
  await pipeline(text(), createWriteStream(file));
  return file;
}

/** Runs the command, and tells how much memory it took at most, in kilobytes. */
async function measured(directory: string, args: readonly string[]) {
  const peak = join(directory, "peak");
  const load = ["--import", join(ROOT, "test/helpers/peak-memory.js")];
  const { exitCode, stderr } = await execa(process.execPath, [...load, CLI, ...args, "-o", join(directory, "out")], {
    env: { ...ENVIRONMENT, PEAK_FILE: peak },
    reject: false,
  });
  return { exitCode, stderr, kilobytes: Number(readFileSync(peak, "utf8")) };
}

describe("memory", () => {
  test.each([
    ["one decision again and again", 12, "ndjson", 0],
    ["decisions of one package", 20, "ndjson", 0],
    ["functions of one package", 60, "table", 0],
    ["explanations without decisions", 20, "table", 0],
    ["one flow without end", 60, "json", 0],
    ["packages of one decision", 30, "table", 4],
  ])("is bounded for %s: %i MB as %s", async (kind, megabytes, format, code) => {
    const directory = makeDirectory();
    const file = await inputOf(directory, kind, megabytes * 1e6);
    const { exitCode, stderr, kilobytes } = await measured(directory, ["parse", file, "--format", format]);
    expect(exitCode, stderr).toBe(code);
    expect(kilobytes).toBeLessThan(MOST_KB);
  });

  test("is bounded for commands that hold what they read: they say that it is too much", async () => {
    const directory = makeDirectory();
    const file = await inputOf(directory, "decisions of one package", 40e6);
    for (const [args, codes] of [
      [["diff", file, file], [4]],
      [
        ["blame", "--from", file],
        [0, 4],
      ],
      [["explain", "x77", "--from", file], [4]],
    ] as const) {
      const { exitCode, stderr, kilobytes } = await measured(directory, args);
      expect(codes, stderr).toContain(exitCode);
      if (exitCode === 4) expect(stderr).toMatch(/500 MB of\s+memory/);
      expect(kilobytes).toBeLessThan(MOST_KB);
    }
  });
});

describe("an archive", () => {
  test("expands to no more than --max-input says", async () => {
    const directory = makeDirectory();
    const { exitCode, stderr } = await runCli(["parse", "-", "--max-input", "1"], {
      cwd: directory,
      input: gzipSync(Buffer.alloc(2_000_000, "./x.go:1:2: moved to heap: x\n")),
    });
    expect(exitCode).toBe(4);
    expect(stderr).toContain("expands to more than 1 MB");
    expect(stderr).toContain("--max-input MB");
  });
});

describe("input that is no compiler output", () => {
  test.skipIf(process.platform === "win32")("is a directory on standard input", async () => {
    const { exitCode, stderr } = await execa("sh", ["-c", `"${process.execPath}" "${CLI}" parse < .`], {
      reject: false,
    });
    expect(exitCode).toBe(4);
    expect(stderr).toContain("standard input is a directory");
  });

  test("is a report with lines that no file has", async () => {
    const directory = makeDirectory({ "in.txt": "# p\n./x.go:3:2: moved to heap: x\n" });
    await runCli(["parse", "in.txt", "-o", "r.json"], { cwd: directory });
    const report = readFileSync(join(directory, "r.json"), "utf8");
    for (const line of ["0", "-1"]) {
      const input = report.replace('"line":3', `"line":${line}`);
      const { exitCode, stderr } = await runCli(["parse", "-"], { cwd: directory, input });
      expect(exitCode).toBe(4);
      expect(stderr).toContain("line");
    }
  });

  test("makes a report that can be read back, whatever it holds", async () => {
    const directory = makeDirectory();
    const flow = Array.from({ length: 400_000 }, (_, i) => `./x.go:1:2:   flow: y${i} ← &x${i}:\n`).join("");
    const text = `# p\n./x.go:1:2: x escapes to heap in f:\n${flow}./x.go:0:2: moved to heap: y\n./x.go:1:2: moved to heap: x\n`;
    const made = await runCli(["parse", "-", "-o", "r.json"], { cwd: directory, input: text });
    expect(made.exitCode, made.stderr).toBe(0);
    const again = await runCli(["parse", "r.json", "--format", "unix"], { cwd: directory });
    expect(again.exitCode, again.stderr).toBe(0);
    expect(again.stdout).toContain("moved to heap: x");
  });

  test("has names as long as it likes, in time that grows with them", async () => {
    const name = `${"a".repeat(40_000)}é${"b".repeat(40_000)}`;
    const run = (input: string) => runCli(["parse", "-", "--format", "sarif"], { input });
    const before = performance.now();
    await run("# p\n./x.go:1:2: moved to heap: x\n");
    const short = performance.now();
    await run(`# p\n./x.go:1:2: moved to heap: ${name}\n`);
    // It was fifty times as long.
    expect(performance.now() - short).toBeLessThan(10 * (short - before) + 2000);
  });
});

describe("a pattern", () => {
  test("of seventy thousand characters is refused with a sentence", async () => {
    const pattern = "a".repeat(70_000);
    const { exitCode, stderr } = await runCli(["parse", "-", "--path", pattern], { input: "" });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("A pattern is too long");
  });
});
