// Who can put something into the cache, and what can be read there.
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";
import { createRepository, GIT_ENVIRONMENT, temporaryDirectory } from "../helpers/repository.js";

const FILES = {
  "go.mod": "module example.com/app\n\ngo 1.21\n",
  "p/p.go": "package p\n\nfunc New() *int {\n\tx := 1\n\treturn &x\n}\n",
};
const BOX = "package p\n\nvar Sink any\n\nfunc Box(n int) {\n\tSink = n\n}\n";

async function changed() {
  const repository = await createRepository(FILES);
  await repository.write({ "p/box.go": BOX });
  const directory = await temporaryDirectory();
  const gate = (cache: string, env = {}) =>
    runCli(["gate", "--base", "main", "--cache-dir", cache], {
      cwd: repository.directory,
      env: { ...GIT_ENVIRONMENT, GOWORK: "", ...env },
    });
  return { repository, directory, cache: join(directory, "cache"), gate };
}

describe.skipIf(withoutGo || process.platform === "win32")("the cache", () => {
  test.each([".cache/escape-report", "link", "."])("may not lie in the work tree: %s", async (name) => {
    const { repository, gate } = await changed();
    symlinkSync(".", join(repository.directory, "link"));
    const { exitCode, stderr } = await gate(name);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("lies in the work tree that is compared");
  });

  test("may not be where others can write", async () => {
    const { directory, cache, gate } = await changed();
    for (const mode of [0o770, 0o777, 0o1777]) {
      await rm(cache, { recursive: true, force: true });
      mkdirSync(cache);
      chmodSync(cache, mode);
      const { exitCode, stderr } = await gate(cache);
      expect(exitCode).toBe(2);
      expect(stderr).toContain("can be written by others");
    }
    const open = join(directory, "open");
    mkdirSync(open);
    chmodSync(open, 0o777);
    expect((await gate(join(open, "cache"))).stderr).toContain("everybody can put another in its place");
  });

  test.skipIf(process.getuid?.() !== 0)("may not belong to somebody else (shown as root)", async () => {
    const { cache, gate } = await changed();
    mkdirSync(cache);
    chownSync(cache, 12_345, 12_345);
    expect((await gate(cache)).stderr).toContain("belongs to another user");
  });

  test("keeps what is in it from others", async () => {
    const { cache, gate } = await changed();
    await gate(cache);
    for (const name of ["reports", "checkouts"]) expect(lstatSync(join(cache, name)).mode & 0o077).toBe(0);
    chmodSync(join(cache, "checkouts"), 0o755);
    await gate(cache);
    expect(lstatSync(join(cache, "checkouts")).mode & 0o077).toBe(0);
  });

  test("follows no link that is in it, whatever it is put in place of", async () => {
    const { directory, cache, gate } = await changed();
    await gate(cache);
    const [repository = ""] = await readdir(join(cache, "checkouts"));
    const slot = join(cache, "checkouts", repository, "0");
    const victim = join(directory, "victim");
    mkdirSync(join(victim, "p"), { recursive: true });
    writeFileSync(join(victim, "p", "p.go"), "mine");
    for (const name of ["tree", "indexes", "lock", "state.json"]) {
      await rm(join(slot, name), { recursive: true, force: true });
      symlinkSync(name === "tree" || name === "indexes" ? victim : join(victim, "new"), join(slot, name));
    }
    await rm(join(cache, "reports"), { recursive: true });
    expect((await gate(cache)).exitCode).toBe(1);
    expect(readdirSync(victim)).toEqual(["p"]);
    expect(readFileSync(join(victim, "p", "p.go"), "utf8")).toBe("mine");
    await rm(join(cache, "checkouts"), { recursive: true });
    symlinkSync(victim, join(cache, "checkouts"));
    expect((await gate(cache)).stderr).toContain("is no directory of this user");
    expect(readdirSync(victim)).toEqual(["p"]);
  });

  test("is made for one run where there is no place for it", async () => {
    const { repository, directory } = await changed();
    const env = {
      ...GIT_ENVIRONMENT,
      GOWORK: "",
      TMPDIR: directory,
      HOME: "/dev/null",
      XDG_CACHE_HOME: "/dev/null/cache",
      ESCAPE_REPORT_CACHE: "",
    };
    const { exitCode, stderr } = await runCli(["gate", "--base", "main"], {
      cwd: repository.directory,
      env: {
        ...env,
        GOCACHE: process.env["GOCACHE"] ?? join(process.env["HOME"] ?? "", ".cache", "go-build"),
        GOPATH: directory,
      },
    });
    expect(stderr).toContain("nothing is kept for the next run");
    expect(exitCode).toBe(1);
    expect(existsSync(directory) && readdirSync(directory).filter((name) => name.startsWith("escape-report"))).toEqual(
      [],
    );
  });
});
