// SARIF by the judgement of Microsoft's multitool: the schema, its own rules, and those of GitHub's code scanning.
import { describe, expect, test } from "vitest";
import { addedEscape, diffOf } from "../helpers/diff.js";
import { escapeRecord } from "../helpers/escape.js";
import { multitool, sarifProblems } from "../helpers/multitool.js";
import { recorded } from "../helpers/recorded.js";
import { escapesOf, readOutput } from "../helpers/records.js";
import { diffText, reportText } from "../render/formats.js";

describe.skipIf(multitool === null)("the SARIF multitool", () => {
  test("finds problems where there are some", () => {
    expect(sarifProblems('{"version":"2.1.0","runs":[{"tool":{}}]}')).not.toEqual([]);
  });

  test("has nothing against a report of a program, odd text, files of other modules, or a diff", async () => {
    const { records } = await readOutput(recorded("go1.27", "tour"));
    const odd = [
      escapeRecord({ expression: "[]int{0}", allocation: "slice-literal", function: "F[go.shape.int]" }),
      escapeRecord({ expression: "m[k](x) \u202e\u0007", allocation: "new", file: "a b/ü:%.go", line: 2 }),
      escapeRecord({ file: "$GOROOT/src/fmt/print.go", line: 3 }),
      escapeRecord({ file: "golang.org/x/net@v0.30.0/html/parse.go", line: 4 }),
      escapeRecord({ file: "/tmp/x.go", line: 5, column: null }),
    ];
    const logs = [
      await reportText("sarif", escapesOf(records), { all: true, prefix: "some where" }),
      await reportText("sarif", odd),
      await reportText("sarif", []),
      await diffText("sarif", diffOf({ added: [addedEscape()] })),
    ];
    expect(sarifProblems(...logs)).toEqual([]);
  });
});
