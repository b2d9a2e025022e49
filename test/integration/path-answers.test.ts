// What explain answers beside the story: which path pays, and what it costs that a function is generic.
import { describe, expect, test } from "vitest";
import { storiesSchema } from "../../src/records/story.js";
import { makeDirectory, runCli } from "../helpers/cli.js";
import { goMinor, withoutGo } from "../helpers/go.js";

const HEAD = "package path\n\ntype T struct{ a, b, c int }\n\n";
const FIND = `${HEAD}func Find(n int) *T {
	x := T{a: n}
	if n > 10 {
		return &x
	}
	return nil
}
`;

async function answersOf(code: string, target: string) {
  const cwd = makeDirectory({ "go.mod": "module example.com/path\n\ngo 1.21\n", "p.go": code });
  const { stdout } = await runCli(["explain", target, "--format", "json"], { cwd });
  const { stories } = storiesSchema.parse(JSON.parse(stdout));
  return stories.map(({ escape, answers = [] }) => ({ line: escape.line, answers }));
}

describe.skipIf(withoutGo)("which path pays", { timeout: 60_000 }, () => {
  test("every one, where a variable is declared before the only branch that takes its address", async () => {
    const [story] = await answersOf(FIND, "Find");
    expect(story?.line).toBe(6);
    expect(story?.answers.map(({ question }) => question)).toEqual(["Which path pays?"]);
    const [{ text } = { text: "" }] = story?.answers ?? [];
    expect(text).toContain("Every run of line 6: `x` is on the heap from its declaration on");
    expect(text).toContain("(lines 7 to 9)");
    expect(text).toContain("With a copy in that branch, `x := x`");
  });

  test("the branch alone with the copy that is advised: it is said no more, and the allocation is there", async () => {
    const copied = FIND.replace("\t\treturn &x", "\t\tx := x\n\t\treturn &x");
    expect(await answersOf(copied, "Find")).toEqual([{ line: 8, answers: [] }]);
  });

  test("is left open where something outside of the branch may take the address too", async () => {
    const code = `${HEAD}func Find(n int) *T {
	x := T{a: n}
	x.fill()
	if n > 10 {
		return &x
	}
	return nil
}

//go:noinline
func (t *T) fill() { t.b = 1 }
`;
    const [story] = await answersOf(code, "Find");
    const [{ text } = { text: "" }] = story?.answers ?? [];
    expect(text).toContain("a copy in the branch need not be enough");
  });

  test("is not asked where all that runs comes to the address", async () => {
    const code = `${HEAD}func Always(n int) *T {\n\tx := T{a: n}\n\treturn &x\n}\n`;
    expect((await answersOf(code, "Always")).map(({ answers }) => answers)).toEqual([[]]);
  });

  test("is told where machine code has a way around the call", async () => {
    const code = 'package path\n\nimport "fmt"\n\nfunc Bad(s string) error { return fmt.Errorf("bad %s", s) }\n';
    const texts = (await answersOf(code, "p.go:5")).flatMap(({ answers }) => answers.map(({ text }) => text));
    // fmt.Errorf is inlined from Go 1.26 on, with what it makes for a text without verbs.
    expect(texts.some((text) => text.includes("made in `errors.New`, which is inlined here"))).toBe(goMinor >= 26);
  });
});

describe.skipIf(withoutGo)("what a generic function costs", { timeout: 60_000 }, () => {
  const CODE = `package path

//go:noinline
func On[V any](v V) func() { return func() { println("x") } }

func on(v any) func() { return func() { println("x") } }

func Use() (a, b, c func()) { return On(1), On("s"), on("x") }
`;

  test("is told by copy, and that its closures hold the dictionary", async () => {
    const [story] = await answersOf(CODE, "On");
    expect(story?.answers.map(({ text }) => text)).toEqual([
      "The function is compiled 2 times: for `int` it allocates each time, 16 B; for `string` it allocates each time, 16 B. " +
        "The literal captures the dictionary alone, which tells a copy its type arguments: in a plain function it would " +
        "capture nothing, and never be allocated.",
    ]);
  });

  test("shows in the plain function, which never allocates", async () => {
    const cwd = makeDirectory({ "go.mod": "module example.com/path\n\ngo 1.21\n", "p.go": CODE });
    const { stdout } = await runCli(["explain", "p.go:6", "--format", "json"], { cwd });
    const { stories } = storiesSchema.parse(JSON.parse(stdout));
    expect(stories.map(({ escape }) => escape.allocates)).toEqual(["no"]);
  });
});
