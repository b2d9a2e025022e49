import { readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type CompactCode, packageCode } from "../../src/sites/index.js";
import { openCache } from "../../src/sources/cache-directory.js";
import { CodeCache } from "../../src/sources/code-cache.js";
import { temporaryDirectory } from "../helpers/repository.js";

const CODE: CompactCode = {
  names: ["New", "newobject", "example.com/a.T"],
  files: ["/m/a.go"],
  functions: [0, 1],
  own: [0],
  lines: [[0, 3, 1, 2]],
  standIns: [],
  typeArguments: [],
  sites: [[0, 1, 2, 16, 0b010110, 0, 4, 0]],
};

async function open() {
  const cache = await openCache(await temporaryDirectory(), ".", null);
  return { cache, codes: new CodeCache(cache) };
}

describe("what compiled packages show", () => {
  test("is found again by what it was compiled from", async () => {
    const { cache, codes } = await open();
    const key = codes.keyOf({ buildId: "a/b" });
    expect(codes.get(key)).toBeNull();
    codes.keep(key, CODE);
    expect(codes.get(key)).toEqual(CODE);
    expect(codes.get(codes.keyOf({ buildId: "a/c" }))).toBeNull();
    expect(await readdir(cache.code)).toEqual([`${key}.json`]);
  });

  test("is not there when its file is cut short", async () => {
    const { cache, codes } = await open();
    const key = codes.keyOf({});
    codes.keep(key, CODE);
    const path = join(cache.code, `${key}.json`);
    await writeFile(path, (await readFile(path)).subarray(0, 40));
    expect(codes.get(key)).toBeNull();
  });

  test("is as fresh as its last use", async () => {
    const { cache, codes } = await open();
    const key = codes.keyOf({});
    codes.keep(key, CODE);
    const path = join(cache.code, `${key}.json`);
    await utimes(path, 1_000_000, 1_000_000);
    codes.get(key);
    const { mtimeMs } = await import("node:fs/promises").then(({ stat }) => stat(path));
    expect(mtimeMs).toBeGreaterThan(Date.now() - 60_000);
  });

  test("makes room for itself", async () => {
    const { cache, codes } = await open();
    process.env["ESCAPE_REPORT_CACHE_MB"] = "0.0001";
    try {
      codes.keep(codes.keyOf({ n: 1 }), CODE);
      codes.keep(codes.keyOf({ n: 2 }), CODE);
      await codes.close();
    } finally {
      delete process.env["ESCAPE_REPORT_CACHE_MB"];
    }
    expect(await readdir(cache.code)).toEqual([]);
  });

  test("keeps nothing more once a file cannot be written", async () => {
    const { cache, codes } = await open();
    const elsewhere = new CodeCache({ ...cache, code: join(cache.code, "gone") });
    elsewhere.keep(codes.keyOf({}), CODE);
    expect(elsewhere.get(codes.keyOf({}))).toBeNull();
    await elsewhere.close();
  });
});

describe("compact code", () => {
  test("becomes what decisions are joined with", () => {
    const code = packageCode(CODE, (file) => file.replace("/m/", ""));
    expect(code.sites).toMatchObject([
      {
        function: "New",
        file: "a.go",
        line: 4,
        call: "newobject",
        type: "example.com/a.T",
        bytes: 16,
        loop: true,
        conditional: false,
        panics: false,
        stack: [{ function: "New", file: "a.go", line: 4 }],
      },
    ]);
    const lines = code.lines.get("a.go");
    expect([3, 4, 5, 6].map((line) => lines?.has(line))).toEqual([true, true, false, true]);
  });

  test.each([
    { ...CODE, sites: [[0, 1, 7, 16, 0, 0, 4, 0]] },
    { ...CODE, sites: [[0, 0, 2, 16, 0, 0, 4, 0]] },
    { ...CODE, functions: [9, 1] },
    { ...CODE, files: [] },
  ])("is refused when its numbers lead nowhere", (code) => {
    expect(() => packageCode(code, (file) => file)).toThrow();
  });
});
