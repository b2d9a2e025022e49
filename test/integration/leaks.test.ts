// The servers of samples/leaks, built with the go at hand and loaded on this machine, against the marks in their sources;
// and the command on points that were recorded.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LEAKS_MODULE, leakMarks, SERVERS } from "../../bench/leaks/marks.js";
import { judge, SERVER } from "../../src/leaks/judge.js";
import { leaksSchema } from "../../src/records/leaks.js";
import { makeDirectory, ROOT, runCli } from "../helpers/cli.js";
import { goMinor, withoutGo } from "../helpers/go.js";
import { buildServers, startServer, takePoints } from "../helpers/leak-server.js";
import { expectedTexts, findingTexts } from "../helpers/leaks.js";

const RECORDED = join(ROOT, "samples", "recorded", "go1.27", "leaks");
const HEALTHY = SERVERS.filter((server) => leakMarks(server, goMinor).length === 0);
const HEALTHY_RUNS = 10;

describe.skipIf(withoutGo)("the servers of samples/leaks", () => {
  let folder = "";
  let binary = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "escape-report-leaks-"));
    binary = await buildServers(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(SERVERS)("%s gives what its source says", async (server) => {
    const points = await takePoints(binary, server, 4);
    expect(findingTexts(judge(points, SERVER).findings)).toEqual(expectedTexts(server, goMinor));
  });

  test("are partly healthy", () => expect(HEALTHY).toContain("healthy"));

  test.each(HEALTHY)("%s gives nothing in further runs", async (server) => {
    for (let run = 1; run < HEALTHY_RUNS; run++) {
      const { findings } = judge(await takePoints(binary, server, 4), SERVER);
      expect(findingTexts(findings), `run ${run + 1}`).toEqual([]);
    }
  });

  test("are watched by the command, which runs the load before each point", async () => {
    const running = await startServer(binary, "selecting");
    const keep = join(makeDirectory(), "points");
    try {
      const load = `${process.execPath} -e fetch('${running.address}/work?n=200')`;
      const args = ["leaks", running.address, "--interval", "10ms", "--count", "4", "--load", load, "--keep", keep];
      const { exitCode, stdout, stderr } = await runCli([...args, "--format", "json", "--fail-on", "likely"]);
      expect(stderr).toMatch(/^ +4 of 4 +\S+ \w?B +\d/m);
      expect(exitCode).toBe(1);
      expect(findingTexts(leaksSchema.parse(JSON.parse(stdout)).findings)).toEqual(expectedTexts("selecting", goMinor));
    } finally {
      await running.stop();
    }
    expect(readdirSync(keep).sort()).toEqual(["1", "2", "3", "4"]);
    expect(existsSync(join(keep, "4", "goroutines.txt"))).toBe(true);
    const again = await runCli(["leaks", keep, "--format", "ndjson"]);
    expect(
      findingTexts(
        again.stdout
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line)),
      ),
    ).toEqual(expectedTexts("selecting", goMinor));
  });

  const kept = SERVERS.flatMap((server) =>
    leakMarks(server, goMinor).flatMap(({ keptBy }) => (keptBy === null ? [] : [[server, keptBy] as const])),
  );

  test("tell what keeps the values, where the compiler says so", async () => {
    const report = join(folder, "report.json");
    await runCli(["build", "-C", LEAKS_MODULE, "--output", report]);
    expect(kept.length).toBeGreaterThan(3);
    for (const [server, keptBy] of kept) {
      const { stdout } = await runCli(["leaks", join(RECORDED, server), "--from", report, "--format", "json"]);
      const { findings } = leaksSchema.parse(JSON.parse(stdout));
      expect(
        findings.map((finding) => finding.keptBy?.replaceAll("`", "")),
        server,
      ).toEqual([keptBy]);
    }
  });

  test("tell the value that stays, of those that the line allocates", async () => {
    const args = ["leaks", "-C", LEAKS_MODULE, join(RECORDED, "globalslice"), "--build", "./...", "--format", "json"];
    const { findings } = leaksSchema.parse(JSON.parse((await runCli(args)).stdout));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      allocates: { expression: "&record{}", type: "example.com/leaks/globalslice.record" },
      objectBytes: 1024,
    });
  });

  test("are built for that by --build", async () => {
    const { stdout } = await runCli(["leaks", "-C", LEAKS_MODULE, join(RECORDED, "slicehead"), "--build", "./..."]);
    expect(stdout).toMatch(goMinor >= 25 ? /^ {2}kept by global `slicehead\.heads`$/m : /^ {2}kept by slice `heads`$/m);
    // The elements of an array have a type, and the array none.
    expect(stdout).toMatch(/^ {2}value {3}`make\(\[\]byte, 8192\)`, 8,192 bytes each$/m);
  });
});

describe.skipIf(withoutGo)("the tests of a package", () => {
  const leaks = async (...args: readonly string[]) => {
    const run = await runCli(["leaks", "-C", LEAKS_MODULE, "--test", "./tested", "--format", "json", ...args]);
    return { ...run, found: run.exitCode === 0 ? leaksSchema.parse(JSON.parse(run.stdout)) : null };
  };

  test("are run in rounds, and what they leave behind is named", async () => {
    const { found, stderr } = await leaks();
    expect(stderr).toBe("");
    // go test builds without the experiment that Go 1.26 needs for a proof.
    const [goroutines, heap] = leakMarks("tested", goMinor >= 27 ? goMinor : 25).sort(
      (a, b) => (b.line ?? 0) - (a.line ?? 0),
    );
    expect(found?.findings.map(({ kind, certainty, line }) => `${kind} ${certainty} ${line}`)).toEqual([
      `${goroutines?.finding} ${goroutines?.line}`,
      `${heap?.finding} ${heap?.line}`,
    ]);
    expect(found?.findings[1]?.keptBy?.replaceAll("`", "")).toBe(heap?.keptBy);
  });

  test("leave nothing behind where they are right", async () => {
    expect((await leaks("--run", "TestAsk")).found?.findings).toEqual([]);
    expect((await leaks("--bench", "BenchmarkAsk", "--count", "4")).found?.findings).toEqual([]);
    expect(existsSync(join(LEAKS_MODULE, "tested", "zzz_escape_report_point_test.go"))).toBe(false);
  });

  test("are named with the lines that open what they leave open", async () => {
    const run = await runCli(["leaks", "-C", LEAKS_MODULE, "--test", "./served", "--format", "json"]);
    const { findings, notes } = leaksSchema.parse(JSON.parse(run.stdout));
    const file = join(LEAKS_MODULE, "served", "served_test.go");
    const marks = readFileSync(file, "utf8")
      .split("\n")
      .flatMap((text, i) => (text.includes("// leak: ") ? `${text.replace(/.*leak: /, "")} ${i + 1}` : []));
    expect(findings.map(({ kind, certainty, line }) => `${kind} ${certainty} ${line}`).sort()).toEqual(marks.sort());
    expect(findings.every((finding) => finding.file === file)).toBe(true);
    // What takes the points allocates too.
    expect(notes.join("\n")).not.toContain("escape_report");
  });

  test("are said to be none where there are none", async () => {
    const { stderr } = await runCli(["leaks", "-C", LEAKS_MODULE, "--test", "./healthy"]);
    expect(stderr).toBe("./healthy has no tests: nothing of it runs\n");
  });

  test.each<[string, readonly string[], number, RegExp]>([
    ["a pattern that fits no test", ["--run", "TestNothing"], 2, /--run TestNothing matches no test of \.\/tested/],
    ["a benchmark that is no name", ["--bench", "Benchmark();os.Exit"], 2, /--bench takes the name of one benchmark/],
    [
      "a benchmark that is not there",
      ["--bench", "BenchmarkNothing"],
      3,
      /go test took no point:[\s\S]*BenchmarkNothing/,
    ],
    ["points beside them", ["points"], 2, /--test takes its own points/],
  ])("are refused with %s", async (_, args, code, message) => {
    const { exitCode, stderr } = await leaks(...args);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(code);
  });
});

describe("the command", () => {
  const leaky = join(RECORDED, "globalslice");

  test("prints what its schema says", async () => {
    const { exitCode, stdout } = await runCli(["leaks", leaky, "--format", "json"]);
    expect(exitCode).toBe(0);
    const schema = JSON.parse(readFileSync(join(ROOT, "dist", "schema", "leaks.schema.json"), "utf8"));
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    expect(validate(JSON.parse(stdout)), JSON.stringify(validate.errors)).toBe(true);
  });

  test("shows the points, the growth and what helps", async () => {
    const { stdout } = await runCli(["leaks", leaky]);
    expect(stdout).toContain("1 leak in 4 points: 1 likely\n");
    expect(stdout).toMatch(/^likely {2}heap-growth {2}▁▄▆█ {2}\+\d+ kB/m);
    expect(stdout).toMatch(/^ {2}at {6}example\.com\/leaks\/globalslice\/globalslice\.go:10/m);
    expect(stdout).toContain("The smallest leak that this run could have seen:");
  });

  test("writes Markdown where nothing can break out of a cell", async () => {
    const { stdout } = await runCli(["leaks", leaky, "--format", "markdown"]);
    expect(stdout).toContain("#### likely: heap-growth at `example.com/leaks/globalslice/globalslice.go:10`");
    expect(stdout).toMatch(/^\| point \| after \| live heap \|/m);
  });

  test.each([
    ["globalslice", "likely", 1],
    ["globalslice", "proved", 0],
    ["receive", "proved", 1],
    ["healthy", "likely", 0],
  ])("ends a soak test of %s with --fail-on %s: exit code %i", async (server, failOn, code) => {
    expect((await runCli(["leaks", join(RECORDED, server), "--fail-on", failOn])).exitCode).toBe(code);
  });

  test("takes out what the configuration allows, with the reason, until its day", async () => {
    const config = (until: string) => `leaks:
  allow:
    - kinds: [heap-growth]
      functions: ["globalslice.*"]
      reason: the slice is the product
      until: ${until}
`;
    const directory = makeDirectory({ "new.yaml": config("2999-12-31"), "old.yaml": config("2020-01-01") });
    const run = (name: string) =>
      runCli(["leaks", leaky, "--fail-on", "likely", "--config", join(directory, name), "--format", "json"]);
    const valid = await run("new.yaml");
    expect(valid.exitCode).toBe(0);
    expect(JSON.parse(valid.stdout)).toMatchObject({ findings: [], allowed: [{ reason: "the slice is the product" }] });
    const expired = await run("old.yaml");
    expect(expired.exitCode).toBe(1);
    expect(leaksSchema.parse(JSON.parse(expired.stdout)).notes).toContain(
      "allowed until 2020-01-01, and no longer: the slice is the product",
    );
  });

  // Recorded with Go 1.27; an older go may not read what a newer one writes.
  test.skipIf(withoutGo || goMinor < 26)("tells where goroutines waited while a trace was taken", async () => {
    const trace = join(ROOT, "samples", "recorded", "go1.27", "traces", "blocked.out.gz");
    const { stdout } = await runCli(["leaks", "--trace", trace, "--format", "json"]);
    expect(leaksSchema.parse(JSON.parse(stdout)).trace?.waits[0]).toMatchObject({
      file: "example.com/leaks/main.go",
      line: 29,
      waitsFor: "chan receive",
      blocked: 2400,
      neverRan: 2400,
    });
  });

  test.each<[string, readonly string[], number, RegExp]>([
    ["a trace that is none", ["--trace", join(ROOT, "package.json")], 4, /is no execution trace\. Take one with/],
    ["nothing", [], 2, /Name a program's address/],
    ["two addresses", ["http://localhost:1", "http://localhost:2"], 2, /Name one address, and nothing else/],
    ["a wrong interval", ["http://localhost:1", "--interval", "soon"], 2, /--interval takes a time such as 30s/],
    ["an address where nothing is", ["http://127.0.0.1:1"], 4, /does not answer/],
    [
      "points of two programs",
      [leaky, join(ROOT, "samples/recorded/go1.22/leaks/receive")],
      4,
      /Growth can only be seen/,
    ],
  ])("says what is wrong with %s", async (_, args, code, message) => {
    const { exitCode, stdout, stderr } = await runCli(["leaks", ...args]);
    expect(stderr).toMatch(message);
    expect(stdout).toBe("");
    expect(exitCode).toBe(code);
  });
});
