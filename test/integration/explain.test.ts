// The stories of samples/chains, told by the real compiler's output, against the marks in its sources.
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Stories, storiesSchema } from "../../src/records/story.js";
import { chainText, readChainMarks } from "../helpers/chains.js";
import { ROOT, runCli } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";

const MODULE = join(ROOT, "samples", "chains");

describe.skipIf(withoutGo)("explain", () => {
  let stories: Stories;

  beforeAll(async () => {
    const { exitCode, stdout, stderr } = await runCli([
      "explain",
      "*",
      "-C",
      MODULE,
      "--top",
      "1000",
      "--format",
      "json",
    ]);
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    stories = storiesSchema.parse(JSON.parse(stdout));
  });

  test.each(readChainMarks(MODULE).filter(({ chains }) => chains.length > 0))(
    "tells where the value of $file:$line goes",
    ({ file, line, chains }) => {
      const told = stories.stories.filter(({ escape }) => escape.file === file && escape.line === line).map(chainText);
      expect(told.sort()).toEqual([...chains].sort());
    },
  );
});
