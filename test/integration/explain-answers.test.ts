// What people ask of one line, one function and one parameter, and what explain answers.
import { describe, expect, test } from "vitest";
import { type Stories, storiesSchema } from "../../src/records/story.js";
import { makeDirectory, runCli } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";

const FILES = {
  "go.mod": "module example.com/asked\n\ngo 1.23\n",
  "p.go": `package asked

import (
	"fmt"

	"example.com/asked/inner/metrics"
)

func Hello() { fmt.Println("hello") }

var kept *int

//go:noinline
func helper(np **int) { kept = *np }

func Walk(np **int, d int) {
	if d == 0 {
		helper(np)
		return
	}
	Walk(np, d-1)
}

type buffer struct{ last *int }

//go:noinline
func (b *buffer) keep(p *int) int {
	if p != nil {
		b.last = p
	}
	return *p
}

var reg []func()

//go:noinline
func Range(seq func(yield func(int) bool)) (t int) {
	for v := range seq {
		reg = append(reg, func() { println("y") })
		t += v
	}
	return t
}

func Wrap(n int) error { return fmt.Errorf("n is %d", n) }

//go:noinline
func Count(n int) { metrics.Keep(&n) }

func Room(n int) int { return len(make([]byte, n)) }

var hook func(*int)

func Hooked(n int) { hook(&n) }
`,
  "metrics/m.go": `package metrics

import inner "example.com/asked/inner/metrics"

//go:noinline
func Keep(p *int) { inner.Keep(p) }

func Use(n int) { Keep(&n) }
`,
  "inner/metrics/m.go": `package metrics

var kept *int

//go:noinline
func Keep(p *int) { kept = p }
`,
};

describe.skipIf(withoutGo)("explain", () => {
  const explain = async (target: string, ...args: readonly string[]): Promise<string> => {
    const cwd = makeDirectory(FILES);
    const { exitCode, stdout, stderr } = await runCli(["explain", target, ...args], { cwd });
    expect([exitCode, stderr]).toEqual([0, ""]);
    return stdout;
  };
  const told = async (target: string): Promise<Stories> =>
    storiesSchema.parse(JSON.parse(await explain(target, "--format", "json")));
  const textsOf = ({ stories }: Stories) =>
    stories.map(({ escape, steps }) => `${escape.expression}: ${steps.map(({ text }) => text).join("; ")}`);

  describe("of a constant in an interface", () => {
    test("says never, as the report does, and gives no advice", async () => {
      const text = await explain("p.go:9");
      expect(text).toContain('\nNever allocated: a copy of `"hello"`, to be put into an interface.\n');
      expect(text).toContain("\nIt never allocates: a constant in an interface is laid out as read-only data.\n");
      expect(text).not.toMatch(/^Allocated|What helps|^So:/m);
      const { stories } = await told("p.go:9");
      expect(stories.map(({ escape, remedies }) => [escape.allocates, remedies])).toEqual([["no", []]]);
    });

    test("says so from the text alone too", async () => {
      expect(await explain("p.go:9", "--no-machine-code")).toContain("It never allocates: a constant in an interface");
    });
  });

  describe("of a parameter that leaks", () => {
    test.each(["np", "Walk", "asked.Walk", "p.go:16"])(
      "%s: tells what leaks, where, and through which calls",
      async (target) => {
        const { match, stories, leaks, hint } = await told(target);
        expect([match, stories]).toEqual(["none", []]);
        expect(hint).toBe("Nothing that is made here goes to the heap. What parameters bring can:");
        const walk = leaks.find(({ leak }) => leak.function === "Walk");
        expect(walk).toMatchObject({
          text: "what `np` points to leaks to the heap",
          chain: [{ name: "asked.helper", parameter: "np" }],
          end: { kind: "global", name: "asked.kept" },
        });
        expect(walk?.steps.map(({ text, line }) => [text, line])).toEqual([
          ["what the parameter `np` points to is passed to `helper` as `np`", 18],
          ["it is assigned to `kept`", 14],
        ]);
      },
    );

    test("shows it", async () => {
      const text = await explain("Walk");
      expect(text).toContain("\np.go:16:11 in Walk\nParameter: what `np` points to leaks to the heap.\n");
      expect(text).toContain("\n    16 | func Walk(np **int, d int) {\n       |           ^^\n");
      expect(text).toContain("\nSo: The package-level variable `asked.kept` keeps it: that lives as long as the\n");
      expect(text).not.toContain("Nothing in this function");
      expect(await explain("Walk", "--format", "markdown")).toContain("### `np`: parameter\n");
    });

    test("names parameters with what the function makes itself, and receivers apart", async () => {
      const { leaks } = await told("(*buffer).keep");
      expect(leaks.map(({ leak, end }) => [leak.parameter, end.kind, end.name])).toEqual([["p", "field", "b.last"]]);
      expect(await explain("Range")).not.toContain("Parameters that leak");
    });
  });

  describe("of what the compiler says to stay", () => {
    test.each(["p.go:50", "Room"])("%s: names the call that allocates all the same, and why", async (target) => {
      const { match, hint, undecided } = await told(target);
      expect([match, hint]).toEqual([
        "none",
        "The compiler sends nothing that is made here to the heap. This allocates all the same:",
      ]);
      expect(undecided).toMatchObject([{ file: "p.go", line: 50, function: "Room", call: "makeslice", type: "uint8" }]);
      expect(undecided[0]?.text).toMatch(
        /^The compiler says that `make\(\[\]byte, n\)` does not escape; .*its size is known only at run time\.$/,
      );
    });

    test("shows it, in both formats, and not where a column asks for a decision", async () => {
      expect(await explain("Room")).toMatch(
        /\nAllocates without a decision\n {2}p\.go:50\n {4}It may allocate: `runtime\.makes/,
      );
      expect(await explain("Room", "--format", "markdown")).toContain("**Allocates without a decision:** `p.go:50`. ");
      expect((await told("p.go:50:2")).undecided).toEqual([]);
      expect((await told("Hooked")).undecided).toEqual([]);
    });
  });

  describe("of a call that stays a call", () => {
    test("says why it is not inlined, in the compiler's words, and how to find out what that would change", async () => {
      const { stories } = await told("Count");
      expect(stories[0]?.keptCalls).toMatchObject([{ kind: "not-inlined", name: "metrics.Keep" }]);
      const text = (await explain("Count")).replace(/\s+/g, " ");
      expect(text).toContain("Why it is not inlined `metrics.Keep` is not inlined: marked go:noinline. Inlined,");
      expect(text).toMatch(/this build does not show\. `escape-report try p\.go:\d+` compiles again/);
      expect(await explain("Count", "--quiet")).not.toContain("not inlined");
    });

    test("says why it is not a direct call", async () => {
      const { stories } = await told("Hooked");
      expect(stories[0]?.keptCalls).toMatchObject([{ kind: "not-devirtualized", name: "hook" }]);
      expect(await explain("Hooked")).toContain(
        "\nWhy it is not a direct call\n`hook` is not replaced by a direct call:",
      );
    });

    test("says nothing of it where a value goes to no such call", async () => {
      const { stories } = await told("Range");
      for (const { end, keptCalls } of stories) if (end.kind !== "func-value") expect(keptCalls).toEqual([]);
    });
  });

  test("tells the body of a loop over a function in the words of the source", async () => {
    const stories = await told("Range");
    expect(await explain("Range")).not.toMatch(/#\w+\d|unknown line/);
    expect(stories.stories.map(({ made }) => made)).toEqual(
      expect.arrayContaining([
        "the body of the loop, which is a closure: the function that the loop goes over calls it",
        "a variable that the compiler makes for the loop over a function",
      ]),
    );
    const state = stories.stories.find(({ escape }) => escape.expression.startsWith("#"));
    expect(state?.steps.map(({ line }) => line)).toEqual([38, 38]);
    const t = stories.stories.find(({ escape }) => escape.expression === "t");
    expect(t?.end).toMatchObject({ kind: "func-value", name: "seq" });
  });

  test("tells one thing a step, and what an argument comes to instead of the slice that it is put in", async () => {
    const wrap = await told("Wrap");
    expect(textsOf(wrap)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^n: it is passed to `fmt\.Errorf`(?:, which is inlined here, as `a`)?$/),
      ]),
    );
    for (const { steps } of wrap.stories)
      for (const { text } of steps) expect(text).not.toMatch(/ and |, then |variadic/);
  });

  test("names the import path where two packages share a name", async () => {
    const { leaks } = await told("metrics.Keep");
    const texts = leaks.flatMap(({ steps }) => steps.map(({ text }) => text));
    expect(texts).toContain("the parameter `p` is passed to `example.com/asked/inner/metrics.Keep` as `p`");
    expect(textsOf(await told("Count"))).toEqual([expect.stringContaining("is passed to `metrics.Keep` as `p`")]);
  });
});
