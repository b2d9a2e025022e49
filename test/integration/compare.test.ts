import { mkdir, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { diffSchema } from "../../src/records/diff.js";
import { runCli, startCli } from "../helpers/cli.js";
import { goMinor } from "../helpers/go.js";
import {
  cloneRepository,
  createRepository,
  type Files,
  GIT_ENVIRONMENT,
  TestRepository,
  temporaryDirectory,
} from "../helpers/repository.js";

const GO_MOD = "module example.com/app\n\ngo 1.19\n";
/** One allocation: x. */
const NEW = "package p\n\nfunc New() *int {\n\tx := 1\n\treturn &x\n}\n";
/** One allocation: n. */
const BOX = "\nvar Sink any\n\nfunc Box(n int) {\n\tSink = n\n}\n";
const APP: Files = { "go.mod": GO_MOD, "p/p.go": NEW };

/** A command line in a repository, with a cache of its own. */
class Compare {
  readonly environment: Readonly<Record<string, string>>;

  constructor(
    readonly repository: TestRepository,
    readonly cache: string,
    environment: Readonly<Record<string, string>> = {},
  ) {
    this.environment = { ...GIT_ENVIRONMENT, ESCAPE_REPORT_CACHE: cache, GOWORK: "", ...environment };
  }

  run(...args: readonly string[]) {
    return runCli(["compare", ...args], { cwd: this.repository.directory, env: this.environment });
  }

  /** Runs it and reads the diff. */
  async diff(...args: readonly string[]) {
    const { exitCode, stdout, stderr } = await this.run("--format", "json", ...args);
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    return diffSchema.parse(JSON.parse(stdout));
  }

  /** What differs, in words. */
  async differences(...args: readonly string[]): Promise<string[]> {
    const { added, removed, moved, changed } = await this.diff(...args);
    return [
      ...added.map(({ file, line, message }) => `+ ${file}:${line}: ${message}`),
      ...removed.map(({ file, line, message }) => `- ${file}:${line}: ${message}`),
      ...moved.map(({ after }) => `moved ${after.message}`),
      ...changed.map(({ after }) => `changed ${after.message}`),
    ];
  }
}

async function compareIn(files: Files, branch = "main"): Promise<Compare> {
  return new Compare(await createRepository(files, branch), join(await temporaryDirectory(), "cache"));
}

const BOXED = "+ p/p.go:11: n escapes to heap";

describe("compare", () => {
  test("without a revision shows what the branch and uncommitted changes did since they left the default branch", async () => {
    const compare = await compareIn(APP);
    const { repository } = compare;
    await repository.git("checkout", "--quiet", "-b", "feature");
    await repository.commit({ "p/p.go": NEW + BOX });
    await repository.git("checkout", "--quiet", "main");
    await repository.commit({ "p/later.go": "package p\n\nfunc Later() *int { return new(int) }\n" });
    await repository.git("checkout", "--quiet", "feature");
    expect(await compare.differences()).toEqual([BOXED]);
    await repository.write({ "p/new.go": "package p\n\nfunc Other() *int { return new(int) }\n" });
    expect(await compare.differences()).toEqual(["+ p/new.go:3: new(int) escapes to heap", BOXED]);
    expect(await compare.differences("HEAD")).toEqual(["+ p/new.go:3: new(int) escapes to heap"]);
    const diff = await compare.diff();
    expect(diff.before.name).toBe("merge base with main");
    expect(diff.before.revision).toBe(await repository.git("rev-parse", "main~1"));
    expect(diff.after.name).toBe("working tree");
  });

  test("takes two revisions and leaves the working tree out", async () => {
    const compare = await compareIn(APP);
    await compare.repository.commit({ "p/p.go": NEW + BOX });
    await compare.repository.write({ "p/p.go": "this is no Go" });
    expect(await compare.differences("HEAD~1", "HEAD")).toEqual([BOXED]);
    expect(await compare.differences("HEAD", "HEAD~1")).toEqual(["- p/p.go:11: n escapes to heap"]);
    expect(await compare.differences("HEAD", "main")).toEqual([]);
  });

  test("reads files as records name them: the same for both sides and for plain builds", async () => {
    const compare = await compareIn(APP);
    await compare.repository.commit({ "p/p.go": `// A comment.\n\n${NEW}` });
    const { unchanged, added, removed, moved } = await compare.diff("HEAD~1");
    expect({ unchanged, added, removed, moved }).toEqual({ unchanged: 1, added: [], removed: [], moved: [] });
  });

  test("never builds a cached base again", async () => {
    const compare = await compareIn(APP);
    await compare.repository.write({ "p/p.go": NEW + BOX });
    expect(await compare.differences("HEAD")).toEqual([BOXED]);
    // Proof: neither the files of the base nor its objects in the repository are there any more.
    await rm(join(compare.cache, "checkouts"), { recursive: true });
    const { stderr, exitCode } = await compare.run("HEAD", "--verbose", "--format", "json");
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain("read-tree");
    expect(stderr.match(/^go list .*-export/gm)).toHaveLength(1);
    expect(await readdir(join(compare.cache, "checkouts"))).toEqual([]);
    // With tests or other flags it is another report.
    for (const other of [["--tests"], ["--", "-tags=x"]]) {
      const again = await compare.run("HEAD", "--verbose", ...other);
      expect(again.stderr.match(/^go list .*-export/gm)).toHaveLength(2);
    }
  });

  test("says the same whether packages that did not change were parsed or left out", async () => {
    const compare = await compareIn({
      "go.mod": GO_MOD,
      "p/p.go": NEW + BOX,
      "leaf/leaf.go":
        "package leaf\n\ntype T struct{ p *int }\n\n//go:noinline\nfunc (t *T) Keep(p *int) int { return *p }\n",
      "user/user.go":
        'package user\n\nimport (\n\t"example.com/app/leaf"\n\t"example.com/app/p"\n)\n\n' +
        "func Use(t *leaf.T) int {\n\tn := 3\n\tp.Box(n)\n\treturn t.Keep(&n)\n}\n",
      "user/user_test.go": 'package user\n\nimport "testing"\n\nfunc TestUse(t *testing.T) { t.Log(Use(nil)) }\n',
    });
    await compare.repository.write({
      "leaf/leaf.go":
        "package leaf\n\ntype T struct{ p *int }\n\n//go:noinline\nfunc (t *T) Keep(p *int) int { t.p = p; return *p }\n",
    });
    for (const args of [["HEAD"], ["HEAD", "--all"], ["HEAD", "--group-by", "package", "--tests"]]) {
      const first = await compare.diff(...args);
      expect(first.added.map(({ function: name, reason }) => [name, reason])).toContainEqual(["Use", 0]);
      expect(first.unchanged).toBeGreaterThan(1);
      expect(await compare.diff(...args)).toEqual(first);
    }
  });

  test("builds a base again whose place in the cache was damaged", async () => {
    const compare = await compareIn({ ...APP, "q/q.go": NEW.replace("package p", "package q") });
    await compare.repository.write({ "p/p.go": NEW + BOX });
    const first = await compare.diff("HEAD");
    const reports = join(compare.cache, "reports");
    for (const name of await readdir(reports)) {
      await writeFile(join(reports, name), (await readFile(join(reports, name))).subarray(0, 100));
      expect(await compare.diff("HEAD")).toEqual(first);
    }
  });

  test("drops old cache entries by size", async () => {
    const compare = await compareIn(APP);
    await compare.repository.commit({ "p/p.go": NEW + BOX });
    const small = new Compare(compare.repository, compare.cache, { ESCAPE_REPORT_CACHE_MB: "0" });
    expect(await small.differences("HEAD~1", "HEAD")).toEqual([BOXED]);
    expect(await readdir(join(compare.cache, "reports"))).toEqual([]);
    const [checkouts = ""] = await readdir(join(compare.cache, "checkouts"));
    expect(await readdir(join(compare.cache, "checkouts", checkouts))).toEqual([]);
  });

  test("leaves the checkout, the index, the stash and the worktrees alone", async () => {
    const compare = await compareIn(APP);
    const { repository } = compare;
    await repository.commit({ "p/p.go": NEW + BOX });
    await repository.write({ "p/p.go": `${NEW}// stashed\n` });
    await repository.git("stash", "--quiet");
    await repository.write({ "p/staged.go": "package p\n" });
    await repository.git("add", "p/staged.go");
    await repository.write({ "p/p.go": `${NEW}// changed\n`, "p/stray.go": "package p\n" });
    const before = await repository.state();
    const index = await readFile(join(repository.directory, ".git/index"));
    expect(await compare.differences("HEAD")).toEqual(["- p/p.go:11: n escapes to heap"]);
    expect(await repository.state()).toBe(before);
    expect(await readFile(join(repository.directory, ".git/index"))).toEqual(index);
  });

  test("works on a merge commit that merges and changes binary files", async () => {
    const compare = await compareIn({ ...APP, "data.bin": new Uint8Array([0, 1, 2, 255, 10, 13]) });
    const { repository } = compare;
    await repository.git("checkout", "--quiet", "-b", "side");
    await repository.commit({ "data.bin": new Uint8Array([0, 9, 255]), "p/p.go": NEW + BOX });
    await repository.git("checkout", "--quiet", "main");
    await repository.commit({ "other.bin": new Uint8Array([255, 0, 7]) });
    await repository.git("merge", "--quiet", "--no-ff", "--no-edit", "side");
    expect(await compare.differences("HEAD^1", "HEAD")).toEqual([BOXED]);
    expect(await compare.differences("HEAD^2", "HEAD")).toEqual([]);
  });

  test("works from a linked worktree", async () => {
    const compare = await compareIn(APP);
    const linked = new TestRepository(join(await temporaryDirectory(), "linked"));
    await compare.repository.git("worktree", "add", "--quiet", "-b", "feature", linked.directory);
    await linked.write({ "p/p.go": NEW + BOX });
    const before = await linked.state();
    expect(await new Compare(linked, compare.cache).differences()).toEqual([BOXED]);
    expect(await linked.state()).toBe(before);
  });

  test("ignores what git sets in the environment of a hook", async () => {
    const compare = await compareIn(APP);
    await compare.repository.write({ "p/p.go": NEW + BOX });
    const other = await createRepository({ a: "1" });
    const hook = new Compare(compare.repository, compare.cache, {
      GIT_DIR: join(other.directory, ".git"),
      GIT_INDEX_FILE: join(other.directory, ".git/index"),
    });
    expect(await hook.differences("HEAD")).toEqual([BOXED]);
  });
});

describe("two runs at once", () => {
  test("give the same answers as one after the other", async () => {
    const compare = await compareIn(APP);
    await compare.repository.commit({ "p/p.go": NEW + BOX });
    await compare.repository.commit({ "p/p.go": BOX.replace("\n", "package p\n") });
    const before = await compare.repository.state();
    const answers = await Promise.all([
      compare.differences("HEAD~2", "HEAD~1"),
      compare.differences("HEAD~1", "HEAD"),
      compare.differences("HEAD~2", "HEAD~1"),
    ]);
    expect(answers).toEqual([[BOXED], ["- p/p.go:4: moved to heap: x"], [BOXED]]);
    expect(await compare.repository.state()).toBe(before);
  });
});

describe("an interruption", () => {
  test.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)(
    "by %s at any moment leaves the repository as it was, and the next run works",
    async (signal) => {
      const compare = await compareIn(APP);
      const { repository } = compare;
      for (let i = 0; i < 3; i++) {
        const files = Array.from({ length: 150 }, (_, n) => [`p/f${n}.go`, `package p\n\nvar V${n} = ${i}\n`] as const);
        await repository.commit(Object.fromEntries(files));
      }
      await repository.write({ "p/p.go": NEW + BOX });
      const before = await repository.state();
      for (let i = 0; i < 8; i++) {
        const run = startCli(["compare", `HEAD~${i % 3}`, "--quiet"], {
          cwd: repository.directory,
          env: compare.environment,
        });
        await sleep(200 + Math.random() * 900);
        run.kill(signal);
        const { exitCode } = await run;
        // Before it listens for signals, it has no exit code of its own.
        if (signal === "SIGINT") expect([0, 130, undefined]).toContain(exitCode);
        expect(await repository.state()).toBe(before);
      }
      // Children of a process that was killed outright may still be at work.
      if (signal === "SIGKILL") await sleep(500);
      expect(await compare.differences("HEAD")).toEqual([BOXED]);
      expect(await repository.state()).toBe(before);
    },
  );
});

describe("a module below the repository's root", () => {
  test("is compared with itself, and files are named from its root", async () => {
    const compare = await compareIn({ "services/api/go.mod": GO_MOD, "services/api/p/p.go": NEW, "x.txt": "" });
    await compare.repository.write({ "services/api/p/p.go": NEW + BOX });
    expect(await compare.differences("HEAD", "-C", "services/api")).toEqual([BOXED]);
    expect(await compare.differences("HEAD", "-C", "services/api/p")).toEqual([BOXED]);
  });

  test("that the base does not have yet makes everything new, and says so", async () => {
    const compare = await compareIn({ "readme.txt": "" });
    await compare.repository.write({ "app/go.mod": GO_MOD, "app/p/p.go": NEW });
    const { exitCode, stdout, stderr } = await compare.run("HEAD", "-C", "app", "--format", "json");
    expect(exitCode).toBe(0);
    expect(diffSchema.parse(JSON.parse(stdout)).added).toHaveLength(1);
    expect(stderr).toContain("There is no Go module in app at HEAD");
  });

  test("can be built in part, also where the base lacks a part", async () => {
    const compare = await compareIn({ ...APP, "q/q.go": NEW });
    await compare.repository.write({ "q/q.go": NEW + BOX, "p/p.go": NEW + BOX, "r/r.go": NEW });
    expect(await compare.differences("HEAD", "--packages", "./p")).toEqual([BOXED]);
    const { stderr, stdout } = await compare.run("HEAD", "--packages", "./r", "--format", "json");
    expect(diffSchema.parse(JSON.parse(stdout)).added).toHaveLength(1);
    expect(stderr).toContain("./r is not there at HEAD");
  });
});

describe("a workspace", () => {
  const MODULES: Files = {
    "lib/go.mod": "module example.com/lib\n\ngo 1.19\n",
    "lib/lib.go": NEW.replace("package p", "package lib"),
    "app/go.mod": "module example.com/app\n\ngo 1.19\n",
    "app/main.go": 'package main\n\nimport "example.com/lib"\n\nfunc main() { println(*lib.New()) }\n',
  };
  const GO_WORK = "go 1.19\n\nuse (\n\t./app\n\t./lib\n)\n";
  const CHANGED: Files = { "lib/lib.go": (NEW + BOX).replace("package p", "package lib") };
  const ADDED = ["+ lib/lib.go:11: n escapes to heap"];

  test("that is committed is built at each commit as it was there", async () => {
    const compare = await compareIn({ ...MODULES, "go.work": GO_WORK });
    await compare.repository.write(CHANGED);
    expect(await compare.differences("HEAD")).toEqual(ADDED);
    expect((await compare.run("HEAD")).stderr).not.toContain("and counted too");
  });

  test("is told where one of its modules is asked for and another one is imported", async () => {
    const compare = await compareIn({ ...MODULES, "go.work": GO_WORK });
    await compare.repository.write(CHANGED);
    const app = join(compare.repository.directory, "app");
    const { stdout, stderr } = await compare.run("HEAD", "-C", app, "--format", "json");
    expect(diffSchema.parse(JSON.parse(stdout)).added).toHaveLength(1);
    expect(stderr).toContain("Imported from a module of the workspace, and counted too: example.com/lib.");
    const named = await compare.run("HEAD", "-C", app, "--format", "json", "--scope", "named");
    expect(diffSchema.parse(JSON.parse(named.stdout)).added).toHaveLength(0);
    expect(named.stderr).not.toContain("and counted too");
  });

  test("that git does not have is the same for both sides", async () => {
    const compare = await compareIn({ ...MODULES, ".gitignore": "go.work\n" });
    await compare.repository.write({ ...CHANGED, "go.work": GO_WORK });
    expect(await compare.differences("HEAD", "--packages", "./app/...", "-C", ".", "--quiet")).toEqual(ADDED);
  });

  test("around the repository is left out of both sides, and that is said", async () => {
    const compare = await compareIn(APP);
    const parent = join(compare.repository.directory, "..");
    await writeFile(join(parent, "go.work"), "go 1.19\n\nuse ./repository\n");
    await compare.repository.write({ "p/p.go": NEW + BOX });
    const { exitCode, stdout, stderr } = await compare.run("HEAD", "--format", "json");
    expect(exitCode).toBe(0);
    expect(diffSchema.parse(JSON.parse(stdout)).added).toHaveLength(1);
    expect(stderr).toContain("lies outside the repository");
  });
});

describe("a submodule", () => {
  const MAIN: Files = {
    "go.mod":
      "module example.com/app\n\ngo 1.19\n\nrequire example.com/lib v0.0.0\n\nreplace example.com/lib => ./lib\n",
    "main.go": 'package main\n\nimport "example.com/lib"\n\nfunc main() { println(*lib.New()) }\n',
  };

  test("is built at the commit that the revision records", async () => {
    const library = await createRepository({
      "go.mod": "module example.com/lib\n\ngo 1.19\n",
      "lib.go": NEW.replace("package p", "package lib"),
    });
    const compare = await compareIn(MAIN);
    const { repository } = compare;
    await repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library.directory, "lib");
    await repository.commit({});
    await repository.write({ "lib/lib.go": (NEW + BOX).replace("package p", "package lib") });
    const { added, removed } = await compare.diff("HEAD", "--scope", "all", "--package", "example.com/lib");
    expect(added.map(({ message, line }) => `${line}: ${message}`)).toEqual(["11: n escapes to heap"]);
    expect(removed).toEqual([]);

    const clone = await cloneRepository(repository);
    const { exitCode, stderr } = await new Compare(clone, compare.cache).run("HEAD~1", "HEAD");
    expect(exitCode).toBe(3);
    const { stderr: second } = await new Compare(clone, compare.cache).run("HEAD", "HEAD~1");
    expect(stderr + second).toContain("The submodule lib is missing");
    expect(stderr + second).toContain("git submodule update --init -- lib");
  });
});

describe("what cannot be compared", () => {
  test("is told with exit code 2 for wrong usage", async () => {
    const compare = await compareIn(APP);
    for (const [args, text] of [
      [["main..HEAD"], "is a range"],
      [["--", "x"], "is no flag of go build"],
      [["--go", "a", "--go", "b", "--go", "c"], "at most two --go"],
      [["main", "HEAD", "--go", "go1.26.0", "--go", "go1.27.0"], "one revision at most"],
    ] as const) {
      const { exitCode, stderr } = await compare.run(...args);
      expect(stderr).toContain(text);
      expect(exitCode).toBe(2);
    }
  });

  test("is told with exit code 3 when git lacks it", async () => {
    const compare = await compareIn(APP);
    const { exitCode, stderr } = await compare.run("no-such-branch");
    expect(exitCode).toBe(3);
    expect(stderr).toContain('git knows no commit "no-such-branch"');
    const outside = new Compare(new TestRepository(await temporaryDirectory()), compare.cache);
    const result = await outside.run();
    expect(result.exitCode).toBe(3);
    expect(result.stderr).toContain("not a git repository");
  });

  test("is told with exit code 3 when the base does not build", async () => {
    const compare = await compareIn({ ...APP, "p/broken.go": "package p\n\nfunc Broken() { undefined() }\n" });
    await compare.repository.write({ "p/broken.go": null });
    const { exitCode, stderr } = await compare.run("HEAD");
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/HEAD \([0-9a-f]{12}\) could not be built/);
    expect(stderr).toContain("undefined: undefined");
    expect(stderr).toContain("Only what is committed is built");
  });

  test("a branch or revision that starts with a dash is never a flag of git", async () => {
    const compare = await compareIn(APP);
    expect((await compare.run("--upload-pack=sh")).exitCode).toBe(2);
    expect((await compare.run("-x")).exitCode).toBe(2);
    await compare.repository.git("update-ref", "refs/heads/-x", "HEAD");
    expect(await compare.differences("refs/heads/-x")).toEqual([]);
  });

  test("in a shallow clone says how to deepen it, and works once that is done", async () => {
    const made = await createRepository(APP);
    await made.git("checkout", "--quiet", "-b", "feature");
    await made.commit({ "p/p.go": NEW + BOX });
    await made.git("checkout", "--quiet", "main");
    await made.commit({ "readme.txt": "" });
    const clone = await cloneRepository(made, "--depth=1", "--no-single-branch", "--branch=feature");
    const compare = new Compare(clone, join(await temporaryDirectory(), "cache"));
    const { exitCode, stderr } = await compare.run();
    expect(exitCode).toBe(3);
    const [, command = ""] = /^ {2}git (fetch --deepen=\d+ \S+)$/m.exec(stderr) ?? [];
    await clone.git(...command.split(" "));
    expect(await compare.differences()).toEqual([BOXED]);
  });
});

describe("the default branch", () => {
  test("is followed when it has another name", async () => {
    const made = await createRepository(APP, "trunk");
    const clone = await cloneRepository(made);
    await clone.write({ "p/p.go": NEW + BOX });
    const compare = new Compare(clone, join(await temporaryDirectory(), "cache"));
    expect((await compare.diff()).before.name).toBe("merge base with origin/trunk");
  });
});

describe.skipIf(goMinor < 21)("two toolchains", () => {
  test("are two go commands for one source, and no repository is needed", async () => {
    const directory = join(await temporaryDirectory(), "app");
    await mkdir(join(directory, "p"), { recursive: true });
    await writeFile(join(directory, "go.mod"), GO_MOD);
    await writeFile(join(directory, "p/p.go"), NEW);
    const { execa } = await import("execa");
    const goroot = (await execa("go", ["env", "GOROOT"], { cwd: directory, env: { GOTOOLCHAIN: "local" } })).stdout;
    const go = join(await realpath(goroot), "bin", "go");
    const compare = new Compare(new TestRepository(directory), join(await temporaryDirectory(), "cache"));
    const diff = await compare.diff("--go", go, "--go", go);
    expect(diff.before.name).toBe(go);
    expect(diff.unchanged).toBe(1);
  });
});
