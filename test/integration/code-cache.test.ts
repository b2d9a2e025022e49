// What compiled packages show is kept between runs: in the user's cache, and only where nobody else can put anything.
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";
import { createRepository, GIT_ENVIRONMENT, temporaryDirectory } from "../helpers/repository.js";

const FILES = {
  "go.mod": "module example.com/app\n\ngo 1.21\n",
  "a/a.go": "package a\n\ntype Point struct{ X, Y int }\n\nfunc New() *Point { return new(Point) }\n",
  "b/b.go": 'package b\n\nimport "example.com/app/a"\n\nfunc Two() *a.Point { return a.New() }\n',
};

async function create() {
  const { directory } = await createRepository(FILES);
  const cache = join(await temporaryDirectory(), "cache");
  const build = async (variables: Readonly<Record<string, string>> = {}) => {
    const env = { ...GIT_ENVIRONMENT, GOWORK: "", ESCAPE_REPORT_CACHE: cache, ...variables };
    const { stdout, stderr, exitCode } = await runCli(["build", "--format", "ndjson"], { cwd: directory, env });
    expect(stderr).not.toContain("cache");
    expect(exitCode).toBe(0);
    return stdout;
  };
  const kept = async () =>
    (await readdir(join(cache, "code")).catch(() => [])).map((name) => join(cache, "code", name));
  return { directory, cache, build, kept };
}

describe.skipIf(withoutGo)("what compiled packages show", () => {
  test("is taken from the cache, one file for each package", async () => {
    const { build, kept } = await create();
    const first = await build();
    expect(first).toContain('"type":"example.com/app/a.Point"');
    const files = await kept();
    expect(files).toHaveLength(2);
    expect(await build()).toBe(first);
    for (const file of files) {
      await writeFile(file, (await readFile(file, "utf8")).replaceAll("a.Point", "a.Kept"));
    }
    expect(await build()).toContain('"type":"example.com/app/a.Kept"');
  });

  test.each(["", "{}", "[]", "null", '{"names":["New"],"files":[],"functions":[7,1]}'])(
    "is read again when the file in the cache is %j",
    async (content) => {
      const { build, kept } = await create();
      const first = await build();
      const files = await kept();
      for (const file of files) await writeFile(file, content);
      expect(await build()).toBe(first);
      for (const file of files) expect(await readFile(file, "utf8")).toContain("sites");
    },
  );

  test("is not kept in the work tree, where a change could put something false", async () => {
    const { directory, build } = await create();
    await mkdir(join(directory, "sub"));
    const first = await build();
    expect(await build({ ESCAPE_REPORT_CACHE: join(directory, "sub", "cache") })).toBe(first);
    const link = join(await temporaryDirectory(), "link");
    await symlink(join(directory, "sub"), link);
    expect(await build({ ESCAPE_REPORT_CACHE: join(link, "more", "cache") })).toBe(first);
    expect(await readdir(join(directory, "sub"))).toEqual([]);
  });

  test.skipIf(process.platform === "win32")("is not kept where others can write", async () => {
    const { cache, build, kept } = await create();
    await mkdir(cache, { recursive: true });
    await chmod(cache, 0o777);
    expect(await build()).toContain("a.Point");
    expect(await kept()).toEqual([]);
    await chmod(cache, 0o700);
    await build();
    for (const file of await kept()) expect((await stat(file)).mode & 0o077).toBe(0);
  });

  test("is not kept without room, nor where a file stands in the way", async () => {
    const { cache, build, kept } = await create();
    await build({ ESCAPE_REPORT_CACHE_MB: "0" });
    expect(await kept()).toEqual([]);
    await writeFile(cache, "");
    expect(await build()).toContain("a.Point");
    expect(await readFile(cache, "utf8")).toBe("");
  });
});
