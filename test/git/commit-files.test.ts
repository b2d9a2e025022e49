import { execFile } from "node:child_process";
import { lstat, mkdir, readdir, readFile, readlink, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkOut, dropSlot, slotsOf } from "../../src/git/commit-files.js";
import { tryLock } from "../../src/git/lock.js";
import { findRepository } from "../../src/git/repository.js";
import { createRepository, GIT_ENVIRONMENT, type TestRepository, temporaryDirectory } from "../helpers/repository.js";

const open = ({ directory }: TestRepository) => findRepository({ directory, env: GIT_ENVIRONMENT });
const read = (directory: string, path: string) => readFile(join(directory, path), "utf8");

/** A process id that belongs to nobody. */
async function deadProcess(): Promise<number> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ["-e", ""], () => resolve(child.pid ?? 0));
  });
}

describe("the files of a commit", () => {
  test("are written elsewhere and leave the user's repository as it was", async () => {
    const made = await createRepository({ "a/x.go": "one\n", "b/y.go": "two\n", "run.sh": "#!/bin/sh\n" });
    await made.git("update-index", "--chmod=+x", "run.sh");
    await made.git("commit", "--quiet", "--message", "a mode");
    const old = await made.git("rev-parse", "HEAD");
    await made.commit({ "a/x.go": "changed\n", "b/y.go": null, "c.go": "new\n" });
    await made.write({ "a/x.go": "not committed\n", "staged.go": "staged\n", "stray.go": "untracked\n" });
    await made.git("add", "staged.go");
    const before = await made.state();
    const out = await checkOut(await open(made), old, join(await temporaryDirectory(), "slots"));
    expect(await read(out.directory, "a/x.go")).toBe("one\n");
    expect(await read(out.directory, "b/y.go")).toBe("two\n");
    expect((await stat(join(out.directory, "run.sh"))).mode & 0o111).not.toBe(0);
    expect(await readdir(out.directory)).toEqual(["a", "b", "run.sh"]);
    expect(await made.state()).toBe(before);
  });

  test("follow from those of another commit: what is the same is not written again", async () => {
    const made = await createRepository({ "same.go": "same\n", "gone.go": "gone\n", "dir/f.go": "1\n" });
    const first = await made.git("rev-parse", "HEAD");
    const second = await made.commit({ "gone.go": null, "dir/f.go": "2\n", "new.go": "new\n" });
    const [repository, root] = [await open(made), join(await temporaryDirectory(), "slots")];
    const one = await checkOut(repository, first, root);
    const { mtimeMs } = await stat(join(one.directory, "same.go"));
    await writeFile(join(one.directory, "new.go"), "left by somebody\n");
    await writeFile(join(one.directory, "go.work.sum"), "left by go\n");
    await one.release();
    const two = await checkOut(repository, second, root);
    expect(two.directory).toBe(one.directory);
    expect(await readdir(two.directory)).toEqual(["dir", "new.go", "same.go"]);
    expect(await read(two.directory, "new.go")).toBe("new\n");
    expect(await read(two.directory, "dir/f.go")).toBe("2\n");
    expect((await stat(join(two.directory, "same.go"))).mtimeMs).toBe(mtimeMs);
  });

  test("are whole again after a run that ended in the middle of writing them", async () => {
    const made = await createRepository({ "a.go": "1\n" });
    const first = await made.git("rev-parse", "HEAD");
    const second = await made.commit({ "a.go": "2\n" });
    const [repository, root] = [await open(made), join(await temporaryDirectory(), "slots")];
    await (await checkOut(repository, first, root)).release();
    // As it is left by a process that is killed: no state, a lock of git's and one of ours, and half of the files.
    const slot = join(root, "0");
    const { rm } = await import("node:fs/promises");
    await rm(join(slot, "state.json"));
    await writeFile(join(slot, "indexes", "index.lock"), "");
    await writeFile(join(slot, "tree", "half.go"), "half\n");
    await writeFile(join(slot, "lock"), JSON.stringify({ pid: await deadProcess(), host: hostname(), id: "x" }));
    const out = await checkOut(repository, second, root);
    expect(out.directory).toBe(join(slot, "tree"));
    expect(await readdir(out.directory)).toEqual(["a.go"]);
    expect(await read(out.directory, "a.go")).toBe("2\n");
  });

  test("keep symbolic links and ignore export-ignore, sparse checkouts and the user's hooks", async () => {
    const made = await createRepository({ "a/x.go": "1\n", "b/y.go": "2\n", ".gitattributes": "b export-ignore\n" });
    const { chmod, symlink } = await import("node:fs/promises");
    await symlink("a", join(made.directory, "link"));
    const commit = await made.commit({});
    await made.git("sparse-checkout", "set", "a");
    const hook = join(made.directory, ".git/hooks/post-index-change");
    await mkdir(join(made.directory, ".git/hooks"), { recursive: true });
    await writeFile(hook, `#!/bin/sh\ntouch "${made.directory}/../hook-ran"\n`);
    await chmod(hook, 0o755);
    const out = await checkOut(await open(made), commit, join(await temporaryDirectory(), "slots"));
    expect(await read(out.directory, "b/y.go")).toBe("2\n");
    expect((await lstat(join(out.directory, "link"))).isSymbolicLink()).toBe(true);
    expect(await readlink(join(out.directory, "link"))).toBe("a");
    expect(await readdir(join(made.directory, ".."))).toEqual(["repository"]);
  });

  test("include those of submodules, nested ones too, at the commit that was recorded", async () => {
    const inner = await createRepository({ "inner.go": "inner 1\n" });
    const library = await createRepository({ "library.go": "library 1\n" });
    const allow = ["-c", "protocol.file.allow=always"];
    await library.git(...allow, "submodule", "--quiet", "add", `file://${inner.directory}`, "inner");
    await library.commit({});
    const made = await createRepository({ "main.go": "main\n" });
    await made.git(...allow, "submodule", "--quiet", "add", `file://${library.directory}`, "third/library");
    await made.git(...allow, "submodule", "--quiet", "update", "--init", "--recursive");
    const first = await made.commit({});
    await library.commit({ "library.go": "library 2\n" });
    await made.git(...allow, "-C", "third/library", "pull", "--quiet", "origin", "main");
    const second = await made.commit({});
    const third = await (async () => {
      await made.git("rm", "--quiet", "third/library");
      return made.commit({ "third/own.go": "own\n" });
    })();
    const [repository, root] = [await open(made), join(await temporaryDirectory(), "slots")];
    for (const [commit, text] of [
      [first, "library 1\n"],
      [second, "library 2\n"],
      [first, "library 1\n"],
    ] as const) {
      const out = await checkOut(repository, commit, root);
      expect(await read(out.directory, "third/library/library.go")).toBe(text);
      expect(await read(out.directory, "third/library/inner/inner.go")).toBe("inner 1\n");
      expect(out.missingSubmodules).toEqual([]);
      await out.release();
    }
    const out = await checkOut(repository, third, root);
    const left = await readdir(join(out.directory, "third"), { recursive: true });
    expect(left.filter((name) => name.endsWith(".go"))).toEqual(["own.go"]);
  });

  test("name the submodules that are not on this machine", async () => {
    const library = await createRepository({ "library.go": "1\n" });
    const made = await createRepository({ "main.go": "main\n" });
    await made.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library.directory, "library");
    const commit = await made.commit({});
    const clone = new (await import("../helpers/repository.js")).TestRepository(
      join(await temporaryDirectory(), "clone"),
    );
    await made.git("clone", "--quiet", made.directory, clone.directory);
    const out = await checkOut(await open(clone), commit, join(await temporaryDirectory(), "slots"));
    expect(out.missingSubmodules).toEqual(["library"]);
  });
});

describe("two runs at once", () => {
  test("get directories of their own, and a later run gets one of them again", async () => {
    const made = await createRepository({ "a.go": "1\n" });
    const commit = await made.git("rev-parse", "HEAD");
    const [repository, root] = [await open(made), join(await temporaryDirectory(), "slots")];
    const runs = await Promise.all(Array.from({ length: 4 }, () => checkOut(repository, commit, root)));
    expect(new Set(runs.map(({ directory }) => directory)).size).toBe(4);
    for (const { directory } of runs) expect(await readdir(directory)).toEqual(["a.go"]);
    for (const run of runs) await run.release();
    const later = await checkOut(repository, commit, root);
    expect(runs.map(({ directory }) => directory)).toContain(later.directory);
  });

  test("never drop a directory that is in use", async () => {
    const made = await createRepository({ "a.go": "1\n" });
    const [repository, root] = [await open(made), join(await temporaryDirectory(), "slots")];
    const out = await checkOut(repository, await made.git("rev-parse", "HEAD"), root);
    const [slot] = await slotsOf(root);
    expect(await dropSlot(slot?.path ?? "")).toBe(false);
    await out.release();
    expect(await dropSlot(slot?.path ?? "")).toBe(true);
    expect(await slotsOf(root)).toEqual([]);
  });
});

describe("a lock", () => {
  test("is taken over from a process that is gone, by one of several that try", async () => {
    const file = join(await temporaryDirectory(), "lock");
    await writeFile(file, JSON.stringify({ pid: await deadProcess(), host: hostname(), id: "x" }));
    const locks = await Promise.all(Array.from({ length: 8 }, () => tryLock(file)));
    expect(locks.filter((lock) => lock !== null)).toHaveLength(1);
  });

  test("of a live process or of another machine is left alone", async () => {
    const file = join(await temporaryDirectory(), "lock");
    await writeFile(file, JSON.stringify({ pid: process.pid, host: hostname(), id: "x" }));
    expect(await tryLock(file)).toBeNull();
    await writeFile(file, JSON.stringify({ pid: await deadProcess(), host: "elsewhere", id: "x" }));
    expect(await tryLock(file)).toBeNull();
  });

  test("that is given back can be taken again", async () => {
    const file = join(await temporaryDirectory(), "lock");
    await (await tryLock(file))?.release();
    expect(await tryLock(file)).not.toBeNull();
  });
});
