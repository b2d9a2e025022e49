// The real compiler speaks twice of one compilation, as text and as a JSON log: both have to say the same.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { go, goMinor, withoutGo } from "../helpers/go.js";
import { parse } from "../helpers/parse.js";
import { readLog, readParsed } from "../helpers/witness.js";

/** Small ones and large ones, with closures, generics, recursion and reflection; none with assembly. */
const PACKAGES = ["sort", "strconv", "log/slog", "encoding/json", "text/template", "go/parser", "net/http"] as const;

/** What `go list` tells of a package. */
interface Listed {
  readonly ImportPath: string;
  readonly Dir: string;
  readonly GoFiles: readonly string[];
  readonly Export?: string;
  readonly ImportMap?: Readonly<Record<string, string>>;
}

describe.skipIf(withoutGo)("what the parser reads", () => {
  const directory = mkdtempSync(join(tmpdir(), "escape-report-witness-"));
  const listed = new Map<string, Listed>();

  beforeAll(async () => {
    const fields = "ImportPath,Dir,GoFiles,Export,ImportMap";
    const output = await go(["list", "-deps", "-export", `-json=${fields}`, ...PACKAGES], directory);
    // One object behind the other, each closed by a brace in the first column.
    const objects = Buffer.from(output)
      .toString("utf8")
      .trim()
      .split(/(?<=^\})\n/m);
    for (const object of objects) {
      const facts = JSON.parse(object) as Listed;
      listed.set(facts.ImportPath, facts);
    }
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  /** Compiles a package as go build does, but by hand: go's cache would replay the text without the log. */
  async function compile(path: string): Promise<{ readonly text: Uint8Array; readonly logs: readonly string[] }> {
    const { Dir, GoFiles, ImportMap = {} } = listed.get(path) as Listed;
    const log = join(directory, path.replaceAll("/", "_"));
    mkdirSync(log, { recursive: true });
    const config = join(log, "importcfg");
    const lines = [...listed.values()].flatMap(({ ImportPath, Export = "" }) =>
      Export === "" ? [] : [`packagefile ${ImportPath}=${Export}`],
    );
    for (const [from, to] of Object.entries(ImportMap)) lines.push(`importmap ${from}=${to}`);
    writeFileSync(config, lines.join("\n"));
    const flags = [
      "-p",
      path,
      "-std",
      "-complete",
      "-m",
      "-m",
      `-trimpath=${Dir}=>${path}`,
      `-json=0,${pathToFileURL(log)}`,
    ];
    const files = GoFiles.map((file) => join(Dir, file));
    const text = await go(["tool", "compile", ...flags, "-importcfg", config, "-o", devNull, ...files], Dir);
    const logs = readdirSync(log, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".json"))
      .map((name) => readFileSync(join(log, name), "utf8"));
    return { text, logs };
  }

  test.each(PACKAGES)("of %s is what the compiler logs, escape by escape and step by step", async (path) => {
    const { text, logs } = await compile(path);
    const logged = readLog(logs);
    expect(logged.explanations.length).toBeGreaterThan(5);
    // Of two files of the same name, inlined from two packages, the log holds only one.
    const parsed = readParsed(
      parse(text).escapes.filter(({ file }) => file?.startsWith(`${path}/`) === true || logged.files.has(file ?? "")),
      goMinor < 25 ? "=" : "←",
    );
    expect(parsed.storages).toEqual(logged.storages);
    expect(parsed.explanations).toEqual(logged.explanations);
  });
});
