import { describe, expect, test } from "vitest";
import { ToolchainError, UsageError } from "../../src/errors.js";
import { findRepository } from "../../src/git/repository.js";
import { defaultBranch, mergeBase, resolveRevision } from "../../src/git/revision.js";
import {
  cloneRepository,
  createRepository,
  GIT_ENVIRONMENT,
  type TestRepository,
  temporaryDirectory,
} from "../helpers/repository.js";

const open = ({ directory }: TestRepository) => findRepository({ directory, env: GIT_ENVIRONMENT });

async function failure(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => expect.unreachable("it should fail"),
    (error: Error) => error,
  );
}

describe("a repository", () => {
  test("counted from another in a shallow clone says how to deepen it", async () => {
    const made = await createRepository({ "a.txt": "1\n" });
    await made.commit({ "a.txt": "2\n" });
    const clone = await cloneRepository(made, "--depth=1");
    const repository = await findRepository({ directory: clone.directory, signal: new AbortController().signal });
    const { message } = (await resolveRevision(repository, "HEAD~1").catch((error: Error) => error)) as Error;
    const [, command = ""] = /git (fetch --deepen=\d+ \S+)/.exec(message) ?? [];
    await clone.git(...command.split(" "));
    await expect(resolveRevision(repository, "HEAD~1")).resolves.toMatchObject({ name: "HEAD~1" });
  });

  test("is found from a directory below its top", async () => {
    const made = await createRepository({ "services/api/go.mod": "module example.com/api\n" });
    const found = await findRepository({ directory: `${made.directory}/services/api`, env: GIT_ENVIRONMENT });
    expect(found).toMatchObject({ top: made.directory, prefix: "services/api", shallow: false });
    expect(found.commonDirectory).toBe(`${made.directory}/.git`);
  });

  test("is found from a linked worktree, which shares what the repository holds", async () => {
    const made = await createRepository({ a: "1" });
    const linked = `${await temporaryDirectory()}/linked`;
    await made.git("worktree", "add", "--quiet", "--detach", linked);
    const found = await findRepository({ directory: linked, env: GIT_ENVIRONMENT });
    expect(found.top).toBe(linked);
    expect(found.commonDirectory).toBe(`${made.directory}/.git`);
  });

  test("is that of the directory even where a hook's environment names another", async () => {
    const [one, other] = [await createRepository({ a: "1" }), await createRepository({ a: "2" })];
    const found = await findRepository({
      directory: one.directory,
      env: { ...GIT_ENVIRONMENT, GIT_INDEX_FILE: undefined },
    });
    expect(found.gitDirectory).not.toContain(other.directory);
    expect(await resolveRevision(found, "HEAD")).toEqual({ commit: await one.git("rev-parse", "HEAD"), name: "HEAD" });
  });

  test("has no top when it is bare", async () => {
    const bare = await cloneRepository(await createRepository({ a: "1" }), "--bare");
    expect(await open(bare)).toMatchObject({ top: null, prefix: "" });
  });

  test("that is none is an error with git's words and a next step", async () => {
    const error = await failure(findRepository({ directory: await temporaryDirectory(), env: GIT_ENVIRONMENT }));
    expect(error).toBeInstanceOf(ToolchainError);
    expect(error.message).toContain("not a git repository");
    expect(error.message).toContain("escape-report diff before.json after.json");
  });

  test("cannot be in a directory that is not there", async () => {
    expect(await failure(findRepository({ directory: "/no/such/place" }))).toBeInstanceOf(UsageError);
  });
});

describe("a revision", () => {
  test("can be whatever git takes", async () => {
    const made = await createRepository({ a: "1" });
    const first = await made.git("rev-parse", "HEAD");
    const second = await made.commit({ a: "2" }, "the second");
    await made.git("tag", "-a", "v1", "-m", "annotated", first);
    const repository = await open(made);
    for (const [name, commit] of [
      ["HEAD", second],
      ["main", second],
      ["HEAD~1", first],
      ["main^", first],
      ["v1", first],
      [first.slice(0, 8), first],
      [":/the second", second],
    ] as const) {
      expect(await resolveRevision(repository, name)).toEqual({ commit, name });
    }
  });

  test.each(["-x", "--output=/tmp/x", "--upload-pack=sh"])("never becomes a flag: %s", async (name) => {
    const repository = await open(await createRepository({ a: "1" }));
    const error = await failure(resolveRevision(repository, name));
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toContain("none starts with a dash");
  });

  test("can be a branch whose own name starts with a dash", async () => {
    const made = await createRepository({ a: "1" });
    const head = await made.git("rev-parse", "HEAD");
    await made.git("update-ref", "refs/heads/-x", head);
    expect(await resolveRevision(await open(made), "refs/heads/-x")).toMatchObject({ commit: head });
  });

  test("that is a range is refused with its two ends", async () => {
    const error = await failure(resolveRevision(await open(await createRepository({ a: "1" })), "main...HEAD"));
    expect(error.message).toContain("escape-report compare main HEAD");
  });

  test("that is misspelt is answered with the near one", async () => {
    const made = await createRepository({ a: "1" });
    await made.git("branch", "release");
    const error = await failure(resolveRevision(await open(made), "relaese"));
    expect(error).toBeInstanceOf(ToolchainError);
    expect(error.message).toContain('Did you mean "release"?');
  });

  test("that a shallow clone lacks is answered with the command that gets it", async () => {
    const made = await createRepository({ a: "1" });
    const first = await made.git("rev-parse", "HEAD");
    await made.commit({ a: "2" });
    await made.git("branch", "other");
    const clone = await cloneRepository(made, "--depth=1");
    const repository = await open(clone);
    expect(repository.shallow).toBe(true);
    expect((await failure(resolveRevision(repository, first))).message).toContain(
      `git fetch --depth=1 origin ${first}\n`,
    );
    const { message } = await failure(resolveRevision(repository, "origin/other"));
    const [, command = ""] = /git (fetch --depth=1 \S+ \S+)/.exec(message) ?? [];
    await clone.git(...command.split(" "));
    expect(await resolveRevision(repository, "origin/other")).toMatchObject({ name: "origin/other" });
  });

  test("HEAD of a repository without a commit is an error that says so", async () => {
    const made = await createRepository({ a: "1" });
    await made.git("checkout", "--quiet", "--orphan", "empty");
    expect((await failure(resolveRevision(await open(made), "HEAD"))).message).toContain("no commit yet");
  });
});

describe("the default branch", () => {
  test("is what the remote's HEAD points at", async () => {
    const clone = await cloneRepository(await createRepository({ a: "1" }, "trunk"));
    expect((await defaultBranch(await open(clone))).name).toBe("origin/trunk");
  });

  test("is found after it was renamed on the server", async () => {
    const made = await createRepository({ a: "1" }, "master");
    const clone = await cloneRepository(made);
    await made.git("branch", "--move", "master", "main");
    await clone.git("fetch", "--quiet", "--prune", "origin");
    expect((await defaultBranch(await open(clone))).name).toBe("origin/main");
  });

  test.each(["main", "master"])("is %s in a repository without a remote", async (branch) => {
    const repository = await open(await createRepository({ a: "1" }, branch));
    expect((await defaultBranch(repository)).name).toBe(branch);
  });

  test("that cannot be told is an error that says how to name the base", async () => {
    const repository = await open(await createRepository({ a: "1" }, "develop"));
    const error = await failure(defaultBranch(repository));
    expect(error).toBeInstanceOf(ToolchainError);
    expect(error.message).toContain("escape-report compare BRANCH");
  });
});

describe("the merge base", () => {
  test("is where the two lines part", async () => {
    const made = await createRepository({ a: "1" });
    const fork = await made.git("rev-parse", "HEAD");
    await made.git("checkout", "--quiet", "-b", "feature");
    await made.commit({ b: "1" });
    await made.git("checkout", "--quiet", "main");
    await made.commit({ c: "1" });
    const repository = await open(made);
    const [main, feature] = [await resolveRevision(repository, "main"), await resolveRevision(repository, "feature")];
    expect(await mergeBase(repository, main, feature)).toEqual({ commit: fork, name: "merge base with main" });
  });

  test("that a shallow clone does not reach is answered with how to deepen it", async () => {
    const made = await createRepository({ a: "1" });
    await made.git("checkout", "--quiet", "-b", "feature");
    await made.commit({ b: "1" });
    await made.git("checkout", "--quiet", "main");
    await made.commit({ c: "1" });
    const repository = await open(await cloneRepository(made, "--depth=1", "--no-single-branch"));
    const [main, feature] = [
      await resolveRevision(repository, "origin/main"),
      await resolveRevision(repository, "origin/feature"),
    ];
    const error = await failure(mergeBase(repository, main, feature));
    expect(error).toBeInstanceOf(ToolchainError);
    expect(error.message).toContain("git fetch --deepen=200 origin");
    expect(error.message).toContain("git fetch --unshallow origin");
  });

  test("of unrelated histories is an error", async () => {
    const made = await createRepository({ a: "1" });
    await made.git("checkout", "--quiet", "--orphan", "other");
    await made.commit({ b: "1" });
    const repository = await open(made);
    const [main, other] = [await resolveRevision(repository, "main"), await resolveRevision(repository, "other")];
    expect((await failure(mergeBase(repository, main, other))).message).toContain("no commit in common");
  });
});
