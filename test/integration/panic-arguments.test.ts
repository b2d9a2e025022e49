// What is made to be formatted for a panic: machine code shows that nothing else pays for it.
import { describe, expect, test } from "vitest";
import { escapeSchema } from "../../src/records/record.js";
import { makeDirectory, runCli } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";

const FILES = {
  "go.mod": "module example.com/panics\n\ngo 1.21\n",
  "p.go": `package panics

import "fmt"

func Check(i int, s string) int {
	if i < 0 {
		panic(fmt.Sprintf("%d %s", i, s))
	}
	return i
}

func Text(i int) string { return fmt.Sprintf("%d", i) }
`,
};

describe.skipIf(withoutGo)("arguments of what is formatted for a panic", () => {
  test("are counted with the panics, and are not among what to look at first", async () => {
    const cwd = makeDirectory(FILES);
    const lines = (await runCli(["build", "--format", "ndjson"], { cwd })).stdout.trimEnd().split("\n");
    const escapes = lines.map((line) => escapeSchema.parse(JSON.parse(line)));
    const reasons = (name: string) => escapes.filter((each) => each.function === name).map(({ reason }) => reason);
    expect(reasons("Check")).toEqual(["panic", "panic", "panic"]);
    expect(reasons("Text")).toEqual(["small-value"]);
    const { stdout } = await runCli(["build"], { cwd });
    expect(stdout.replace(/\s+/g, " ")).toContain("3 only when panicking");
    expect(stdout).toContain("p.go:12:52");
    expect(stdout).not.toContain("p.go:7:");
  });
});
