import { describe, expect, test } from "vitest";
import { FilesAhead } from "../../src/report/files-ahead.js";

/** The files that are loaded for output that comes in these chunks. */
async function loaded(...chunks: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  const ahead = new FilesAhead({ load: async (file) => void files.push(file), extentsOf: () => null }, (file) =>
    file.replace(/^\.\//, ""),
  );
  for (const chunk of chunks) await ahead.load(Buffer.from(chunk));
  return files;
}

const DECLARED = "# example.com/p\n./a.go:3:6: cannot inline F: marked go:noinline\n";

describe("source files are loaded ahead of the parser", () => {
  test("where explanations do not name their function: Go up to 1.24", async () => {
    const explained = "./b.go:4:2: x escapes to heap:\n./b.go:4:2:   flow: ~r0 = &x:\n";
    expect(await loaded(`${DECLARED}${explained}`)).toEqual(["a.go", "b.go"]);
    expect(await loaded("./c.go:1:2: parameter p leaks to {heap} with derefs=0:\n")).toEqual(["c.go"]);
  });

  test("where a single -m names only functions that can be inlined", async () => {
    expect(await loaded("./a.go:3:6: can inline F\r\n./b.go:4:2: moved to heap: x\r\n")).toEqual(["a.go", "b.go"]);
  });

  test("and not where explanations name it: Go 1.25 and later", async () => {
    expect(
      await loaded(`${DECLARED}./b.go:4:2: x escapes to heap in F:\n`, "./c.go:1:2: x escapes to heap:\n"),
    ).toEqual([]);
    expect(await loaded("./c.go:1:2: parameter p leaks to {heap} for F with derefs=0:\n")).toEqual([]);
  });

  test("and not before something tells which it is", async () => {
    expect(await loaded(DECLARED)).toEqual([]);
  });

  test("though a line comes in two chunks", async () => {
    expect(await loaded("./a.go:1:2: x escapes to heap:\n./lo", "ng/né.go:3:4: y escapes to heap\n")).toEqual([
      "a.go",
      "long/né.go",
    ]);
  });

  test("though a chunk ends within a character of a name", async () => {
    const bytes = Buffer.from("./a.go:1:2: x escapes to heap:\n./né.go:3:4: y escapes to heap\n");
    const cut = bytes.indexOf(0xc3) + 1;
    const files: string[] = [];
    const ahead = new FilesAhead(
      { load: async (file) => void files.push(file), extentsOf: () => null },
      (file) => file,
    );
    await ahead.load(bytes.subarray(0, cut));
    await ahead.load(bytes.subarray(cut));
    expect(files).toEqual(["./a.go", "./né.go"]);
  });

  test("with the drive of a Windows path", async () => {
    expect(await loaded("C:\\src\\a.go:1:2: x escapes to heap:\n")).toEqual(["C:\\src\\a.go"]);
  });
});
