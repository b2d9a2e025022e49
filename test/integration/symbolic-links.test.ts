// A module, repository or cache that is reached through a symbolic link, as macOS's temporary directory is.
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";
import { createRepository, GIT_ENVIRONMENT, temporaryDirectory } from "../helpers/repository.js";

const FILES = {
  "app/go.mod": "module example.com/app\n\ngo 1.21\n",
  "app/p/p.go": "package p\n\nfunc New() *int {\n\tx := 1\n\treturn &x\n}\n",
};
const BOX = "package p\n\nvar Sink any\n\nfunc Box(n int) {\n\tSink = n\n}\n";

/** A repository with the module `app`, and a second name for its directory. */
async function linked() {
  const repository = await createRepository(FILES);
  const directory = await temporaryDirectory();
  const link = join(directory, "link");
  symlinkSync(repository.directory, link, "junction");
  mkdirSync(join(directory, "caches"));
  symlinkSync("caches", join(directory, "linked"), "junction");
  const cache = join(directory, "linked", "escape-report");
  return { repository, link, env: { ...GIT_ENVIRONMENT, ESCAPE_REPORT_CACHE: cache, GOWORK: "" } };
}

const ESCAPE = "p/p.go:4:2: moved to heap: x";

/** `file:line:column: decision` of each JSON line. */
function decisions(stdout: string): string[] {
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))
    .map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
}

describe.skipIf(withoutGo)("through a symbolic link", () => {
  test.each(["the name of the link", "the real name", "another directory's name", undefined])(
    "build works where PWD holds %s",
    async (kind) => {
      const { repository, link, env } = await linked();
      const names = new Map([
        ["the name of the link", join(link, "app")],
        ["the real name", join(repository.directory, "app")],
        ["another directory's name", link],
      ]);
      const PWD = names.get(kind ?? "");
      for (const args of [[], ["-C", "."], ["-C", join(link, "app")], ["-C", join(repository.directory, "app")]]) {
        const result = await runCli(["build", "./...", "--format", "ndjson", ...args], {
          cwd: join(link, "app"),
          env: { ...env, PWD },
        });
        expect(result.stderr).toBe("");
        expect(decisions(result.stdout)).toEqual([ESCAPE]);
        expect(result.exitCode).toBe(0);
      }
    },
  );

  test("build works in a subdirectory and with a workspace named through the link", async () => {
    const { repository, link, env } = await linked();
    await repository.write({ "go.work": "go 1.21\n\nuse ./app\n" });
    for (const GOWORK of ["", join(link, "go.work")]) {
      const where = { cwd: join(link, "app", "p"), env: { ...env, PWD: join(link, "app", "p"), GOWORK } };
      const { stdout, stderr } = await runCli(["build", "--format", "ndjson"], where);
      expect(stderr).toBe("");
      expect(decisions(stdout)).toEqual([`app/${ESCAPE}`]);
    }
  });

  test("explain finds a file by every name that it has", async () => {
    const { repository, link, env } = await linked();
    const where = { cwd: join(link, "app"), env: { ...env, PWD: join(link, "app") } };
    const places = [link, repository.directory].map((root) => join(root, "app", "p", "p.go:4"));
    for (const place of ["p/p.go:4", ...places]) {
      const { stdout } = await runCli(["explain", place, "--format", "json"], where);
      expect(JSON.parse(stdout)).toMatchObject({ match: "exact", matches: 1 });
    }
  });

  test("compare and gate see the same module on both sides, whatever leads to the repository and the cache", async () => {
    const { repository, link, env } = await linked();
    await repository.write({ "app/p/box.go": BOX, "go.work": "go 1.21\n\nuse ./app\n" });
    mkdirSync(join(link, ".cache"));
    for (const PWD of [join(link, "app"), join(repository.directory, "app")]) {
      const where = { cwd: join(link, "app"), env: { ...env, PWD } };
      const compared = await runCli(["compare", "HEAD", "--format", "ndjson"], where);
      expect(compared.stderr).toBe("");
      expect(decisions(compared.stdout)).toEqual(["app/p/box.go:6:9: n escapes to heap"]);
      const gated = await runCli(["gate", "-C", join(link, "app"), "--base", "HEAD"], { env: { ...env, PWD } });
      expect(gated.stderr).toBe("");
      expect(gated.exitCode).toBe(1);
    }
  });

  test("services get paths from the repository's root", async () => {
    const { repository, env } = await linked();
    const direct = join(await temporaryDirectory(), "direct");
    symlinkSync(join(repository.directory, "app"), direct, "junction");
    const { stdout } = await runCli(["build", "--format", "gitlab"], { cwd: direct, env: { ...env, PWD: direct } });
    expect(JSON.parse(stdout)).toMatchObject([{ location: { path: "app/p/p.go" } }]);
  });
});
