// Reads archives of the go at hand, for every architecture that it compiles for without further tools.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type ArchiveResult, readArchive, readTables } from "../../parsers/archive/index.js";
import { functionsOf } from "../helpers/archives.js";
import { go, goMinor, withoutGo } from "../helpers/go.js";

const MODULE = join(import.meta.dirname, "..", "..", "samples", "archives", "truth");

async function goText(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  return Buffer.from(await go(args, MODULE, env))
    .toString("utf8")
    .trim();
}

async function tables() {
  const goroot = await goText(["env", "GOROOT"]);
  const source = (name: string) => readFileSync(join(goroot, "src", "cmd", "internal", name), "utf8");
  const found = readTables(source("goobj/builtinlist.go"), source("objabi/reloctype.go"));
  if (found === null) throw new Error("this release lists its numbers in another way");
  return found;
}

async function archiveFor(goarch: string, goos = "linux"): Promise<ArchiveResult> {
  const path = await goText(["list", "-export", "-trimpath", "-f", "{{.Export}}", "."], {
    GOOS: goos,
    GOARCH: goarch,
    CGO_ENABLED: "0",
  });
  return readArchive(readFileSync(path), await tables(), (callee) =>
    /^runtime\.(?:new|mallocgc|make|conv|growslice|concat|map)/.test(callee ?? ""),
  );
}

function places(result: ArchiveResult): string[] {
  return functionsOf(result)
    .flatMap(({ calls }) => calls.map(({ callee, stack }) => `${stack.map(({ line }) => line).join(" > ")} ${callee}`))
    .sort();
}

describe.skipIf(withoutGo || goMinor < 22)("an archive of the go at hand", () => {
  test.each(["arm64", "riscv64", "ppc64le", "s390x"])(
    "for %s makes the calls that one for amd64 makes",
    async (goarch) => {
      expect(places(await archiveFor(goarch))).toEqual(places(await archiveFor("amd64")));
    },
  );

  test("for 386 names the same lines", async () => {
    const lines = (list: string[]) => [...new Set(list.map((place) => place.split(" runtime")[0]))];
    expect(lines(places(await archiveFor("386")))).toEqual(lines(places(await archiveFor("amd64"))));
  });

  test("for wasm is not read", async () => {
    expect(await archiveFor("wasm", "js")).toMatchObject({ kind: "unreadable", problem: "not-supported" });
  });
});
