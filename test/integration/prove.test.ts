// The command prove as a user meets it: two revisions of a module, measured in turns, and saved output.
import { writeFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type Proof, proofSchema } from "../../src/records/prove.js";
import { makeDirectory, ROOT, type RunResult, runCli, startCli } from "../helpers/cli.js";
import { goMinor, withoutGo } from "../helpers/go.js";
import { createRepository, GIT_ENVIRONMENT, type TestRepository, temporaryDirectory } from "../helpers/repository.js";

const WORDS = join(ROOT, "samples", "words");
/** What the benchmark Render shows: a builder instead of texts that are joined, and room for all names at once. */
const FIX = [
  ['\ttext := ""\n', "\tvar text strings.Builder\n"],
  ["text += line(name, entries[name].Count)", "text.WriteString(line(name, entries[name].Count))"],
  ["\treturn text\n}", "\treturn text.String()\n}"],
  ["\tvar names []string\n", "\tnames := make([]string, 0, len(entries))\n"],
] as const;

async function repositoryOf(): Promise<{ repository: TestRepository; source: string }> {
  const repository = await createRepository({ "README.md": "words" });
  await cp(WORDS, repository.directory, { recursive: true });
  await repository.commit({}, "the base");
  const { readFile } = await import("node:fs/promises");
  return { repository, source: await readFile(join(repository.directory, "words.go"), "utf8") };
}

function fixed(source: string): string {
  return FIX.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, source);
}

async function prove(repository: TestRepository, ...args: readonly string[]): Promise<RunResult> {
  const cache = await temporaryDirectory();
  return runCli(["prove", "--cache-dir", cache, "--count", "4", "--benchtime", "20x", ...args], {
    cwd: repository.directory,
    env: GIT_ENVIRONMENT,
  });
}

function proofIn({ exitCode, stdout, stderr }: RunResult): Proof {
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return proofSchema.parse(JSON.parse(stdout));
}

function rowOf({ rows }: Proof, name: RegExp) {
  const row = rows.find(({ benchmark }) => name.test(benchmark));
  if (row === undefined) throw new Error(`no benchmark is ${name}`);
  return row;
}

/** `went string-building words.go:40`, in order. */
function changesOf(row: Proof["rows"][number]): string[] {
  return (row.sites?.changes ?? []).map(({ change, cause, before, after }) => {
    const place = after ?? before;
    return `${change} ${cause} ${place?.file}:${place?.line}`;
  });
}

describe.skipIf(withoutGo)("a change of samples/words", () => {
  test("is measured on both sides, with the sites that went and came, which make up the difference", async () => {
    const { repository, source } = await repositoryOf();
    await repository.write({ "words.go": fixed(source) });
    const before = await repository.state();
    const proof = proofIn(await prove(repository, "HEAD", "--bench", ".", ".", "--format", "json"));
    expect(await repository.state()).toBe(before);
    expect(proof).toMatchObject({
      before: { name: "HEAD", toolchain: expect.stringMatching(/^go1/) },
      after: { name: "working tree" },
      runs: { wanted: 4, done: 4 },
      isComplete: true,
      settings: { goos: expect.any(String) },
    });
    const count = rowOf(proof, /^Count/);
    expect(count.sites?.changes).toEqual([]);
    expect(count.sites?.same).toBeGreaterThan(3);
    const render = rowOf(proof, /^Render/);
    expect(render.package).toBe("example.com/words");
    expect(render.measures.map(({ unit }) => unit)).toEqual(["ns/op", "B/op", "allocs/op"]);
    const [time, bytes, allocs] = render.measures;
    for (const each of [time, bytes, allocs]) {
      expect(each?.before?.values).toHaveLength(4);
      expect(each?.after?.values).toHaveLength(4);
    }
    expect(bytes).toMatchObject({ differs: true });
    expect(bytes?.p).toBeCloseTo(2 / 70, 2);
    expect(bytes?.delta).toBeLessThan(-0.9);
    expect(allocs?.delta).toBeLessThan(-0.2);
    const changes = changesOf(render);
    expect(changes[0]).toBe("went string-building words.go:40");
    expect(changes).toContain("went slice-growth words.go:35");
    expect(changes).toContain("came slice words.go:33");
    expect(changes.filter((each) => each.startsWith("came"))).toHaveLength(2);
    const sum = (render.sites?.changes ?? []).reduce(
      (all, each) => all + (each.after?.bytes ?? 0) - (each.before?.bytes ?? 0),
      0,
    );
    const measured = (bytes?.after?.median ?? 0) - (bytes?.before?.median ?? 0);
    expect(sum / measured).toBeGreaterThan(0.9);
    expect(sum / measured).toBeLessThan(1.1);
  });

  test("between two commits, for the terminal and for a pull request", async () => {
    const { repository, source } = await repositoryOf();
    await repository.commit({ "words.go": fixed(source) });
    const table = await prove(repository, "HEAD^", "HEAD", "--bench", "Render", "./...");
    expect(table.exitCode, table.stderr).toBe(0);
    expect(table.stdout).toMatch(/^HEAD against HEAD\^, 1 benchmark: B\/op is less in 1; time\/op /);
    expect(table.stdout).toMatch(/^ {2}went +-\d+(?:\.\d+)?kB {2}words\.go:40 words\.Render$/m);
    expect(table.stdout).toMatch(/^ {11}string-building: concatstring2, /m);
    for (const line of table.stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    const markdown = await prove(repository, "HEAD^", "HEAD", "--bench", "Render", "--format", "markdown");
    expect(markdown.stdout).toMatch(/^\| `Render(?:-\d+)?` \| time&#47;op \| /m);
    expect(markdown.stdout).toMatch(/^\| went \| [^|]+kB \| {2}\| `words\.go:40` `words\.Render` \|/m);
  });

  test("without sites is only measured, a benchmark a line", async () => {
    const { repository } = await repositoryOf();
    const lines = await prove(repository, "HEAD", "--bench", ".", "--no-sites", "--format", "ndjson");
    expect(lines.exitCode, lines.stderr).toBe(0);
    const rows = lines.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(rows.map(({ benchmark, sites }) => [benchmark.replace(/-\d+$/, ""), sites])).toEqual([
      ["Count", null],
      ["Render", null],
    ]);
  });
});

describe.skipIf(withoutGo)("benchmarks", () => {
  const MODULE = { "go.mod": "module example.com/m\n\ngo 1.21\n", "m.go": "package m\n" };
  const bench = (body: string, name = "X") =>
    `package m\n\nimport "testing"\n\nvar kept *[64]byte\n\nfunc Benchmark${name}(b *testing.B) {\n${body}\n}\n`;
  const each = (size: string) => `\tfor i := 0; i < b.N; i++ {\n\t\tkept = new(${size})\n\t}`;

  test("below others have their own sites, and are run in the package's directory", async () => {
    const below = (a: string, b: string) =>
      bench(
        `\tif _, err := os.Stat("testdata/x"); err != nil {\n\t\tb.Fatal(err)\n\t}\n` +
          `\tb.Run("a+b/n=1", func(b *testing.B) {\n${each(a)}\n\t})\n\tb.Run("other", func(b *testing.B) {\n${each(b)}\n\t})`,
      )
        .replace('import "testing"', 'import (\n\t"os"\n\t"testing"\n)')
        .replace("var kept *[64]byte", "var kept any");
    const repository = await createRepository({
      "go.mod": MODULE["go.mod"],
      "p/testdata/x": "",
      "p/p_test.go": below("[64]byte", "[32]byte"),
    });
    await repository.write({ "p/p_test.go": below("[128]byte", "[32]byte") });
    const proof = proofIn(await prove(repository, "--bench", "X", "HEAD", "./...", "--format", "json", "--exact"));
    const deep = rowOf(proof, /^X\/a\+b\/n=1/);
    expect(deep.sites).toMatchObject({ exact: true, operations: 20 });
    expect(
      deep.sites?.changes.map(({ before, after }) => [before?.allocs, after?.allocs].map((x) => Math.round(x ?? 0))),
    ).toEqual(expect.arrayContaining([expect.arrayContaining([1])]));
    expect(rowOf(proof, /^X\/other/).sites?.changes).toEqual([]);
  });

  test("that one side lacks are shown as such, and a side without the package is told", async () => {
    const repository = await createRepository({ ...MODULE, "x_test.go": bench(each("[64]byte")) });
    await repository.write({ "y_test.go": bench(each("[64]byte"), "Y").replace("var kept *[64]byte\n\n", "") });
    const { exitCode, stdout } = await prove(repository, "HEAD", "--bench", ".");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Y(?:-\d+)?$/m);
    expect(stdout).toMatch(/only after$/m);
    const missing = await prove(repository, "HEAD", "--bench", ".", "./new");
    expect(missing).toMatchObject({ exitCode: 3, stdout: "" });
    expect(missing.stderr).toMatch(/There is nothing to measure at HEAD\. \.\/new is not there at HEAD/);
  });

  test("that fail, or do not compile, are told with the side", async () => {
    const repository = await createRepository({ ...MODULE, "x_test.go": bench(each("[64]byte")) });
    await repository.write({ "x_test.go": bench('\tb.Fatal("for a reason")') });
    const failed = await prove(repository, "HEAD", "--bench", ".");
    expect(failed).toMatchObject({ exitCode: 3, stdout: "" });
    expect(failed.stderr).toMatch(/working tree: The benchmarks of example\.com\/m failed[\s\S]*for a reason/);
    await repository.write({ "x_test.go": bench("\tundefined()") });
    const broken = await prove(repository, "HEAD", "--bench", ".");
    expect(broken).toMatchObject({ exitCode: 3, stdout: "" });
    expect(broken.stderr).toMatch(
      /working tree: go cannot compile the test of example\.com\/m[\s\S]*undefined: undefined/,
    );
  });

  test.each([
    [["--bench", "None"], /No benchmark of \. matches None/],
    [["--bench", "("], /--bench takes a regular expression of Go: .*missing closing/],
    [[], /Say which benchmarks: escape-report prove --bench REGEXP \.\/pkg/],
    [["a", "b", "c", "--bench", "."], /a, b, c: two revisions are compared\. Packages are written as \.\/pkg/],
    [["--bench", ".", "--count", "0"], /--count takes a number from 1 to 1000/],
    [["--before", "x.txt"], /--before and --after belong together/],
    [["--before", "x.txt", "--after", "y.txt", "--bench", "."], /name no revision, package or --bench/],
  ] as const)("%j is wrong usage", async (args, message) => {
    const repository = await createRepository({ ...MODULE, "x_test.go": bench(each("[64]byte")) });
    const { exitCode, stdout, stderr } = await prove(repository, ...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });

  test.skipIf(process.platform === "win32")("that are interrupted end, and what was measured is printed", async () => {
    const repository = await createRepository({ ...MODULE, "x_test.go": bench(each("[64]byte")) });
    const cache = await temporaryDirectory();
    const child = startCli(
      ["prove", "HEAD", "--bench", ".", "--count", "1000", "--benchtime", "50ms", "--cache-dir", cache, "--verbose"],
      { cwd: repository.directory, env: { ...GIT_ENVIRONMENT, TMPDIR: cache } },
    );
    let told = "";
    child.stderr.on("data", (data) => {
      told += data;
    });
    // A few rounds: each runs both programs once.
    while ((told.match(/after-0\.test /g) ?? []).length < 4) await setTimeout(50);
    child.kill("SIGINT");
    const { exitCode, stdout } = await child;
    expect(exitCode).toBe(130);
    expect(stdout).toMatch(/^Interrupted after \d+ of 1,000 rounds: this is what was measured\.$/m);
    expect(stdout).toMatch(/^ {2}B\/op +64B/m);
    const { readdir } = await import("node:fs/promises");
    expect((await readdir(cache)).filter((name) => name.startsWith("escape-report-"))).toEqual([]);
  });

  test.skipIf(goMinor < 21)("of one source under two releases are compared, too", async () => {
    const repository = await createRepository({ ...MODULE, "x_test.go": bench(each("[64]byte")) });
    const release = `go1.${goMinor}`;
    const { stdout, exitCode, stderr } = await prove(
      repository,
      "--go",
      "go",
      "--go",
      "go",
      "--bench",
      ".",
      "--format",
      "json",
    );
    expect(exitCode, stderr).toBe(0);
    const proof = proofSchema.parse(JSON.parse(stdout));
    expect(proof.before.toolchain).toMatch(new RegExp(`^${release}`));
    expect(proof.rows[0]?.sites?.changes).toEqual([]);
  });
});

describe("saved output", () => {
  const line = (ns: number, bytes: number) => `BenchmarkX-8  100  ${ns} ns/op  ${bytes} B/op  3 allocs/op\n`;
  const text = (values: readonly number[]) =>
    `goos: linux\ngoarch: amd64\npkg: example.com/m\n${values.map((v) => line(v, v * 2)).join("")}PASS\n`;

  test("is compared without Go", async () => {
    const directory = makeDirectory({ "old.txt": text([10, 11, 12, 13, 14, 15]), "new.txt": text([1, 2, 3, 4, 5, 6]) });
    const { exitCode, stdout } = await runCli(["prove", "--before", "old.txt", "--after", "new.txt"], {
      cwd: directory,
    });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^new\.txt against old\.txt, 1 benchmark: B\/op is less in 1; time\/op is less in 1\n/);
    expect(stdout).toMatch(/^ {2}time\/op +12\.5ns ± +20% +3\.5ns ± +71% +-72\.00% {2}p=0\.002 n=6$/m);
    expect(stdout).toMatch(/^ {2}allocs\/op +3 +± 0% +3 +± 0% +~ {2}p=1\.000 n=6$/m);
  });

  test("that holds no benchmark, or is not there, is told", async () => {
    const directory = makeDirectory({ "old.txt": "ok\n", "new.txt": text([1]) });
    const run = (before: string) => runCli(["prove", "--before", before, "--after", "new.txt"], { cwd: directory });
    expect(await run("old.txt")).toMatchObject({ exitCode: 4, stdout: "" });
    expect((await run("old.txt")).stderr).toMatch(/old\.txt holds no benchmark\. Save some with: go test/);
    expect(await run("gone.txt")).toMatchObject({ exitCode: 4, stdout: "" });
    writeFileSync(join(directory, "old.txt"), Buffer.alloc(70_000_000, "x"));
    expect((await run("old.txt")).stderr).toMatch(/longer than what benchmarks print/);
  });

  test("of few runs says what they cannot show", async () => {
    const directory = makeDirectory({ "old.txt": text([10, 11, 12]), "new.txt": text([1, 2, 3]) });
    const { stdout } = await runCli(["prove", "--before", "old.txt", "--after", "new.txt"], { cwd: directory });
    expect(stdout).toContain("With fewer than 4 runs of each side no difference can be told from chance");
    expect(stdout).toMatch(/± +∞.*~ +p=0\.100 n=3$/m);
  });
});
