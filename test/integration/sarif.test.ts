// SARIF by the judgement of Microsoft's multitool: the schema, its own rules, and those of GitHub's code scanning.
import { describe, expect, test } from "vitest";
import type { Hop } from "../../src/records/record.js";
import { addedEscape, diffOf } from "../helpers/diff.js";
import { escapeRecord } from "../helpers/escape.js";
import { multitool, sarifProblems } from "../helpers/multitool.js";
import { recorded } from "../helpers/recorded.js";
import { escapesOf, readOutput } from "../helpers/records.js";
import { treeAt } from "../helpers/tree.js";
import { diffText, reportText } from "../render/formats.js";

/** A way to the heap with a step in each file. */
function hopThrough(...files: readonly string[]): Hop {
  const steps = files.map((file) => ({ expression: "f(x)", reason: "call parameter", file, line: 7, column: null }));
  return { to: "{heap}", from: "x", dereferences: -1, steps };
}

describe.skipIf(multitool === null)("the SARIF multitool", () => {
  test("finds problems where there are some", () => {
    expect(sarifProblems('{"version":"2.1.0","runs":[{"tool":{}}]}')).not.toEqual([]);
  });

  test("has nothing against a report of a program, odd text, files of other modules, or a diff", async () => {
    const { records } = await readOutput(recorded("go1.27", "tour"));
    const odd = [
      escapeRecord({ expression: "[]int{0}", allocation: "slice-literal", function: "F[go.shape.int]" }),
      escapeRecord({ expression: "m[k](x) \u202e\u0007", allocation: "new", file: "a b/ü:%.go", line: 2 }),
      escapeRecord({ line: 3, flow: [hopThrough("$GOROOT/src/fmt/print.go", "/tmp/x.go")] }),
      escapeRecord({ line: 4, flow: [hopThrough("golang.org/x/net@v0.30.0/html/parse.go", "../../x.go")] }),
    ];
    const logs = [
      await reportText("sarif", escapesOf(records), { all: true, tree: treeAt("some where") }),
      await reportText("sarif", odd),
      await reportText("sarif", []),
      await diffText("sarif", diffOf({ added: [addedEscape()] })),
    ];
    expect(sarifProblems(...logs)).toEqual([]);
  });
});
