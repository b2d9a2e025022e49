// What try says under other releases of Go, of those that the module cache has.
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { blameSchema } from "../../src/records/blame.js";
import { trySchema } from "../../src/records/try.js";
import { ROOT, runCli } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";

const MODULE = join(ROOT, "samples", "try");
const MINORS = [22, 24, 27];

/** `go1.22.12`: the last of a minor release that is there. */
function releaseOf(minor: number, names: readonly string[]): string | null {
  const found = names.flatMap((name) => {
    const [, patch] = new RegExp(`^toolchain@v0\\.0\\.1-go1\\.${minor}\\.(\\d+)\\.`).exec(name) ?? [];
    return patch === undefined ? [] : [Number(patch)];
  });
  return found.length === 0 ? null : `go1.${minor}.${Math.max(...found)}`;
}

function releases(): string[] {
  if (withoutGo) return [];
  const cache = execFileSync("go", ["env", "GOMODCACHE"], { encoding: "utf8" }).trim();
  let names: string[];
  try {
    names = readdirSync(join(cache, "golang.org"));
  } catch {
    return [];
  }
  return MINORS.flatMap((minor) => releaseOf(minor, names) ?? []).filter((release) => {
    const env = { ...process.env, GOTOOLCHAIN: release, GOPROXY: "off", GOFLAGS: "" };
    const { stdout } = spawnSync("go", ["env", "GOVERSION"], { env, encoding: "utf8", cwd: MODULE });
    return stdout?.trim() === release;
  });
}

const found = releases();

describe.skipIf(found.length === 0)("try", () => {
  test.each(found)("takes away the same with %s", async (release) => {
    const env = { GOTOOLCHAIN: release };
    const removed = async (target: string) => {
      const { exitCode, stdout, stderr } = await runCli(["try", "-C", MODULE, "--format", "json", target], { env });
      expect(stderr).toBe("");
      expect(exitCode).toBe(0);
      const { removed: sites, notTried, waysOut, sites: all } = trySchema.parse(JSON.parse(stdout));
      expect(notTried).toBeNull();
      const lines = sites.map(({ file, line }) => `${file}:${line}`);
      return { lines, ways: (waysOut ?? []).map(({ line }) => line), ends: all.map(({ ends }) => ends) };
    };
    expect((await removed("store.Keep:b")).lines).toEqual(["main.go:14", "main.go:58"]);
    expect((await removed("store.(*Table).Register:t")).lines).toEqual(["main.go:45", "main.go:63"]);
    expect((await removed("store.Table.first")).lines).toEqual(["main.go:39", "main.go:62"]);
    expect((await removed("store.last")).lines).toEqual(["main.go:33", "main.go:61"]);
    expect((await removed("Many:return")).lines).toEqual(["main.go:54"]);
    expect(await removed("main.go:51")).toEqual({ lines: ["main.go:51"], ways: [52, 53, 54], ends: ["stack"] });
    const { stdout } = await runCli(["blame", "-C", MODULE, "--format", "json", "--try=2"], { env });
    const { culprits } = blameSchema.parse(JSON.parse(stdout));
    expect(culprits.slice(0, 2).map(({ name, tried }) => `${name} ${tried?.removed} ${tried?.changed}`)).toEqual([
      "store.Both 2 2",
      "store.Keep 2 1",
    ]);
  });
});
