// Kinds of stories that were told wrong: each function is one, told from a real build.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Stories, type Story, storiesSchema } from "../../src/records/story.js";
import { runCli, writeFiles } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";

const FILES = {
  "go.mod": "module example.com/told\n\ngo 1.23\n",
  "p.go": `package told

import (
	"fmt"
	"io"
	"iter"
	"log"
	"maps"
	"net/http"
	"slices"
	"sync"
)

type Command struct {
	Complete func(*Context)
}

type Context struct {
	Command *Command
	names   []string
}

//go:noinline
func (c *Context) Run() { c.Command.Complete(&Context{}) }

//go:noinline
func walk(fn func(name string)) { fn("a"); fn("b") }

func Names(prefix string) []string {
	names := []string{}
	walk(func(name string) {
		names = append(names, prefix+name)
	})
	return names
}

func Extended(msg string, more []any) { failed(append([]any{msg}, more...)...) }

var failed = func(args ...any) {}

func Ordered(w io.Writer, n int) []byte {
	var buf []byte
	w.Write(buf)
	buf = append(buf, byte(n))
	return nil
}

type method struct {
	name  string
	index int
}

func Printed(m *method, w io.Writer) {
	var c any
	c = fmt.Sprintf("%v %v", m.name, m.index)
	fmt.Fprintln(w, c)
}

func First(seq iter.Seq[int], limit int) *int {
	for v := range seq {
		if v > limit {
			return &v
		}
	}
	return nil
}

func Collect(m map[string]int) []string {
	var out []string
	for k := range maps.Keys(m) {
		out = append(out, k)
	}
	return out
}

func Sorted(m map[string]int) []string { return slices.Sorted(maps.Keys(m)) }

func Total(seq iter.Seq[int]) (total int) {
	for v := range seq {
		total += v
	}
	return total
}

func Head(h http.Header, values [][]byte) {
	for _, v := range values {
		h.Add("x", string(v))
	}
}

var (
	once  sync.Once
	table map[string]*method
)

func Table() map[string]*method {
	once.Do(func() {
		table = map[string]*method{"a": {name: "a"}}
	})
	return table
}

func Line(b []byte, n int) []byte {
	b = append(b, byte(n))
	return b
}

type container interface{ get(part *int) }

func Found(pd *container, part int) {
	slices := *pd
	slices.get(&part)
}

func Hidden(sync io.Writer, b byte) { sync.Write([]byte{b}) }

func Early(n int) ([]int, error) {
	var list []int
	if n > 3 {
		return list, nil
	}
	list = append(list, n)
	fmt.Print(len(list))
	return nil, nil
}

func List(n int) ([]*pair, error) {
	s := make([]*pair, 0, n)
	for i := range n {
		s = append(s, &pair{i, i})
	}
	return s, nil
}

type lazy struct {
	buf   []byte
	pairs map[int][]*pair
}

func (l *lazy) Fill(n int) {
	if l.buf == nil {
		l.buf = make([]byte, n)
	}
	for i := range n {
		l.pairs[i] = append(l.pairs[i], &pair{i, i})
	}
}

type maker interface{ Make(n int) *pair }

func (l *lazy) Make(n int) *pair { return &pair{n, 1} }

func (l *lazy) Other(n int) *pair { return &pair{n, 2} }

func passedOn(n int) *pair { return &pair{n, 3} }

var makers = map[string]func(int) *pair{"a": passedOn}

type handler func(n int) string

func Handler(prefix string) handler {
	return func(n int) string { return prefix }
}

type putter interface{ Put(p *pair) }

type inner struct{ to putter }

type outer struct{ *inner }

func (o *outer) Send(n int) { o.to.Put(&pair{n, 4}) }

func Verbose(n int) { log.Printf("%d", n) }

type options struct {
	names []string
	more  [20]int
}

type conf struct {
	names []string
	check func() int
}

//go:noinline
func configured(o options) *conf {
	c := &conf{names: o.names}
	c.check = func() int { return len(o.names) + use(&o) }
	return c
}

//go:noinline
func use(o *options) int { return o.more[2] }

func Configured(n int) *conf { return configured(options{names: make([]string, n)}) }

//go:noinline
func each(fn func(n int) bool) { fn(1) }

func Expired() (sum int) {
	for range 3 {
		var expired []*int
		each(func(n int) bool {
			expired = append(expired, &n)
			return true
		})
		for _, p := range expired {
			sum += *p
		}
	}
	return sum
}

func Bytes(w io.Writer, name string) { w.Write([]byte(name + "\\n")) }

type pair struct{ a, b int }

func Pair(a int) *pair {
	if a > 3 {
		for i := range a {
			fmt.Print(i)
		}
	}
	return &pair{a, a}
}
`,
};

describe.skipIf(withoutGo)("stories of one module", () => {
  let answer: Stories;
  let directory = "";
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "escape-report-test-"));
    writeFiles(directory, FILES);
    const { stdout, stderr } = await runCli(["explain", "*", "-C", directory, "--format", "json", "--top", "500"]);
    answer = storiesSchema.parse(JSON.parse(stdout), { error: () => stderr });
  });

  function story(name: string, expression: RegExp): Story {
    const fits = ({ escape }: Story) => expression.test(escape.expression) && escape.file === "p.go";
    const found =
      answer.stories.find((each) => fits(each) && each.escape.function === name) ??
      answer.stories.find((each) => fits(each) && each.escape.function?.startsWith(`${name}-`) === true);
    if (found === undefined) {
      const there = answer.stories.map(({ escape }) => `${escape.function} ${escape.expression}`);
      throw new Error(`no story of ${expression} in ${name}: ${there.join(", ")}`);
    }
    return found;
  }
  const steps = (told: Story) => told.steps.map(({ text }) => text);

  test("a field with a func value is no interface method, though it has a capital letter", () => {
    const { end } = story("(*Context).Run", /Context/);
    expect(end).toMatchObject({ kind: "func-value", name: "c.Command.Complete" });
  });

  test("what a closure stores in a variable around it outlives the closure", () => {
    const told = story("Names.func1", /^append/);
    expect(steps(told)).toEqual(["it is assigned to `names`"]);
    expect(told.end).toMatchObject({ kind: "longer", name: "names" });
    expect(told.remedies.join(" ")).not.toContain("closure");
  });

  test("a slice that append adds to is not appended to itself", () => {
    const told = story("Extended", /^msg/);
    expect(steps(told).join("; ")).toContain("the slice that `append` adds to");
    expect(steps(told).join("; ")).not.toContain("appended to");
  });

  test("a place that comes before the value is told to", () => {
    const told = story("Ordered", /^append/);
    if (told.end.kind === "interface-call") expect(told.end.text).toContain("does not look at the order");
    const multiline = answer.stories.filter(({ escape }) => !/^(?:Ordered|Early)$/.test(escape.function ?? ""));
    for (const { end } of multiline) expect(end.text).not.toContain("the order");
  });

  test("a parameter that hides a package is no package", () => {
    const told = story("Hidden", /^\[\]byte/);
    expect([told.escape.cause, told.escape.guess]).toEqual(["interface-call", null]);
    expect(told.end).toMatchObject({ kind: "interface-call", name: "sync.Write" });
  });

  test("a variable that hides a package, and calls what no package shows, is no package", () => {
    expect(story("Found", /^part$/).end).toMatchObject({ kind: "interface-call", name: "slices.get" });
  });

  test("a return that comes before the value is told to", () => {
    expect(story("Early", /^append/).end.text).toMatch(/^The caller gets it.* does not look at the order\.\)$/);
    expect(story("Pair", /^&pair/).end.text).not.toContain("the order");
  });

  test("arguments in a call whose result is boxed too have their own calls", () => {
    expect(story("Printed", /^m\.name/).escape.call).toBe("convTstring");
    expect(story("Printed", /^m\.index/).escape.call).toBe("convT64");
    expect(story("Printed", /^fmt\.Sprintf/).escape.call).toBe("convTstring");
  });

  test("a loop over a function is told in the words of the source", () => {
    const first = story("First", /^v$/);
    expect(first.end.kind).toBe("result");
    expect(first.steps.map(({ text, line }) => [text, line])).toEqual([["it is returned", 62]]);
    expect(steps(story("Total", /^total$/))[0]).toBe(
      "it is captured by the body of the loop, which is a closure, by reference",
    );
    const collected = story("Collect", /^append/);
    expect(collected.origin).toMatchObject({
      file: "p.go",
      line: 71,
      functions: [expect.stringMatching(/Keys/), expect.any(String)],
    });
    // `slices.Collect` goes by the name of the package's own function here, and stands elsewhere.
    expect(collected.steps.map(({ function: name, line }) => [name, line])).toEqual([
      ["Collect-range1", 71],
      ["Collect", 73],
    ]);
    const texts = answer.stories.flatMap(({ made, steps, end }) => [made, end.text, ...steps.map(({ text }) => text)]);
    for (const text of texts) expect(text).not.toMatch(/#(?:yield|state|rv)\d|unknown line|-range\d/);
  });

  test("each inlined function has its line, and steps inside of it stand there", () => {
    const told = story("Head", /^append/);
    expect(told.origin?.functions).toEqual(["http.Header.Add", "textproto.MIMEHeader.Add"]);
    expect(told.origin?.lines.map(({ file }) => file)).toEqual([
      "$GOROOT/src/net/http/header.go",
      "$GOROOT/src/net/textproto/header.go",
    ]);
    expect(told.origin?.lines.every(({ line }) => line !== null)).toBe(true);
    expect(told.steps).toMatchObject([
      {
        text: "it is assigned to `h[key]`",
        file: "$GOROOT/src/net/textproto/header.go",
        function: "textproto.MIMEHeader.Add",
      },
    ]);
    expect(told.end.name).toBe("h[key]");
    expect(told.noRemedy).toContain("another module makes it");
  });

  test("what is set up once, and a slice that the caller brings, are known by the source", () => {
    expect(story("Table.func1", /^map/).noRemedy).toContain("set up once");
    expect(story("Line", /^append/).remedies).toEqual([
      "`b` comes from the caller: where that knows how much comes, let it bring a slice with that capacity.",
    ]);
    expect(story("Pair", /^&pair/).remedies[0]).toContain("Return `pair` instead of `*pair`");
  });

  test("advice knows what the source has at the place", () => {
    const helps = ({ noRemedy, remedies }: Story) => noRemedy ?? remedies.join(" ");
    expect(helps(story("List", /^append/))).not.toContain("capacity before the loop");
    expect(helps(story("(*lazy).Fill", /^make/))).toContain("only where `l.buf` is not there yet");
    expect(helps(story("(*lazy).Fill", /^append/))).not.toContain("before the loop");
    expect(helps(story("(*lazy).Other", /^&pair/))).toContain("Return `pair` instead of `*pair`");
    expect(helps(story("(*lazy).Make", /^&pair/))).not.toContain("Return");
    expect(helps(story("passedOn", /^&pair/))).not.toContain("Return");
    expect(helps(story("Handler", /^func literal/))).not.toContain("struct");
    expect(helps(story("Verbose", /^n$/))).not.toContain("strconv");
  });

  test("fields that nobody has to write are left out of what is called", () => {
    const { end } = story("(*outer).Send", /^&pair/);
    expect(end).toMatchObject({ kind: "interface-call", name: "o.to.Put" });
  });

  test("a parameter that is itself moved to the heap keeps what it is given", () => {
    const told = story("Configured", /^make/);
    expect(steps(told).join("; ")).toContain("is passed to `configured` as `o`, which is moved to the heap");
    expect(told.end).toMatchObject({ kind: "field", name: "c.check" });
  });

  test("what a loop goes through is declared outside of what appends to it", () => {
    expect(story("Expired.func1", /^append/).end).toMatchObject({ kind: "longer", name: "expired" });
  });

  test("bytes that are put together are no string", () => {
    const told = story("Bytes", /byte/);
    expect(told.made).toMatch(/^the bytes of/);
    expect(told.remedies[0]).toContain("io.WriteString");
  });
});
