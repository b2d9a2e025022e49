// build, blame and explain, ranked by what was allocated.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Blame, blameSchema } from "../../src/records/blame.js";
import { profileReportSchema } from "../../src/records/profile.js";
import { type Stories, storiesSchema } from "../../src/records/story.js";
import { makeDirectory, ROOT, runCli } from "../helpers/cli.js";
import { go, goMinor, withoutGo } from "../helpers/go.js";

const WORDS = join(ROOT, "samples", "words");
const PROFILE = "words.mem.pb.gz";

async function run(...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCli(args, { cwd: WORDS });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return stdout;
}

/** What profile itself has at the sites of a cause in words.go. */
async function profiled(cause: string): Promise<number> {
  const text = await run("profile", PROFILE, "--format", "json", "--top", "1000");
  const sites = profileReportSchema.parse(JSON.parse(text)).rows.flatMap((row) => row.sites);
  const own = sites.filter((site) => site.file === "words.go" && site.cause === cause);
  return own.reduce((sum, { flat }) => sum + Number(flat), 0);
}

// Other releases make other calls of the same source.
describe.skipIf(withoutGo || goMinor < 26)("ranked by a profile", () => {
  test("build has the bytes of profile, by cause and by place, the heaviest first", async () => {
    const text = await run("build", "--profile", PROFILE);
    expect(text).toMatch(/^ *133\.29MB +95\.0% +string-building /m);
    expect(text).toMatch(/^ +4\.43MB +3\.2% +slice-growth /m);
    const first = text.slice(text.indexOf("Worth a look first"));
    expect(await profiled("string-building")).toBe(139_767_088);
    expect(first).toMatch(/^Worth a look first\nwords\.go:40 +Render +133\.29MB 92\.9%/);
    expect(text.replace(/\s+/g, " ")).toContain(
      "By words.mem.pb.gz: 143.45MB allocated in 364,591 objects, 97.8% of it at what is listed here.",
    );
  });

  test("build groups by anything, and in Markdown", async () => {
    const text = await run("build", "--profile", PROFILE, "--group-by", "function", "--format", "markdown");
    expect(text).toMatch(/^\| 140\.02MB \| \d+ \| [\d.]+% \| `example\.com\/words\.Render` \|/m);
    const others = await run("build", "--profile", PROFILE, "--function", "Count", "--top", "2");
    expect(others).not.toContain("Render");
    expect(others).toMatch(/^words\.go:24 +Count +101\.77kB <0\.1%/m);
  });

  test("blame adds up what was allocated at the escapes of a culprit", async () => {
    const blame: Blame = blameSchema.parse(JSON.parse(await run("blame", "--profile", PROFILE, "--format", "json")));
    const sums = blame.culprits.map(({ bytes = 0 }) => bytes);
    expect(sums).toEqual([...sums].sort((a, b) => b - a));
    expect(blame.culprits[0]).toMatchObject({
      name: "fmt.Sprintf",
      bytes: await profiled("interface-conversion"),
    });
    expect(blame.profile).toMatchObject({ name: PROFILE, total: 150_420_720 });
    expect(sums.reduce((sum, each) => sum + each, 0)).toBe(blame.profile?.joined);
    expect(await run("blame", "--profile", PROFILE)).toMatch(/^ *bytes +escapes +sure .*\n *2\.29MB /m);
  });

  test("explain tells those first that allocate most, with how much", async () => {
    const text = await run("explain", "*", "--profile", PROFILE, "--format", "json");
    const stories: Stories = storiesSchema.parse(JSON.parse(text));
    const bytes = stories.sites.map(({ allocated }) => allocated?.bytes ?? 0);
    expect(bytes).toEqual([...bytes].sort((a, b) => b - a));
    expect(stories.stories[0]).toMatchObject({
      escape: { cause: "interface-conversion" },
      allocated: { share: expect.closeTo(0.016, 3) },
    });
    expect(await run("explain", "words.go:23", "--profile", PROFILE)).toContain(
      "The profile shows 93.94kB in 4,008 objects, <0.1% of all that was allocated.",
    );
  });

  test("build takes a CPU profile, such as a default.pgo, where there is no better one", async () => {
    const directory = makeDirectory();
    const file = join(directory, "default.pgo");
    const bench = ["-run=^$", "-bench=Render", "-benchtime=300ms", `-cpuprofile=${file}`];
    await go(["test", ...bench, "-o", join(directory, "words.test"), "."], WORDS);
    const text = await run("build", "--profile", file, "--function", "Render", "--top", "1");
    expect(text.replace(/\s+/g, " ")).toMatch(
      /By \S+default\.pgo, a CPU profile of [\d.]+s of CPU: first comes what is/,
    );
    expect(text).toMatch(/^words\.go:\d+(?::\d+)? +Render +[\d.]+s of CPU [\d.]+%/m);
    const blamed = await runCli(["blame", "--profile", file], { cwd: WORDS });
    expect(blamed).toMatchObject({ exitCode: 4, stdout: "" });
    expect(blamed.stderr).toContain("is a CPU profile");
    const both = await runCli(["build", "--profile", file, "--profile", PROFILE], { cwd: WORDS });
    expect(both).toMatchObject({ exitCode: 2, stdout: "" });
  });

  test("build takes the default.pgo of a program by itself", async () => {
    const asProgram = (name: string) =>
      readFileSync(join(WORDS, name), "utf8").replace(/^package words$/m, "package main");
    const directory = makeDirectory({
      "go.mod": "module example.com/tool\n\ngo 1.22\n",
      "words.go": asProgram("words.go"),
      "words_test.go": asProgram("words_test.go"),
      "main.go": 'package main\n\nfunc main() { println(Render(Count("a b a"))) }\n',
    });
    const bench = ["-run=^$", "-bench=Render", "-benchtime=300ms", "-cpuprofile=default.pgo"];
    await go(["test", ...bench, "-o", join(directory, "words.test"), "."], directory);
    const { stdout } = await runCli(["build"], { cwd: directory });
    expect(stdout.replace(/\s+/g, " ")).toMatch(
      /By default\.pgo, a CPU profile of [\d.]+s of CPU: first comes what is/,
    );
    expect(stdout).toMatch(/^words\.go:\d+(?::\d+)? +Render +[\d.]+s of CPU [\d.]+%/m);
    expect((await runCli(["build", "--", "-pgo=off"], { cwd: directory })).stdout).not.toContain("CPU profile");
    expect((await runCli(["build", "--format", "ndjson"], { cwd: directory })).exitCode).toBe(0);
  });

  test("formats that hold every record say where to get the numbers", async () => {
    const { exitCode, stdout, stderr } = await runCli(["build", "--profile", PROFILE, "--format", "json"], {
      cwd: WORDS,
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain("escape-report profile FILE --format json");
  });

  test("what is no heap profile is told before anything is built", async () => {
    const { exitCode, stderr } = await runCli(["build", "--profile", "words.go", "--verbose"], { cwd: WORDS });
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/^escape-report: words\.go is no profile/);
  });
});
