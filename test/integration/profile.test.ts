// The command profile as a user meets it: from files, from benchmarks, into every format.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type ProfileReport, profileReportSchema } from "../../src/records/profile.js";
import { makeDirectory, ROOT, runCli } from "../helpers/cli.js";
import { goMinor, withoutGo } from "../helpers/go.js";
import { pprof } from "../helpers/pprof.js";

const WORDS = join(ROOT, "samples", "words");
const FILE = "words.mem.pb.gz";

async function report(args: readonly string[], cwd = WORDS): Promise<ProfileReport> {
  const { exitCode, stdout, stderr } = await runCli(["profile", "--format", "json", ...args], { cwd });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return profileReportSchema.parse(JSON.parse(stdout));
}

describe.skipIf(withoutGo)("a profile of samples/words", () => {
  test("is joined with the build: the line, why it allocates, and the line of one's own that leads there", async () => {
    const { rows, sample, total, joined, otherCode } = await report([FILE, "--top", "1000"]);
    expect({ sample, total }).toEqual({ sample: "alloc_space", total: 150_420_720 });
    expect(Number(joined) / Number(total)).toBeGreaterThan(0.99);
    expect(otherCode?.moved).toBe(0);
    expect(rows[0]).toMatchObject({
      file: "words.go",
      line: 40,
      cause: "string-building",
      inYourCode: { line: 40 },
      sites: [{ kind: "allocation", expression: "concatstring2", candidates: 1 }],
    });
    const counted = rows.find(({ function: name, line }) => name === "example.com/words.Count" && line === 24);
    expect(counted).toMatchObject({ cause: "map-growth", sites: [{ bytes: { least: 208, most: 208 } }] });
    const sprintf = rows.find(({ function: name }) => name === "fmt.Sprintf");
    expect(sprintf).toMatchObject({
      origin: "site",
      cause: "returned",
      inYourCode: { file: "words.go", line: 46, function: "example.com/words.line" },
    });
    expect(sprintf?.file).toMatch(/^\$GOROOT\/src\/fmt\/print\.go$/);
    const boxed = rows.find(({ function: name }) => name === "example.com/words.line");
    expect(boxed).toMatchObject({ file: "words.go", line: 46, cause: "interface-conversion" });
    expect(boxed?.sites[0]?.why).toBe("boxed into an interface that is passed to fmt.Sprintf");
  });

  test("has the numbers of go tool pprof, in the same order", async () => {
    const { rows } = await report([FILE, "--top", "8"]);
    const text = await pprof([
      "-top",
      "-lines",
      "-nodecount=0",
      "-nodefraction=0",
      "-unit=B",
      "-sample_index=alloc_space",
      join(WORDS, FILE),
    ]);
    const top = text.split("\n").flatMap((line) => /^\s*(\d+)B\s.*:(\d+)(?: \(inline\))?$/.exec(line)?.slice(1) ?? []);
    expect(rows.flatMap(({ flat, line }) => [String(flat), String(line)])).toEqual(top.slice(0, 16));
  });

  test("is ranked, weighed and filtered as asked", async () => {
    const byCum = await report([FILE, "--cum", "--focus", "words\\.Render$", "--top", "3"]);
    expect(byCum.rows.map(({ cum }) => cum)).toEqual(
      [...byCum.rows.map(({ cum }) => cum)].sort((a, b) => Number(b) - Number(a)),
    );
    expect(Number(byCum.shown)).toBeLessThan(Number(byCum.total));
    const objects = await report([FILE, "--sample", "alloc_objects", "--top", "1"]);
    expect(objects).toMatchObject({ unit: "count", total: 364_591 });
    const hidden = await report([FILE, "--hide", "^fmt\\.", "--top", "1000"]);
    expect(hidden.rows.filter(({ function: name }) => name.startsWith("fmt."))).toEqual([]);
    expect(hidden.total).toBe(150_420_720);
  });

  test("becomes a profile with causes as labels, which pprof can focus on", async () => {
    const directory = makeDirectory();
    const output = join(directory, "labelled.pb.gz");
    const { exitCode } = await runCli(["profile", FILE, "--output", output], { cwd: WORDS });
    expect(exitCode).toBe(0);
    const { causes } = await report([FILE]);
    const returned = causes.find(({ cause }) => cause === "returned");
    const focused = await pprof(["-top", "-unit=B", "-nodefraction=0", "-tagfocus=cause=^returned$", output]);
    expect(/accounting for (\d+)B/.exec(focused)?.[1]).toBe(String(returned?.flat));
    const whole = await pprof(["-top", "-unit=B", output]);
    expect(whole.split("\n").slice(4)).toEqual(
      (await pprof(["-top", "-unit=B", join(WORDS, FILE)])).split("\n").slice(4),
    );
  });

  test("of other code is told", async () => {
    const directory = makeDirectory({
      "go.mod": readFileSync(join(WORDS, "go.mod"), "utf8"),
      "words.go": readFileSync(join(WORDS, "words.go"), "utf8").replace(
        "// Entry is",
        "// One line more.\n//\n// Entry is",
      ),
      "words_test.go": readFileSync(join(WORDS, "words_test.go"), "utf8"),
    });
    const { exitCode, stdout } = await runCli(["profile", join(WORDS, FILE)], { cwd: directory });
    expect(exitCode).toBe(0);
    expect(stdout.replace(/\s+/g, " ")).toMatch(
      /The profile is of other code: \d+ of \d+ functions start on another line/,
    );
  });

  test("in Markdown and as lines of JSON holds the same rows", async () => {
    const { rows } = await report([FILE, "--top", "3"]);
    const lines = await runCli(["profile", FILE, "--top", "3", "--format", "ndjson"], { cwd: WORDS });
    expect(
      lines.stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual(rows);
    const markdown = await runCli(["profile", FILE, "--top", "3", "--format", "markdown"], { cwd: WORDS });
    expect(markdown.stdout).toContain("| `words.go:40` `words.Render` |");
  });
});

describe.skipIf(withoutGo)("a profile that is made on the spot", () => {
  test("of a benchmark tells what one operation allocates, as -benchmem does", async () => {
    const args = ["--bench", "Count$", "--exact", "--top", "1000", "--benchtime", "20x", "."];
    const { benchmarks, rows, period } = await report(args);
    expect(period).toBe(1);
    expect(benchmarks).toMatchObject([{ name: expect.stringMatching(/^Count/), iterations: 20 }]);
    const bytes = rows.reduce((sum, { perOperation }) => sum + (perOperation?.bytes ?? 0), 0);
    expect(Math.round(bytes)).toBe(benchmarks[0]?.bytesPerOp);
  });

  test("of tests, and of several packages, is added up", async () => {
    const test1 = await report(["--test", "--exact", "--top", "1000"]);
    expect(test1.rows.some(({ function: name }) => name === "example.com/words.Count")).toBe(true);
  });

  test("is of the package that is named, wherever it is", async () => {
    const loop = "for i := 0; i < b.N; i++ {\n\t\tkept = new([64]byte)\n\t}";
    const directory = makeDirectory({
      "go.mod": "module example.com/m\n\ngo 1.21\n",
      "p/p_test.go": `package p\n\nimport "testing"\n\nvar kept *[64]byte\n\nfunc BenchmarkX(b *testing.B) {\n\t${loop}\n}\n`,
    });
    const { benchmarks, rows } = await report(["--bench", ".", "--benchtime", "10000x", "--exact", "./p"], directory);
    // What the run time allocates meanwhile counts, too.
    expect(benchmarks.map(({ bytesPerOp }) => Math.floor((bytesPerOp ?? 0) / 8))).toEqual([8]);
    expect(rows.find(({ function: name }) => name === "example.com/m/p.BenchmarkX")).toMatchObject({ line: 9 });
  });

  test("fails with the output of the tests when they fail", async () => {
    const directory = makeDirectory({
      "go.mod": "module example.com/m\n\ngo 1.21\n",
      "m_test.go": 'package m\n\nimport "testing"\n\nfunc TestNo(t *testing.T) { t.Fatal("for a reason") }\n',
    });
    const failed = await runCli(["profile", "--test"], { cwd: directory });
    expect(failed.exitCode).toBe(3);
    expect(failed.stderr).toContain("for a reason");
    const none = await runCli(["profile", "--bench", "."], { cwd: directory });
    expect(none.exitCode).toBe(2);
    expect(none.stderr).toContain("No benchmark of . matches .");
  });
});

describe("wrong usage of profile", () => {
  test.each([
    [["profile"], 2, "Name a heap profile, an address or a package"],
    [["profile", "x.pb.gz", "--bench", "."], 2, "give one or the other"],
    [["profile", "x.pb.gz"], 4, "x.pb.gz does not exist"],
    [["profile", FILE, "--focus", "("], 2, '"(" is no regular expression'],
    [["profile", FILE, "--sample", "cpu"], 2, "sample"],
    [["profile", "http://8.8.8.8:6060"], 2, "is neither this machine nor in a private network"],
  ])("%j ends with exit code %i", async (args, exitCode, text) => {
    const result = await runCli(args, { cwd: WORDS });
    expect(result.stderr).toContain(text);
    expect(result.exitCode).toBe(exitCode);
    expect(result.stdout).toBe("");
  });

  test.skipIf(withoutGo)("names from a profile cannot speak to the terminal", async () => {
    const directory = makeDirectory({
      "go.mod": "module example.com/m\n\ngo 1.21\n",
      "m.go": "package m\n\nfunc New() *int { return new(int) }\n",
    });
    const bytes = readFileSync(join(WORDS, FILE));
    const { gunzipSync } = await import("node:zlib");
    const plain = gunzipSync(bytes);
    const name = plain.indexOf("example.com/words.Render");
    plain.write("example.com/w\u001b[31m.Rend", name);
    writeFileSync(join(directory, "evil.pb"), plain);
    for (const format of ["table", "markdown", "json", "ndjson"]) {
      const { exitCode, stdout } = await runCli(["profile", "evil.pb", "--format", format], { cwd: directory });
      expect(exitCode).toBe(0);
      expect(stdout).not.toContain("\u001b[31m");
    }
    expect(goMinor).toBeGreaterThan(0);
  });
});
