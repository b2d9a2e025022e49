// The GitHub Action: its steps as action.yml has them, in a checkout as actions/checkout makes it.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "sarif";
import { describe, expect, test } from "vitest";
import { type ActionOptions, type ActionRun, action, pullRequestEvent, runAction } from "../helpers/action.js";
import { ROOT } from "../helpers/cli.js";
import { type FakeGitHub, startGitHub } from "../helpers/github-api.js";
import { createRepository, type Files, TestRepository, temporaryDirectory } from "../helpers/repository.js";

/** One allocation: x. */
const NEW = "package p\n\nfunc New() *int {\n\tx := 1\n\treturn &x\n}\n";
/** One allocation: n. */
const BOX = "\nvar Sink any\n\nfunc Box(n int) {\n\tSink = n\n}\n";
const APP: Files = { "go.mod": "module example.com/app\n\ngo 1.19\n", "p/p.go": NEW };

/** A pull request: the repository it is for, and a shallow checkout of its merge into the base. */
class PullRequest {
  readonly temporary: string;

  private constructor(
    readonly server: TestRepository,
    readonly checkout: TestRepository,
    readonly commits: { readonly base: string; readonly head: string },
    temporary: string,
  ) {
    this.temporary = temporary;
  }

  /** `change`: what it does; `later`: what was merged into the base since. */
  static async open(files: Files, change: Files, later: Files | null = null): Promise<PullRequest> {
    const server = await createRepository(files);
    await server.git("config", "uploadpack.allowAnySHA1InWant", "true");
    const base = await server.git("rev-parse", "HEAD");
    await server.git("checkout", "--quiet", "-b", "feature");
    const head = await server.commit(change);
    await server.git("checkout", "--quiet", "main");
    if (later !== null) await server.commit(later);
    await server.git("checkout", "--quiet", "-b", "merge");
    await server.git("merge", "--quiet", "--no-ff", "--message", "Merge", "feature");
    await server.git("update-ref", "refs/pull/2/merge", "HEAD");
    await server.git("checkout", "--quiet", "main");
    const temporary = await temporaryDirectory();
    const checkout = new TestRepository(join(temporary, "checkout"));
    // What actions/checkout does, in short.
    await server.git("init", "--quiet", checkout.directory);
    await checkout.git("remote", "add", "origin", `file://${server.directory}`);
    const ref = "+refs/pull/2/merge:refs/remotes/pull/2/merge";
    await checkout.git("fetch", "--quiet", "--no-tags", "--depth=1", "origin", ref);
    await checkout.git("checkout", "--quiet", "--force", "refs/remotes/pull/2/merge");
    return new PullRequest(server, checkout, { base, head }, temporary);
  }

  run(github: FakeGitHub | null, options: ActionOptions & { readonly fork?: boolean } = {}): Promise<ActionRun> {
    const { fork = false, ...rest } = options;
    return runAction(this.checkout, {
      event: pullRequestEvent({ ...this.commits, fork }),
      temporary: this.temporary,
      env: github === null ? {} : { GITHUB_API_URL: github.url, GITHUB_GRAPHQL_URL: `${github.url}/graphql` },
      ...rest,
    });
  }
}

/** What the runner makes of the log: lines that are obeyed. */
function commands(log: string): string[] {
  let stopped: string | null = null;
  return log.split("\n").filter((line) => {
    if (stopped !== null) {
      if (line === `::${stopped}::`) stopped = null;
      return false;
    }
    stopped = /^::stop-commands::(.*)$/.exec(line)?.[1] ?? null;
    return stopped === null && line.startsWith("::");
  });
}

describe("the action in a pull request", () => {
  test("annotates the new line, writes the summary and one comment, and fails by the gate's rules", async () => {
    const request = await PullRequest.open(APP, { "p/p.go": NEW + BOX });
    const github = await startGitHub("a-token", ["Looks good!"]);
    const run = await request.run(github);
    expect(run.exitCode).toBe(1);
    const [warning, error, ...others] = commands(run.log);
    expect(warning).toMatch(
      /^::warning file=p\/p\.go,line=11,col=9,title=New heap allocation%3A Boxed into interface::/,
    );
    expect(error).toMatch(/^::error title=escape-report::1 new heap allocation; none is allowed/);
    expect(others).toEqual([]);
    expect(run.summary).toContain("## Heap allocations");
    expect(run.summary).toContain("n escapes to heap");
    expect(run.outputs).toEqual({ passed: "false", new: "1", sarif: "" });
    expect(github.comments).toHaveLength(2);
    expect(github.comments[1]?.body).toMatch(/^<!-- escape-report: \. -->\n## Heap allocations/);

    // The next push mends it: the comment says so, and there is still one.
    await request.checkout.write({ "p/p.go": NEW });
    const next = await request.run(github);
    expect(next.exitCode).toBe(0);
    expect(commands(next.log)).toEqual([]);
    expect(next.outputs).toMatchObject({ passed: "true", new: "0" });
    expect(github.comments).toHaveLength(2);
    expect(github.comments[0]?.body).toBe("Looks good!");
    expect(github.comments[1]?.body).toContain("The gate passes");
    expect(github.requests.filter((line) => line.startsWith("POST /repos"))).toEqual([
      "POST /repos/Codertocat/Hello-World/issues/2/comments",
    ]);
  });

  test("is silent when nothing changes: no annotation, and no first comment", async () => {
    const request = await PullRequest.open(APP, { "p/p.go": `// A comment.\n\n${NEW}` });
    const github = await startGitHub("a-token");
    const run = await request.run(github);
    expect(run.exitCode).toBe(0);
    expect(commands(run.log)).toEqual([]);
    expect(github.comments).toEqual([]);
    expect(run.summary).toContain("The gate passes");
  });

  test("does not count what others have merged into the base meanwhile", async () => {
    const other = NEW.replaceAll("New", "Other");
    const request = await PullRequest.open(APP, { "p/p.go": NEW + BOX }, { "p/other.go": other });
    const run = await request.run(null, { inputs: { comment: "false" } });
    expect(commands(run.log).filter((line) => line.startsWith("::warning"))).toHaveLength(1);
    expect(run.outputs.new).toBe("1");
  });

  test("writes SARIF when asked, with paths from the repository's root", async () => {
    const below: Files = { "api/go.mod": APP["go.mod"] ?? "", "api/p/p.go": NEW };
    const request = await PullRequest.open(below, { "api/p/p.go": NEW + BOX });
    const inputs = { sarif: "true", comment: "false", "working-directory": "api" };
    const run = await request.run(null, { inputs });
    expect(commands(run.log)[0]).toMatch(/^::warning file=api\/p\/p\.go,/);
    const log: Log = JSON.parse(await readFile(run.outputs.sarif ?? "", "utf8"));
    const [result] = log.runs[0]?.results ?? [];
    expect(result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe("api/p/p.go");
    expect(result?.baselineState).toBe("new");
  });

  test("follows the rules of the configuration, and can be told not to fail", async () => {
    const allowing: Files = { ...APP, ".escape-report.yaml": "new:\n  allowed: 1\n" };
    const allowed = await PullRequest.open(allowing, { "p/p.go": NEW + BOX });
    expect((await allowed.run(null, { inputs: { comment: "false" } })).exitCode).toBe(0);
    const request = await PullRequest.open(APP, { "p/p.go": NEW + BOX });
    const run = await request.run(null, { inputs: { comment: "false", fail: "false" } });
    expect(run.exitCode).toBe(0);
    expect(run.outputs.passed).toBe("false");
  });

  test("points at the comment in the source that forbids an allocation", async () => {
    const asserted = NEW.replace("x := 1", "x := 1 //escape:none");
    const request = await PullRequest.open({ ...APP, "p/p.go": "package p\n" }, { "p/p.go": asserted });
    const run = await request.run(null, { inputs: { comment: "false" } });
    expect(run.exitCode).toBe(1);
    expect(run.log).toMatch(
      /^::error file=p\/p\.go,line=4,title=escape-report::1 heap allocation where a comment says/m,
    );
  });

  test("from a fork, whose token may not write, says so and judges all the same", async () => {
    const request = await PullRequest.open(APP, { "p/p.go": NEW + BOX });
    const github = await startGitHub("a-token");
    github.readOnly = true;
    const run = await request.run(github, { fork: true });
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain("403 Resource not accessible by integration");
    expect(run.log).toContain("pull requests from forks may only read");
    expect(run.summary).toContain("pull requests from forks may only read");
    expect(github.comments).toEqual([]);
  });

  test("never obeys what Go source or the compiler prints", async () => {
    const broken = 'package p\n\nfunc Broken() { "\\\n::error::obeyed\n" }\n';
    const request = await PullRequest.open(APP, { "p/broken.go": broken });
    const run = await request.run(null, { inputs: { comment: "false" } });
    expect(run.exitCode).toBe(3);
    expect(commands(run.log)).toHaveLength(1);
    expect(commands(run.log)[0]).toMatch(/^::error title=escape-report could not compare::/);
  });

  test("in a checkout of the branch itself without its history says what to fetch", async () => {
    const request = await PullRequest.open(APP, { "p/p.go": NEW + BOX }, { "p/later.go": "package p\n" });
    const { checkout, commits } = request;
    await checkout.git("fetch", "--quiet", "--depth=1", "origin", commits.head);
    await checkout.git("checkout", "--quiet", commits.head);
    const run = await request.run(null, { inputs: { comment: "false" } });
    expect(run.exitCode).toBe(3);
    expect(run.log).toContain("fetch-depth: 0");
    await checkout.git("fetch", "--quiet", "--unshallow", "origin", "main", commits.head);
    expect((await request.run(null, { inputs: { comment: "false" } })).outputs.new).toBe("1");
  });

  test("that cannot fetch the base says how to check out more", async () => {
    const request = await PullRequest.open(APP, { "p/p.go": NEW + BOX });
    await request.checkout.git("remote", "set-url", "origin", join(request.temporary, "gone"));
    const run = await request.run(null, { inputs: { comment: "false" } });
    expect(run.exitCode).toBe(3);
    expect(run.log).toContain("fetch-depth: 2");
  });
});

describe("the action after a push", () => {
  test("compares with what was there before, and writes no comment", async () => {
    const request = await PullRequest.open(APP, { "p/p.go": NEW + BOX });
    const github = await startGitHub("a-token");
    const event = { name: "push", payload: { before: request.commits.base, after: "0".repeat(40) } };
    const run = await request.run(github, { event });
    expect(run.exitCode).toBe(1);
    expect(run.outputs.new).toBe("1");
    expect(github.requests).toEqual([]);
  });
});

describe("the action without a base", () => {
  test.each([
    ["when it is started by hand", { name: "workflow_dispatch", payload: {} }],
    ["for the first push of a branch", { name: "push", payload: { before: "0".repeat(40) } }],
  ])("passes %s, and gives the report of what is there", async (_, event) => {
    const request = await PullRequest.open(APP, { "p/p.go": NEW + BOX });
    const run = await request.run(null, { event });
    expect([run.exitCode, run.log]).toEqual([0, expect.stringContaining("There is nothing to compare with")]);
    expect(run.summary).toContain("There is nothing to compare with");
    expect(run.summary).toContain("interface-conversion");
    expect(run.outputs).toEqual({ passed: "true", new: "0", sarif: "" });
  });

  test("compares with the input base all the same", async () => {
    const request = await PullRequest.open(APP, { "p/p.go": NEW + BOX });
    const inputs = { base: request.commits.base, comment: "false" };
    await request.checkout.git("fetch", "--quiet", "--depth=1", "origin", request.commits.base);
    const run = await request.run(null, { event: { name: "workflow_dispatch", payload: {} }, inputs });
    expect([run.exitCode, run.outputs.new]).toEqual([1, "1"]);
  });
});

describe("action.yml", () => {
  test("hands over every input that a step reads, and every output that it promises", () => {
    const text = JSON.stringify(action.runs.steps);
    for (const name of Object.keys(action.inputs)) expect(text + JSON.stringify(action.outputs)).toContain(name);
    expect(Object.keys(action.outputs)).toEqual(["passed", "new", "sarif"]);
  });
});

describe("the action as it is checked in", () => {
  test("runs without anything being installed", async () => {
    const request = await PullRequest.open(APP, { "p/box.go": BOX.replace("\n", "package p\n") });
    const { exitCode, summary } = await request.run(null, { bundle: true });
    expect(exitCode).toBe(1);
    expect(summary).toContain("1 new heap allocation");
  });

  test("uses other actions by their commits alone, and so do the examples", async () => {
    const texts = await Promise.all(
      ["action.yml", "README.md", "docs/ci.md", "docs/gate.md"].map((file) => readFile(join(ROOT, file), "utf8")),
    );
    const used = texts.flatMap((text) => [...text.matchAll(/(?<![a-z])uses: (\S+)/g)].map(([, name]) => name));
    expect(used.length).toBeGreaterThan(4);
    for (const name of used) expect(name).toMatch(/^[\w./-]+@[0-9a-f]{40}$|^<owner>\/<repository>@<commit>$/);
    expect(texts.join("")).not.toMatch(/npm install .*escape-report|escape-report\/escape-report@/);
  });
});

describe("a comment of somebody else", () => {
  test("is left alone, whatever it begins with", async () => {
    const forged = "<!-- escape-report: . -->\nAll is well.";
    const github = await startGitHub("a-token", [forged]);
    const request = await PullRequest.open(APP, { "p/box.go": BOX.replace("\n", "package p\n") });
    await request.run(github);
    expect(github.comments.map(({ body, user }) => [user.login, body.split("\n")[1]])).toEqual([
      ["mallory", "All is well."],
      ["github-actions[bot]", "## Heap allocations"],
    ]);
    await request.run(github);
    expect(github.comments).toHaveLength(2);
    expect(github.comments[0]?.body).toBe(forged);
  });
});
