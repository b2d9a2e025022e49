import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./cli.js";
import { GIT_ENVIRONMENT, TestRepository } from "./repository.js";

const SAMPLES = join(ROOT, "samples", "hostile");

/** A repository whose base can be trusted and whose working tree cannot, with secrets around it. */
export interface Hostile {
  readonly repository: TestRepository;
  /** The commit that the working tree is compared with, and the one that it is a checkout of. */
  readonly base: string;
  readonly head: string;
  /** Files that no run has any business with. */
  readonly outside: string;
  /** For every run: a home directory of its own, and a secret. */
  readonly env: Readonly<Record<string, string>>;
  /** What may appear nowhere. */
  readonly secrets: readonly string[];
}

/**
 * Makes the repository of samples/hostile in an empty directory, with what a sample cannot hold: a pipe, bytes that editors
 * refuse, submodules that lead elsewhere.
 */
export async function createHostile(directory: string): Promise<Hostile> {
  const secret = (name: string) => `canary-${name}-${randomBytes(8).toString("hex")}`;
  const secrets = { environment: secret("environment"), file: secret("file"), header: secret("header") };
  const outside = join(directory, "outside");
  const home = join(directory, "home");
  for (const each of [outside, home, join(directory, "tmp")]) await mkdir(each);
  await writeFile(join(outside, "canary.go"), `// ${secrets.file}\npackage outside\n`);
  await writeFile(join(outside, "canary.txt"), secrets.file);
  const repository = new TestRepository(join(directory, "repository"));
  await cp(join(SAMPLES, "base"), repository.directory, { recursive: true });
  await repository.git("init", "--quiet", "--initial-branch=main");
  const base = await repository.commit({}, "the base");
  await repository.git("config", "http.https://example.com/.extraheader", `AUTHORIZATION: basic ${secrets.header}`);
  await repository.git("checkout", "--quiet", "-b", "change");
  await cp(join(SAMPLES, "head"), repository.directory, { recursive: true, verbatimSymlinks: true });
  await writeFile(
    join(repository.directory, "control.go"),
    "package main\n\nfunc control() *int {\n//line \u001b[31m\u0007\u202egnp.go:1\n\tn := 1\n\treturn &n\n}\n",
  );
  const submodule = `[submodule "x"]\n\tpath = sub\n\turl = file://${outside}\n[submodule "../../../outside"]\n\tpath = up\n\turl = ext::sh -c touch% ${outside}/owned\n`;
  await writeFile(join(repository.directory, ".gitmodules"), submodule);
  await repository.git("add", "--all");
  for (const path of ["sub", "up"]) {
    await repository.git("update-index", "--add", "--cacheinfo", `160000,${base},${path}`);
  }
  await repository.git("commit", "--quiet", "--message", "the change");
  const head = await repository.git("rev-parse", "HEAD");
  execFileSync("mkfifo", [join(repository.directory, "pipe_plan9.go")]);
  const env = {
    ...GIT_ENVIRONMENT,
    HOME: home,
    TMPDIR: join(directory, "tmp"),
    XDG_CACHE_HOME: join(home, ".cache"),
    // What go has compiled already may be used.
    GOCACHE: process.env["GOCACHE"] ?? join(homedir(), ".cache", "go-build"),
    GOMODCACHE: process.env["GOMODCACHE"] ?? join(homedir(), "go", "pkg", "mod"),
    GOTELEMETRY: "off",
    SECRET_TOKEN: secrets.environment,
  };
  return { repository, base, head, outside, env, secrets: Object.values(secrets) };
}

/** Everything below a directory, with contents and modes: to see that nothing has changed. */
export function contentsOf(directory: string): string {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => {
      const path = join(directory, name);
      const facts = lstatSync(path);
      const kind = facts.isSymbolicLink()
        ? `-> ${readlinkSync(path)}`
        : facts.isFile()
          ? readFileSync(path, "base64")
          : "";
      return `${name} ${facts.mode.toString(8)} ${kind}`;
    })
    .join("\n");
}

/** What a terminal or a CI service would obey in a text; none in what is fit to be shown. */
export function obeyed(text: string): string[] {
  const commands = text.split("\n").filter((line) => /^\s*::/.test(line) || /##(?:\[|vso\[)/.test(line));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return [...commands, ...(text.match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu) ?? [])];
}
