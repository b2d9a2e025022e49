// The culprits of samples/blame, found in the real compiler's output, against the marks in its sources.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, test } from "vitest";
import { type Blame, blameSchema, type Culprit } from "../../src/records/blame.js";
import { makeDirectory, ROOT, runCli } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";

const MODULE = join(ROOT, "samples", "blame");
const RECORDED = join(ROOT, "samples", "recorded", "go1.27", "net_http.txt.gz");

/** How often each culprit stands in the marks. */
function markedCounts(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const file of readdirSync(MODULE, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".go"),
  )) {
    for (const [, marks = ""] of readFileSync(join(MODULE, file), "utf8").matchAll(/\/\/ blame: (.*)$/gm)) {
      for (const mark of marks.split("; ")) {
        if (mark !== "none") counts.set(mark, (counts.get(mark) ?? 0) + 1);
      }
    }
  }
  return counts;
}

function markOf({ name, parameter }: Culprit): string {
  return parameter === null ? name : `${name} ${parameter}`;
}

async function blame(...args: readonly string[]): Promise<Blame> {
  const { exitCode, stdout, stderr } = await runCli(["blame", "--format", "json", "--top", "1000", ...args]);
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
  return blameSchema.parse(JSON.parse(stdout));
}

describe.skipIf(withoutGo)("the culprits of samples/blame", () => {
  let found: Blame;
  beforeAll(async () => {
    found = await blame("-C", MODULE);
  });
  const culprit = (mark: string) => found.culprits.find((each) => markOf(each) === mark);

  test("have as many escapes as lines say so", () => {
    const counts = found.culprits.map((each): [string, number] => [markOf(each), each.escapes]);
    expect(new Map(counts.sort())).toEqual(new Map([...markedCounts()].sort()));
    expect(markedCounts().size).toBeGreaterThan(15);
  });

  test("are the last function of one's own that a value gets to, and the outermost", () => {
    expect(culprit("logging.logf args")).toMatchObject({
      kind: "parameter",
      file: "logging/logging.go",
      line: 10,
      outermost: { kind: "outside", name: "fmt.Fprintf", through: null },
      example: { file: "logging/logging.go", line: 16, function: "one", expression: "n" },
      cause: "interface-conversion",
    });
    expect(culprit("store.Keep it")).toMatchObject({
      packages: 3,
      outermost: { kind: "global", name: "variable store.kept" },
    });
  });

  test("have an outermost function inside the dependencies when the report covers them", async () => {
    const wide = await blame("-C", MODULE, "--scope", "all", "--package", "example.com/...");
    expect(wide.culprits.find((each) => markOf(each) === "logging.logf args")).toMatchObject({
      escapes: culprit("logging.logf args")?.escapes,
      outermost: { kind: "field", name: "field p.arg in fmt.(*pp).printArg", through: "fmt.Fprintf" },
    });
    expect(wide.escapes).toBe(found.escapes);
  });

  test("are told apart by how a value is kept", () => {
    expect(culprit("s.put in dynamic.flush")).toMatchObject({ kind: "call", outermost: { kind: "interface-call" } });
    expect(culprit("fn in dynamic.each")).toMatchObject({ kind: "call", outermost: { kind: "func-value" } });
    expect(culprit("function literal in closures.counters")).toMatchObject({ kind: "closure", line: 12 });
    expect(culprit("field .current in package fields")).toMatchObject({ kind: "store", line: 15 });
    expect(culprit("result of store.New")).toMatchObject({ kind: "result" });
  });

  test("are the same from a report and from a build", async () => {
    const directory = makeDirectory();
    const report = join(directory, "report.json.gz");
    expect((await runCli(["build", "-C", MODULE, "-o", report])).exitCode).toBe(0);
    // Only go list tells the import path of a package outside of the report.
    const plain = ({ culprits, ...rest }: Blame) => ({
      ...rest,
      culprits: culprits.map((each) => (each.kind === "function" ? { ...each, package: null } : each)),
    });
    expect(plain(await blame("--from", report))).toEqual(plain(found));
  });

  test("are those of the escapes that were asked for", async () => {
    const chosen = await blame("-C", MODULE, "--path", "wire", "--cause", "call-argument");
    expect(chosen).toMatchObject({ escapes: 1, attributed: 1, culprits: [{ name: "store.Keep", escapes: 1 }] });
  });
});

describe("blame", () => {
  test("prints what its JSON Schema describes", async () => {
    const schema = JSON.parse(readFileSync(join(ROOT, "dist", "schema", "blame.schema.json"), "utf8"));
    const validate = new Ajv2020({ strict: false }).compile(schema);
    const { stdout } = await runCli(["blame", "--from", RECORDED, "--format", "json", "--group-by", "package"]);
    expect(validate(JSON.parse(stdout)), JSON.stringify(validate.errors)).toBe(true);
  });

  test("counts each escape once at most, and shows as many culprits as asked for", async () => {
    const all = await blame("--from", RECORDED);
    expect(all.culprits.length).toBe(all.culpritCount);
    expect(all.culprits.reduce((sum, { escapes }) => sum + escapes, 0)).toBe(all.attributed);
    expect(all.attributed).toBeLessThanOrEqual(all.escapes);
    const { stdout } = await runCli(["blame", "--from", RECORDED, "--format", "ndjson", "--top", "3"]);
    const lines = stdout.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(all.culprits.slice(0, 3));
  });

  test("groups by package", async () => {
    const { escapes, groups, attributed } = await blame("--from", RECORDED, "--group-by", "package");
    expect(groups.map((each) => each.package)).toContain("net/http");
    expect(groups.reduce((sum, each) => sum + each.escapes, 0)).toBe(attributed);
    expect(attributed).toBeLessThanOrEqual(escapes);
    for (const group of groups) expect(group.culprits.length).toBeLessThanOrEqual(3);
  });

  test("counts constants and arguments of panic with --all", async () => {
    expect((await blame("--from", RECORDED, "--all")).escapes).toBeGreaterThan(
      (await blame("--from", RECORDED)).escapes,
    );
  });

  test("writes to a file, in the format of its name", async () => {
    const directory = makeDirectory();
    const { exitCode, stdout } = await runCli(["blame", "--from", RECORDED, "-C", directory, "-o", "b.md"]);
    expect([exitCode, stdout]).toEqual([0, ""]);
    expect(readFileSync(join(directory, "b.md"), "utf8")).toMatch(/^### Where most escapes end first\n/);
  });

  test("says with --stats how many callees it has found", async () => {
    const { stderr, stdout } = await runCli(["blame", "--from", RECORDED, "--stats", "--format", "json"]);
    const { calls } = blameSchema.parse(JSON.parse(stdout));
    expect(calls.inScope).toBeGreaterThan(30);
    expect(calls.found / calls.inScope).toBeGreaterThan(0.95);
    expect(stderr).toMatch(/^lines: \d+ read = .*\ncall arguments: [\d,]+ escapes, .* find its leak record\n$/);
  });

  test.each([
    [["blame", "--format", "sarif"], 2, "Choose from:"],
    [["blame", "--group-by", "cause"], 2, "Choose from:"],
    [["blame", "--top", "0"], 2, "--top takes a whole number of at least 1"],
    [["blame", "--cause", "nonsense"], 2, 'There is no cause "nonsense"'],
    [["blame", "--from", "nowhere.txt"], 4, "nowhere.txt does not exist"],
    [["blame", "--go", "no-such-go"], 3, "no-such-go"],
  ])("refuses %j", async (args, code, message) => {
    const { exitCode, stdout, stderr } = await runCli(args);
    expect([exitCode, stdout]).toEqual([code, ""]);
    expect(stderr).toContain(message);
  });
});
