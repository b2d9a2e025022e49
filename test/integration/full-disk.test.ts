// A disk without room, for output, for the cache and for temporary files: a small file system in memory, which only root
// can make.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa, execaSync } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";
import { GIT_ENVIRONMENT, TestRepository } from "../helpers/repository.js";

const directory = mkdtempSync(join(tmpdir(), "escape-report-disk-"));
const disk = join(directory, "disk");
mkdirSync(disk);
const mounted = execaSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", disk], { reject: false }).exitCode === 0;
if (!mounted) console.warn("Not shown: what happens on a full disk. Only root can mount a small file system for it.");

/** So many decisions of one package: some megabytes of records. */
const MANY = `# example.com/p\n${Array.from({ length: 150_000 }, (_, i) => `./x.go:${i + 1}:2: moved to heap: x${i}\n`).join("")}`;

describe.skipIf(!mounted)("a full disk", () => {
  beforeAll(() => writeFileSync(join(directory, "many.txt"), MANY));
  afterAll(async () => {
    if (mounted) await execa("umount", [disk]);
    rmSync(directory, { recursive: true, force: true });
  });

  test.each(["out.json", "out.json.gz"])("for output ends with a sentence, and leaves nothing: %s", async (name) => {
    const out = join(disk, name);
    const { exitCode, stderr } = await runCli(["parse", "many.txt", "--format", "json", "-o", out], { cwd: directory });
    expect(exitCode).toBe(4);
    expect(stderr).toContain("cannot be written: ENOSPC");
    expect(readdirSync(disk)).toEqual([]);
  });

  test("for temporary files ends with a sentence, and leaves nothing", async () => {
    const { exitCode, stderr } = await runCli(["parse", "many.txt", "--format", "ndjson"], {
      cwd: directory,
      env: { TMPDIR: disk },
    });
    expect(exitCode).toBe(4);
    expect(stderr).toContain("The temporary directory");
    expect(stderr).toContain("TMPDIR=DIR");
    expect(readdirSync(disk)).toEqual([]);
  });

  test.skipIf(withoutGo)("for what try writes ends with a sentence, and leaves nothing", async () => {
    const module = mkdtempSync(join(directory, "try-"));
    const line = "// so that the file takes more room than there is\n";
    writeFileSync(join(module, "go.mod"), "module example.com/app\n\ngo 1.21\n");
    writeFileSync(
      join(module, "app.go"),
      `package app\n\nvar kept *int\n\n${line.repeat(8000)}func Keep(p *int) { kept = p }\n\nfunc Make() { Keep(new(int)) }\n`,
    );
    const { exitCode, stderr } = await runCli(["try", "app.Keep:p"], {
      cwd: module,
      // go's own temporary files have room elsewhere.
      env: { ...GIT_ENVIRONMENT, GOWORK: "", TMPDIR: disk, GOTMPDIR: directory },
    });
    expect(exitCode).toBe(4);
    expect(stderr).toContain("The temporary directory");
    expect(stderr).toContain("TMPDIR=DIR");
    expect(readdirSync(disk)).toEqual([]);
  });

  test.skipIf(withoutGo)("for the cache ends with a sentence or goes without it, and the next run works", async () => {
    const repository = new TestRepository(join(directory, "repository"));
    mkdirSync(repository.directory);
    await repository.git("init", "--quiet", "--initial-branch=main");
    const line = "// so that the files of a commit take more room than there is\n";
    await repository.commit({
      "go.mod": "module example.com/app\n\ngo 1.21\n",
      "p/p.go": `package p\n\n${line.repeat(6000)}func New() *int {\n\tx := 1\n\treturn &x\n}\n`,
    });
    const run = (cache: string) =>
      runCli(["gate", "--base", "main", "--cache-dir", cache], {
        cwd: repository.directory,
        env: { ...GIT_ENVIRONMENT, GOWORK: "" },
      });
    const full = await run(join(disk, "cache"));
    expect(full.exitCode).toBe(3);
    expect(full.stderr).toContain("git read-tree failed");
    expect((await run(join(directory, "cache"))).exitCode).toBe(0);
  });
});
