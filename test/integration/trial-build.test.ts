// What many trials of one run leave open.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { TrialBuild } from "../../src/sources/trial-build.js";
import { ROOT } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";

const openFiles = () => readdirSync("/proc/self/fd").length;

describe.skipIf(withoutGo || process.platform !== "linux")("compilations of a trial", () => {
  test("leave no file open, however many there are", async () => {
    const request = {
      directory: join(ROOT, "samples", "try"),
      packages: [],
      scope: "module",
      tests: false,
      flags: [],
    } as const;
    const trial = await TrialBuild.open(request, new AbortController().signal);
    const compile = async () => {
      const output = await trial.compile({ packages: trial.packages, files: [] });
      expect(output.failure).toBeNull();
      const records = await output.records(trial.packages);
      expect(records.some((record) => record.kind === "escape" && record.allocates === "yes")).toBe(true);
    };
    await compile();
    const before = openFiles();
    for (let i = 0; i < 3; i++) await compile();
    // What watches over go ends a moment after it.
    await expect.poll(openFiles, { timeout: 10_000 }).toBeLessThanOrEqual(before);
  });
});

describe.skipIf(withoutGo)("a compilation of a trial", () => {
  test("has the flags of the whole build for each package, so that go compiles nothing else again", async () => {
    const commands: (readonly string[])[] = [];
    const request = {
      directory: join(ROOT, "samples", "try"),
      packages: [],
      scope: "module",
      tests: false,
      flags: ["-gcflags=-D=/elsewhere"],
      onCommand: (words: readonly string[]) => commands.push(words),
    } as const;
    const signal = new AbortController().signal;
    const trial = await TrialBuild.open(request, signal);
    commands.length = 0;
    const output = await trial.compile({ packages: ["example.com/tries"], files: [] });
    expect(output.failure).toBeNull();
    // What is imported is compiled with the same flags as when it is named, too.
    expect(commands[0]?.filter((word) => word.startsWith("-gcflags"))).toEqual([
      "-gcflags=example.com/tries/...=-m -m",
      "-gcflags=example.com/tries/...=-D=/elsewhere -m -m",
    ]);
    expect(output.text("example.com/tries/store").toString()).toContain("leaking param: b");
    expect(await output.records(["example.com/tries/store"])).toEqual([]);
  });
});
