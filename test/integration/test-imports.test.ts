// Packages that only tests import: what their functions do is known all the same.
import { describe, expect, test } from "vitest";
import { escapeSchema } from "../../src/records/record.js";
import { makeDirectory, runCli } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";

const testFile = (name: string, imports: string) =>
  `package ${name}\n\nimport (\n\t"testing"\n\n${imports}\t"example.com/t/helper"\n)\n`;

const FILES = {
  "go.mod": "module example.com/t\n\ngo 1.21\n",
  "t.go": "package t\n\nfunc F(n int) int { return n }\n",
  "helper/h.go":
    'package helper\n\nimport "testing"\n\nvar kept any\n\n//go:noinline\nfunc Keep(t *testing.T, v any) { kept = v }\n',
  "t_test.go": `${testFile("t", "")}\nfunc TestF(t *testing.T) { n := F(1); helper.Keep(t, &n) }\n`,
  "x_test.go": `${testFile("t_test", "")}\nfunc TestX(tt *testing.T) { n := 1; helper.Keep(tt, &n) }\n`,
};

describe.skipIf(withoutGo)("a call of a package that only tests import", () => {
  test("is of a known function, in the package's own tests and in those beside it", async () => {
    const cwd = makeDirectory(FILES);
    // The helper is printed behind the tests, or not at all: its functions are not known from there.
    const { stdout } = await runCli(["build", "--tests", ".", "--scope", "named", "--format", "ndjson"], { cwd });
    const escapes = stdout
      .trimEnd()
      .split("\n")
      .map((line) => escapeSchema.parse(JSON.parse(line)));
    const found = escapes.filter(({ expression }) => expression === "n");
    expect(found.map(({ function: name, cause, callee }) => [name, cause, callee])).toEqual([
      ["TestF", "call-argument", "helper.Keep"],
      ["TestX", "call-argument", "helper.Keep"],
    ]);
    const story = await runCli(["explain", "TestF", "--tests", ".", "--format", "json"], { cwd });
    expect(JSON.parse(story.stdout).stories[0].end).toMatchObject({ kind: "global", name: "helper.kept" });
  });
});
