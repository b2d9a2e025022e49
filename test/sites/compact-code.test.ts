import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readArchive } from "../../parsers/archive/index.js";
import { allocates, compactCode } from "../../src/sites/index.js";
import { CODE_FORMAT } from "../../src/sources/code-cache.js";
import { archiveBytes, RECORDED_ARCHIVES, tablesOf } from "../helpers/archives.js";

describe("what is kept of an archive", () => {
  // Where this fails since more or something else is read from the same archives: raise CODE_FORMAT, so that what older
  // runs have kept is not used, and write the new digest beside it.
  test("changes only with the number of its format", () => {
    const hash = createHash("sha256");
    for (const name of RECORDED_ARCHIVES) {
      const archive = readArchive(archiveBytes(name), tablesOf(name), allocates);
      if (archive.kind !== "package") throw new Error(archive.note);
      const code = compactCode(archive, { importPath: "example.com/truth", nameOf: () => null, sizeOf: () => null });
      hash.update(JSON.stringify(code));
    }
    expect([CODE_FORMAT, hash.digest("hex").slice(0, 16)]).toEqual([2, "a40d1baa532331c5"]);
  });
});
