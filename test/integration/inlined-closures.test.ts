// Code that is inlined from closures and functions of one's own: its names, and packages that its parameters hide.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Blame, blameSchema } from "../../src/records/blame.js";
import { type Stories, type Story, storiesSchema } from "../../src/records/story.js";
import { runCli, writeFiles } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";

const FILES = {
  "go.mod": "module example.com/inlined\n\ngo 1.23\n",
  "p.go": `package inlined

import (
	"fmt"
	"io"
	"log"

	thing "example.com/inlined/lib.golang"
	urlpkg "net/url"
	"slices"
)

type Item struct{ name string }

type Config struct{ items []*Item }

func validate(names []string) func(int) *Item {
	check := func(i int) string { return names[i] + "!" }
	return func(i int) *Item { return &Item{name: check(i)} }
}

func Build(names []string) *Config {
	c := &Config{}
	at := validate(names)
	for i := range names {
		c.items = append(c.items, at(i))
	}
	return c
}

func inner(slices io.Writer, b byte) { slices.Write([]byte{b, 1}) }

func Outer(w io.Writer, b byte) { inner(w, b) }

type logger interface{ Printf(string, ...any) }

func logAll(fmt logger, n int) { fmt.Printf("x", n) }

func Caller(l logger, n int) { logAll(l, n); fmt.Println(slices.Max([]int{n})) }

func Closure(fmt logger, n int) {
	say := func(k int) { fmt.Printf("y", k) }
	say(n)
}

type events struct{ fields, directives []func() }

func (e *events) OnDirective(f func()) { e.directives = append(e.directives, f) }

func (e *events) OnField(f func()) { e.fields = append(e.fields, f) }

func rule(e *events, n int) {
	e.OnField(func() { fmt.Print(n) })
	e.OnDirective(func() { fmt.Print(n, n) })
}

func Rules(e *events) { rule(e, len(e.fields)) }

type memory struct{ a int }

type counters struct{ b int }

//go:noinline
func marshal(v any) []byte { return []byte(fmt.Sprint(v)) }

func (m memory) String() string { s := marshal(m); return string(s) }

func (c counters) String() string { s := marshal(c); return string(s) }

var Printers = []fmt.Stringer{&memory{}, &counters{}}

type chain struct{ filters []func(*Item) }

func (c *chain) Run(i int) { c.filters[i-1](&Item{name: "x"}) }

var things []*thing.Thing

func Things() { things = append(things, thing.Make()) }

type db struct{ logger *log.Logger }

func (d *db) Warn(n int, name string) { d.logger.Printf("%d %s", n, name) }

func (d *db) Again(n int) { d.logger.Printf("%d", n) }

type box interface{ Put(any) }

func keep(fmt box, n int) { fmt.Put(n) }

func Renamed(url string) *urlpkg.URL {
	kept = url
	parsed, _ := urlpkg.ParseRequestURI(url + "?")
	return parsed
}

var kept string

func Keeper(b box, n int) { keep(b, n); fmt.Println() }
`,
  "lib.golang/lib.go": `package thing

type Thing struct{ n int }

func Make() *Thing { return &Thing{} }
`,
};

describe.skipIf(withoutGo)("inlined closures of one's own", () => {
  let answer: Stories;
  let blame: Blame;
  let table = "";
  let directory = "";
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "escape-report-test-"));
    writeFiles(directory, FILES);
    const told = await runCli(["explain", "*", "-C", directory, "--format", "json", "--top", "500"]);
    answer = storiesSchema.parse(JSON.parse(told.stdout), { error: () => told.stderr });
    const blamed = await runCli(["blame", "-C", directory, "--format", "json", "--top", "100"]);
    blame = blameSchema.parse(JSON.parse(blamed.stdout), { error: () => blamed.stderr });
    table = (await runCli(["explain", "*", "-C", directory, "--top", "500"])).stdout;
  });

  function story(name: string, expression: RegExp): Story {
    const found = answer.stories.find(
      ({ escape }) => escape.function === name && escape.file === "p.go" && expression.test(escape.expression),
    );
    if (found === undefined) throw new Error(`no story of ${expression} in ${name}`);
    return found;
  }

  test("a closure goes by its name in the source, wherever it is inlined", () => {
    expect(story("Build", /^&Item/).origin?.functions).toEqual(["inlined.validate.func2"]);
    expect(story("Build", /^names/).origin?.functions).toEqual(["inlined.validate.func2", "inlined.validate.func1"]);
    const functions = answer.stories.flatMap(({ steps }) => steps.map((step) => step.function));
    expect(functions.filter((name) => name?.startsWith("Build."))).toEqual([]);
    const copy = answer.stories.find(({ escape }) => escape.function === "Build.validate.func2");
    expect(copy?.within).toBe("validate.func2");
    expect(table).toContain("p.go:19:36 in validate.func2, inlined in Build");
    expect(table).not.toContain("Build.validate");
  });

  test.each([
    ["Outer", /^\[\]byte/, "slices.Write"],
    ["Caller", /^\.\.\. argument/, "fmt.Printf"],
    ["Caller", /^n$/, "fmt.Printf"],
    ["Closure", /^k$/, "fmt.Printf"],
    ["Keeper", /^n$/, "fmt.Put"],
  ])(
    "in %s a parameter that hides a package is none, though its function is inlined: %s",
    (name, expression, callee) => {
      const { end, escape, steps } = story(name, expression);
      expect(end).toMatchObject({ kind: "interface-call", name: callee });
      expect(escape.guess).toBeNull();
      expect(["interface-call", "interface-conversion"]).toContain(escape.cause);
      // The step stands where the call is written.
      expect(steps.at(-1)?.source).toContain(`${callee}(`);
    },
  );

  test("of two methods that are inlined with functions the one is named that does what the flow says", () => {
    const ends = answer.stories
      .filter(({ escape }) => escape.function === "Rules" && escape.allocation === "closure")
      .map(({ steps, end }) => [...steps.map(({ text }) => text), end.name ?? ""].join(" "));
    expect(ends.length).toBeGreaterThan(0);
    for (const text of ends) expect(/OnField.*fields|OnDirective.*directives/.test(text), text).toBe(true);
  });

  test("a wrapper of a method is made of that very type's", () => {
    const wrapped = answer.stories.filter(
      ({ escape }) => escape.file === "<autogenerated>" && /String$/.test(escape.function ?? ""),
    );
    expect(wrapped.length).toBeGreaterThan(1);
    for (const { escape, origin } of wrapped) {
      const type = /\(\*(.*)\)/.exec(escape.function ?? "")?.[1];
      expect(origin?.functions).toEqual([`inlined.${type}.String`]);
    }
  });

  test("an instance of another package's function goes by that package", () => {
    const made = answer.stories.find(
      ({ escape }) => escape.function === "Caller" && escape.expression.includes("slices.Max"),
    );
    expect(made?.origin?.functions).toEqual(["slices.Max"]);
  });

  test("an element of a slice is a func value, whatever stands in the brackets", () => {
    expect(story("(*chain).Run", /^&Item/).end).toMatchObject({ kind: "func-value", name: "c.filters[i - 1]" });
  });

  test("a package goes by its name, and not by an element of its path", () => {
    expect(story("Things", /Thing/).origin?.functions).toEqual(["thing.Make"]);
  });

  test("a parameter hides no package that goes by another name", () => {
    expect(story("Renamed", /^url/).end).toMatchObject({ kind: "outside", name: "url.ParseRequestURI" });
    expect(story("Renamed", /^url/).escape.cause).toBe("call-argument");
  });

  test("blame counts them as calls that are decided at run time", () => {
    const names = blame.culprits.map(({ name }) => name);
    expect(names).toContain("fmt.Printf in inlined.Caller");
    expect(names).toContain("fmt.Put in inlined.Keeper");
    expect(
      blame.culprits.filter(({ kind, name }) => kind === "calls" && /^fmt\.(?:Printf|Put)$|^slices/.test(name)),
    ).toEqual([]);
  });

  test("a logger's calls are told as one's own, where they stand", () => {
    const logged = blame.culprits.find(({ name }) => name === "log.(*Logger).Printf");
    expect(logged).toMatchObject({ kind: "calls", calls: 2, file: "p.go" });
    expect(story("(*db).Again", /^n$/).escape.callee).toBe("(*log.Logger).Printf");
    expect(blame.culprits.some(({ file }) => file?.startsWith("$GOROOT") === true)).toBe(false);
  });

  test("what a literal returns is no result of the function around it", () => {
    const names = blame.culprits.map(({ name }) => name);
    expect(names).toContain("result of inlined.validate.func2");
  });
});
