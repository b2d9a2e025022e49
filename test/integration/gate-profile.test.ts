// The gate's rule about code that a heap profile shows to be hot, on samples/words and the profile beside it.
import { readFileSync } from "node:fs";
import { cp, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { gateSchema } from "../../src/records/gate.js";
import { ROOT, runCli } from "../helpers/cli.js";
import { goMinor, withoutGo } from "../helpers/go.js";
import { createRepository, GIT_ENVIRONMENT, type TestRepository, temporaryDirectory } from "../helpers/repository.js";

const WORDS = join(ROOT, "samples", "words");
const PROFILE = "words.mem.pb.gz";
const SOURCE = readFileSync(join(WORDS, "words.go"), "utf8");
/** One new allocation in Render, which makes nearly all bytes, and one in Count, which makes 2% of them. */
const IN_RENDER = SOURCE.replace('\ttext := ""\n', '\ttext := ""\n\tkept = &Entry{Word: text}\n');
const IN_COUNT = SOURCE.replace("\treturn entries\n", "\tkept = &Entry{}\n\treturn entries\n");
const KEPT = "\nvar kept *Entry\n";

async function repositoryWith(rules: string): Promise<TestRepository> {
  const repository = await createRepository({ ".escape-report.yaml": rules });
  await cp(WORDS, repository.directory, { recursive: true });
  await repository.commit({ "words.go": SOURCE + KEPT }, "the base");
  return repository;
}

async function gate(repository: TestRepository, ...args: readonly string[]) {
  const cache = await temporaryDirectory();
  return runCli(["gate", "--base", "HEAD", "--cache-dir", cache, ...args], {
    cwd: repository.directory,
    env: GIT_ENVIRONMENT,
  });
}

const ANY = "new:\n  rules:\n    - allowed: any\n";

describe.skipIf(withoutGo || goMinor < 21)("hot code of a profile", () => {
  test("may get no new allocation, where all other code may", async () => {
    const repository = await repositoryWith(`${ANY}hot:\n  profile: ${PROFILE}\n  share: 90%\n`);
    await repository.write({ "words.go": IN_COUNT + KEPT });
    expect((await gate(repository)).exitCode).toBe(0);
    await repository.write({ "words.go": IN_RENDER + KEPT });
    const { exitCode, stdout, stderr } = await gate(repository);
    expect(exitCode, stderr).toBe(1);
    expect(stdout.replace(/\s+/g, " ")).toContain(
      `1 new heap allocation in the functions of the line that makes 90% of ${PROFILE}; none is allowed`,
    );
    const json = gateSchema.parse(JSON.parse((await gate(repository, "--format", "json")).stdout));
    expect(json.failures).toMatchObject([
      { rule: "hot-profile", found: 1, escapes: [{ function: "Render", expression: "&Entry{...}", isNew: true }] },
    ]);
  });

  test("is more of it, the larger the share", async () => {
    const repository = await repositoryWith(`${ANY}hot: [{ profile: ${PROFILE}, share: 1 }]\n`);
    await repository.write({ "words.go": IN_COUNT + KEPT });
    const { exitCode, stdout } = await gate(repository);
    expect(exitCode).toBe(1);
    expect(stdout.replace(/\s+/g, " ")).toMatch(/in the functions of the \d+ lines that make 100% of words\.mem/);
  });

  test("can be named on the command line, where the rules name none", async () => {
    const repository = await repositoryWith(ANY);
    await repository.write({ "words.go": IN_RENDER + KEPT });
    expect((await gate(repository)).exitCode).toBe(0);
    expect((await gate(repository, "--profile", PROFILE)).exitCode).toBe(1);
  });

  test.each([
    [`hot: { profile: ../${PROFILE} }`, 2, /hot: profile: \.\.\/words\.mem\.pb\.gz leads out of/],
    ["hot: { profile: link.pb.gz }", 2, /hot: profile: link\.pb\.gz leads out of/],
    ["hot: { profile: gone.pb.gz }", 4, /gone\.pb\.gz does not exist/],
    ["hot: { profile: words.go }", 4, /words\.go is no profile/],
    [`hot: { profile: ${PROFILE}, share: 900% }`, 2, /hot\.share: /],
  ])("that cannot be read, by %s, is told", async (rule, code, message) => {
    const repository = await repositoryWith(`${ANY}${rule}\n`);
    await symlink(join(WORDS, PROFILE), join(repository.directory, "link.pb.gz"));
    const { exitCode, stdout, stderr } = await gate(repository);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: "" });
    expect(stderr).toMatch(message);
  });

  test("of another program is wrong usage", async () => {
    const repository = await createRepository({
      "go.mod": "module example.com/other\n\ngo 1.21\n",
      "a.go": "package a\n",
      ".escape-report.yaml": ANY,
    });
    const { exitCode, stderr } = await gate(repository, "--profile", join(WORDS, PROFILE));
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/shows nothing that the code of this build allocates/);
  });
});
