import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FileParts } from "../../src/sources/file-parts.js";
import { temporaryDirectory } from "../helpers/repository.js";

const MAX = 1000;

async function filesOf(count: number): Promise<string[]> {
  const directory = await temporaryDirectory();
  const paths = Array.from({ length: count }, (_, index) => join(directory, `${index}`));
  await Promise.all(paths.map((path, index) => writeFile(path, `file ${index} has this`)));
  return paths;
}

describe("parts of files", () => {
  test("are read from more files than are kept open, in any order", async () => {
    const paths = await filesOf(100);
    const parts = new FileParts();
    const opened = paths.map((path) => parts.of(path, MAX));
    for (const index of [...paths.keys(), ...[...paths.keys()].reverse(), 7, 3, 99]) {
      expect(opened[index]?.read(5, 5 + `${index}`.length).toString()).toBe(`${index}`);
    }
    parts.close();
    expect(opened[42]?.read(0, 7).toString()).toBe("file 42");
    parts.close();
  });

  test("end where the file ends", async () => {
    const [path = ""] = await filesOf(1);
    const parts = new FileParts();
    const opened = parts.of(path, MAX);
    expect(opened?.length).toBe(15);
    expect(opened?.read(11, 4000).toString()).toBe("this");
    expect(opened?.read(20, 30).length).toBe(0);
    parts.close();
  });

  test("are none where there is no file, it is too large, or it is gone", async () => {
    const [path = ""] = await filesOf(1);
    const parts = new FileParts();
    expect(parts.of(`${path}-not`, MAX)).toBeNull();
    expect(parts.of(path, 3)).toBeNull();
    const opened = parts.of(path, MAX);
    parts.close();
    await rm(path);
    expect(opened?.read(0, 4).length).toBe(0);
  });
});
