// The examples in docs/ci, run as a CI service and git run them.
import { readFileSync } from "node:fs";
import { chmod, cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { CLI, ENVIRONMENT, ROOT, requireBuild } from "../helpers/cli.js";
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

/** An environment with `escape-report` on its PATH. */
async function environment(): Promise<Record<string, string | undefined>> {
  requireBuild();
  const folder = await temporaryDirectory();
  await writeFile(join(folder, "escape-report"), `#!/bin/sh\nexec "${process.execPath}" "${CLI}" "$@"\n`);
  await chmod(join(folder, "escape-report"), 0o755);
  return {
    ...ENVIRONMENT,
    ...GIT_ENVIRONMENT,
    PATH: folder + delimiter + process.env.PATH,
    ESCAPE_REPORT_CACHE: join(folder, "cache"),
  };
}

const jobSchema = z.object({ "escape-report": z.looseObject({ script: z.array(z.string()) }) });
const job = jobSchema.parse(parse(readFileSync(join(ROOT, "docs/ci/gitlab-ci.yml"), "utf8")))["escape-report"];

async function runJob({ directory }: TestRepository, base: string) {
  const variables = {
    CI_PROJECT_DIR: directory,
    ESCAPE_REPORT_DIRECTORY: ".",
    CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
  };
  const env = { ...(await environment()), ...variables };
  return execa("bash", ["-eo", "pipefail", "-c", job.script.join("\n")], { cwd: directory, env, reject: false });
}

describe("the GitLab job", () => {
  test("writes the report of the whole module, and in a merge request fails by the gate's rules", async () => {
    const repository = await createRepository(APP);
    const base = await repository.git("rev-parse", "HEAD");
    await repository.commit({ "p/p.go": NEW + BOX });
    const { exitCode, stdout } = await runJob(repository, base);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("FAIL: 1 new heap allocation");
    const issues = JSON.parse(await readFile(join(repository.directory, "gl-code-quality-report.json"), "utf8"));
    expect(issues).toHaveLength(2);
    expect((await runJob(repository, "")).exitCode).toBe(0);
  });
});

describe("the pre-push hook", () => {
  async function push(repository: TestRepository) {
    return execa("git", ["push", "--quiet", "origin", "HEAD"], {
      cwd: repository.directory,
      env: await environment(),
      reject: false,
    });
  }

  test("stops a push that adds an allocation, and lets others pass", async () => {
    const repository = await createRepository(APP);
    const server = join(await temporaryDirectory(), "server.git");
    await repository.git("clone", "--quiet", "--bare", repository.directory, server);
    await repository.git("remote", "add", "origin", server);
    await mkdir(join(repository.directory, ".git/hooks"), { recursive: true });
    await cp(join(ROOT, "docs/ci/pre-push"), join(repository.directory, ".git/hooks/pre-push"));
    await repository.commit({ "p/other.go": "package p\n" });
    expect((await push(repository)).exitCode).toBe(0);
    await repository.commit({ "p/p.go": NEW + BOX });
    const stopped = await push(repository);
    expect(stopped.exitCode).not.toBe(0);
    expect(stopped.stderr).toContain("adds to refs/heads/main on the heap");
    expect(await repository.git("ls-remote", "origin", "main")).not.toContain(
      await repository.git("rev-parse", "HEAD"),
    );
  });
});
