import { readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { gateSchema } from "../../src/records/gate.js";
import { runCli } from "../helpers/cli.js";
import {
  createRepository,
  type Files,
  GIT_ENVIRONMENT,
  type TestRepository,
  temporaryDirectory,
} from "../helpers/repository.js";

/** One allocation: x. */
const NEW = "package p\n\nfunc New() *int {\n\tx := 1\n\treturn &x\n}\n";
/** One allocation: n. */
const BOX = "\nvar Sink any\n\nfunc Box(n int) {\n\tSink = n\n}\n";
const APP: Files = { "go.mod": "module example.com/app\n\ngo 1.19\n", "p/p.go": NEW };
const CHANGED: Files = { "p/p.go": NEW + BOX };

/** A command line in a repository, with a cache of its own. */
class GateRun {
  constructor(
    readonly repository: TestRepository,
    private readonly cache: string,
  ) {}

  run(...args: readonly string[]) {
    return runCli(["gate", ...args], {
      cwd: this.repository.directory,
      env: { ...GIT_ENVIRONMENT, ESCAPE_REPORT_CACHE: this.cache, GOWORK: "" },
    });
  }

  file(name: string): Promise<string> {
    return readFile(join(this.repository.directory, name), "utf8");
  }
}

async function gateIn(files: Files = APP): Promise<GateRun> {
  return new GateRun(await createRepository(files), join(await temporaryDirectory(), "cache"));
}

describe("the exit code of gate", () => {
  test("is 0 when nothing new escapes, and it says so", async () => {
    const gate = await gateIn();
    await gate.repository.write({ "p/p.go": `// More words.\n\n${NEW}` });
    const { exitCode, stdout } = await gate.run();
    expect(stdout).toContain("The gate passes: no heap allocation that was not there before, 1 in all.");
    expect(exitCode).toBe(0);
  });

  test("is 1 when something new escapes, and the message explains it to somebody who never heard of it", async () => {
    const gate = await gateIn();
    await gate.repository.write(CHANGED);
    const { exitCode, stdout } = await gate.run("--base", "HEAD");
    expect(exitCode).toBe(1);
    const text = stdout.replace(/\s+/g, " ");
    for (const part of [
      "FAIL: 1 new heap allocation; none is allowed",
      "The Go compiler decides which values live on the stack",
      "p/p.go:11:",
      "n escapes to heap",
      "Sink = n",
      "Where: Box, package example.com/app/p",
      "Why it escapes: boxed into an interface",
      "Why it is new: there was no such allocation, or fewer, in this function at HEAD (",
      "What can be done: ",
      "causes.md#interface-conversion",
      "in .escape-report.yaml exempt: - packages:",
      "escape-report gate --base ",
    ]) {
      expect(text).toContain(part);
    }
  });

  test("is 1 in every format", async () => {
    const gate = await gateIn();
    await gate.repository.write(CHANGED);
    for (const format of ["table", "json", "ndjson", "markdown", "sarif", "github", "gitlab", "unix"]) {
      const { exitCode, stdout } = await gate.run("--base", "HEAD", "--format", format);
      expect(exitCode).toBe(1);
      expect(stdout).toContain("p/p.go");
    }
  });

  test("is 2 for wrong usage and for a configuration that is not valid", async () => {
    const gate = await gateIn();
    expect((await gate.run("--base", "HEAD", "--baseline", "b.txt")).exitCode).toBe(2);
    expect((await gate.run("--write-baseline", "--cause", "returned")).exitCode).toBe(2);
    expect((await gate.run("--no-such-option")).exitCode).toBe(2);
    await gate.repository.write({ ".escape-report.yaml": "budgts: []\n" });
    const { exitCode, stderr } = await gate.run();
    expect(exitCode).toBe(2);
    expect(stderr).toContain('there is no "budgts" here. Did you mean "budgets"?');
  });

  test("is 3 when go or git fails", async () => {
    const gate = await gateIn();
    expect((await gate.run("--base", "nowhere")).exitCode).toBe(3);
    await gate.repository.write({ "p/p.go": "package p\n\nfunc F() { undefined() }\n" });
    const { exitCode, stderr } = await gate.run("--base", "HEAD");
    expect(exitCode).toBe(3);
    expect(stderr).toContain("undefined: undefined");
  });

  test("is 4 for a baseline that cannot be read", async () => {
    const gate = await gateIn();
    const { exitCode, stderr } = await gate.run("--baseline", "b.txt");
    expect(exitCode).toBe(4);
    expect(stderr).toContain("escape-report gate --baseline b.txt --write-baseline");
    await gate.repository.write({ "b.txt": "something else\n" });
    expect((await gate.run("--baseline", "b.txt")).exitCode).toBe(4);
  });
});

describe("the ways to accept an allocation that the message names", () => {
  test("work as they are printed: an exemption", async () => {
    const gate = await gateIn();
    await gate.repository.write(CHANGED);
    const { stdout } = await gate.run("--base", "HEAD");
    const lines = stdout.split("\n");
    const start = lines.findIndex((line) => line.trim() === "exempt:");
    const end = lines.findIndex((line) => line.includes("reason: "));
    const yaml = lines.slice(start, end + 1).map((line) => line.slice(6));
    await gate.repository.write({ ".escape-report.yaml": `${yaml.join("\n")}\n` });
    expect((await gate.run("--base", "HEAD", "--config-from", "head")).exitCode).toBe(0);
  });

  test("work as they are printed: the command that writes the baseline", async () => {
    const gate = await gateIn();
    await gate.run("--baseline", "b.txt", "--write-baseline");
    await gate.repository.write(CHANGED);
    const { exitCode, stdout } = await gate.run("--baseline", "b.txt");
    expect(exitCode).toBe(1);
    const [, command = ""] = /^ *escape-report gate (.*--write-baseline)$/m.exec(stdout) ?? [];
    expect((await gate.run(...command.split(" "))).exitCode).toBe(0);
    expect((await gate.run("--baseline", "b.txt")).exitCode).toBe(0);
  });
});

describe("a baseline", () => {
  test("does not change when unrelated lines move, and needs no git", async () => {
    const gate = await gateIn({ ...APP, ...CHANGED });
    await gate.run("--baseline", "b.txt", "--write-baseline");
    const text = await gate.file("b.txt");
    expect(text).toContain("1\tBox\tinterface-conversion\tn escapes to heap\n1\tNew\treturned\tmoved to heap: x\n");
    await gate.repository.write({ "p/p.go": (NEW + BOX).replace("package p\n", "package p\n\n// More.\n\n") });
    await gate.run("--baseline", "b.txt", "--write-baseline");
    expect(await gate.file("b.txt")).toBe(text);
  });

  test("that is there is used without being named; what is stale is told and pruned", async () => {
    const gate = await gateIn({ ...APP, ...CHANGED });
    await gate.run("--write-baseline");
    expect(await gate.file(".escape-baseline.txt")).toContain("n escapes to heap");
    await gate.repository.commit({});
    await gate.repository.write({ "p/p.go": NEW });
    const { exitCode, stdout } = await gate.run();
    expect(exitCode).toBe(0);
    expect(stdout).toContain("1 entry of the baseline is stale");
    expect(stdout).toContain("example.com/app/p Box: n escapes to heap");
    expect((await gate.run("--prune")).exitCode).toBe(0);
    expect(await gate.file(".escape-baseline.txt")).not.toContain("n escapes to heap");
    expect((await gate.run()).stdout).not.toContain("stale");
  });

  test("of another build is refused with what differs, unless told otherwise", async () => {
    const gate = await gateIn();
    await gate.run("--baseline", "b.txt", "--write-baseline");
    const other = (await gate.file("b.txt")).replace(/^go: .*$/m, "go: go1.5").replace(/^flags: .*$/m, "flags: -race");
    await writeFile(join(gate.repository.directory, "b.txt"), other);
    const { exitCode, stderr } = await gate.run("--baseline", "b.txt");
    expect(exitCode).toBe(2);
    expect(stderr).toContain("go: go1.5 in the baseline, ");
    expect(stderr).toContain("flags: -race in the baseline, none now");
    expect((await gate.run("--baseline", "b.txt", "--any-build")).exitCode).toBe(0);
  });
});

describe("a comment in the source", () => {
  test.each(["//escape:none", "//gcassert:noescape"])(
    "%s over a function fails when something escapes",
    async (text) => {
      const gate = await gateIn({ ...APP, "p/p.go": NEW.replace("func New", `${text}\nfunc New`) });
      const { exitCode, stdout } = await gate.run("--base", "HEAD");
      expect(exitCode).toBe(1);
      expect(stdout).toContain(`1 heap allocation where a comment says ${text}`);
      await gate.repository.write({ "p/p.go": `package p\n\n${text}\nfunc New() int {\n\tx := 1\n\treturn x\n}\n` });
      expect((await gate.run("--base", "HEAD")).exitCode).toBe(0);
    },
  );
});

describe("the rules of the configuration", () => {
  test("hold for a module below the repository's root, from wherever it is run", async () => {
    const gate = await gateIn({
      "api/go.mod": "module example.com/api\n\ngo 1.19\n",
      "api/p/p.go": NEW,
      "api/.escape-report.yaml": "base: HEAD\nhot: [Box]\nbudgets:\n  - packages: [p/...]\n    escapes: 1\n",
    });
    const refused = await gate.run("-C", "api");
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain("Box");
    await gate.repository.write({ "api/p/p.go": NEW + BOX });
    const { exitCode, stdout } = await gate.run("-C", "api/p", "--format", "json");
    expect(exitCode).toBe(1);
    const { failures } = gateSchema.parse(JSON.parse(stdout));
    expect(failures.map(({ rule, subject }) => [rule, subject])).toEqual([
      ["new", null],
      ["budget", "p/..."],
      ["hot-function", "Box"],
    ]);
  });
});

describe("a change that brings its own rules", () => {
  const LENIENT: Files = { ".escape-report.yaml": "new:\n  allowed: 99\n" };

  test.each([
    ["where the base has none", {}],
    ["in place of those of the base", { ".escape-report.yaml": "new:\n  allowed: 0\n" }],
  ])("is judged by those of its base: %s", async (_, rules) => {
    const gate = await gateIn({ ...APP, ...rules });
    await gate.repository.write({ ...CHANGED, ...LENIENT });
    const { exitCode, stdout } = await gate.run("--base", "HEAD", "--format", "json");
    expect(exitCode).toBe(1);
    const judged = gateSchema.parse(JSON.parse(stdout));
    expect(judged.rules).toMatchObject({ from: "base", changed: true });
    expect(judged.failures.map(({ rule }) => rule)).toEqual(["changed-rules", "new"]);
  });

  test("fails for that alone, says why, and passes when it is told to count them", async () => {
    const gate = await gateIn();
    await gate.repository.write(LENIENT);
    const { exitCode, stdout } = await gate.run("--base", "HEAD");
    expect(exitCode).toBe(1);
    expect(stdout).toContain("FAIL: This change has other rules than its base");
    expect(stdout).toMatch(/escape-report gate --base \S+ --config-from head/);
    await gate.repository.write(CHANGED);
    expect((await gate.run("--base", "HEAD", "--config-from", "head")).exitCode).toBe(0);
  });

  test("can name them in the command line only as the base has them", async () => {
    const gate = await gateIn({ ...APP, "ci/rules.yaml": "new:\n  allowed: 0\n" });
    await gate.repository.write({ ...CHANGED, "ci/rules.yaml": "new:\n  allowed: 99\n" });
    expect((await gate.run("--base", "HEAD", "--config", "ci/rules.yaml")).exitCode).toBe(1);
    const outside = join(await temporaryDirectory(), "rules.yaml");
    await writeFile(outside, "new:\n  allowed: 99\n");
    expect((await gate.run("--base", "HEAD", "--config", outside)).exitCode).toBe(0);
  });

  test("cannot choose a baseline, nor another base", async () => {
    const gate = await gateIn();
    await gate.repository.write(CHANGED);
    await gate.run("--write-baseline");
    await gate.repository.git("checkout", "--quiet", "-b", "change");
    await gate.repository.commit({ ".escape-report.yaml": "base: change\n" });
    expect((await gate.run()).exitCode).toBe(1);
    await gate.repository.commit({ ".escape-report.yaml": "baseline: .escape-baseline.txt\n" });
    expect((await gate.run()).exitCode).toBe(1);
  });

  test("may move or comment them as it likes", async () => {
    const gate = await gateIn({ ...APP, ".escape-report.yaml": "new:\n  allowed: 0\n" });
    await gate.repository.write({ ".escape-report.yaml": "# none\nnew: { allowed: 0 }\n" });
    expect((await gate.run("--base", "HEAD")).exitCode).toBe(0);
  });
});

describe("a configuration of a stranger", () => {
  test("names no file outside, neither to read nor to write", async () => {
    const gate = await gateIn();
    const outside = join(gate.repository.directory, "..", "victim.txt");
    await writeFile(outside, "# escape-report baseline, mine\n");
    await symlink("../victim.txt", join(gate.repository.directory, "link.txt"));
    for (const baseline of ["../victim.txt", outside, "link.txt", ".git/config", ".git/new"]) {
      await gate.repository.write({ ".escape-report.yaml": `baseline: ${baseline}\n` });
      const { exitCode, stderr } = await gate.run("--write-baseline");
      expect([baseline, exitCode]).toEqual([baseline, 2]);
      expect(stderr).toContain("leads out of");
    }
    expect(await readFile(outside, "utf8")).toBe("# escape-report baseline, mine\n");
  });

  test.each(["/proc/self/environ", "/dev/zero", "../outside.yaml", ".git/config"])(
    "that is a link to %s is not read",
    async (target) => {
      const gate = await gateIn();
      await writeFile(join(gate.repository.directory, "..", "outside.yaml"), "canary: 1\n");
      await symlink(target, join(gate.repository.directory, ".escape-report.yaml"));
      const { exitCode, stderr } = await gate.run("--base", "HEAD");
      expect(exitCode).toBe(2);
      expect(stderr).toContain("is a link that leads out of the repository");
      expect(stderr).not.toMatch(/canary|PATH|repositoryformatversion/);
    },
  );
});

describe("writing a baseline", () => {
  test("replaces a baseline or nothing", async () => {
    const gate = await gateIn();
    for (const file of ["p/p.go", "go.mod", "/dev/null"]) {
      const { exitCode, stderr } = await gate.run("--baseline", file, "--write-baseline");
      expect(exitCode).toBe(2);
      expect(stderr).toContain("is no baseline, so it is not written over");
    }
    expect(await gate.file("p/p.go")).toBe(NEW);
    expect((await gate.run("--baseline", "b.txt", "--write-baseline")).exitCode).toBe(0);
    expect((await gate.run("--baseline", "b.txt", "--write-baseline")).exitCode).toBe(0);
  });

  test("and reading it takes one with a byte order mark", async () => {
    const gate = await gateIn();
    await gate.run("--baseline", "b.txt", "--write-baseline");
    await gate.repository.write({ "b.txt": `\ufeff${await gate.file("b.txt")}` });
    expect((await gate.run("--baseline", "b.txt")).exitCode).toBe(0);
  });
});
