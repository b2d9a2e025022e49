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
      const { records, failure } = await trial.compile({ packages: trial.packages, files: [] });
      expect(failure).toBeNull();
      expect(records.some((record) => record.kind === "escape" && record.allocates === "yes")).toBe(true);
    };
    await compile();
    const before = openFiles();
    for (let i = 0; i < 3; i++) await compile();
    expect(openFiles()).toBeLessThanOrEqual(before);
  });
});
