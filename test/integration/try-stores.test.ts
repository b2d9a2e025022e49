// Fields, variables and results cut off, compiled by the real compiler.
import { describe, expect, test } from "vitest";
import { type Blame, blameSchema } from "../../src/records/blame.js";
import { type Try, trySchema } from "../../src/records/try.js";
import { makeDirectory, runCli } from "../helpers/cli.js";
import { goMinor, withoutGo } from "../helpers/go.js";

const STORE = `package store

type Node struct {
	Next  *int
	err   error
	count int
}

// Other has a field of the same name.
type Other struct{ Next *int }

type Outer struct {
	Node
	list []*int
}

var Kept, second *int

var Any any

var Passed *int

//go:noinline
func Link(n *Node, p *int) { n.Next = p }

//go:noinline
func LinkOther(o *Other, p *int) { o.Next = p }

//go:noinline
func Promoted(o *Outer, p *int) { o.Next = p; o.count++ }

//go:noinline
func Listed(o *Outer, p *int) { o.list = append(o.list, p) }

//go:noinline
func ListedAt(o *Outer, p *int) { o.list[0] = p }

//go:noinline
func Keyed(p *int) *Node { return &Node{Next: p, count: 1} }

//go:noinline
func Unkeyed(p *int) *Node { return &Node{p, nil, 1} }

type failure struct{ code int }

func (f *failure) Error() string { return "" }

//go:noinline
func Fail(n *Node, code int) { n.err = &failure{code} }

//go:noinline
func Keep(p *int) { Kept = p }

//go:noinline
func Both(p, q *int) { Kept, second = p, q }

//go:noinline
func Shadowed(p *int) *int {
	Kept := p
	return Kept
}

//go:noinline
func Box(n int) { Any = n }

func pair() (*int, error) { return new(int), nil }

var paired *int

func Pair() (err error) {
	paired, err = pair()
	return err
}

type Made struct{ value int }

//go:noinline
func New(n int, given *int) (*Made, *int) {
	if n > 10 {
		return nil, given
	}
	return &Made{n}, given
}

//go:noinline
func Pass(p *int) (*int, *Made) { return p, &Made{2} }

//go:noinline
func NewError(code int) error { return &failure{code} }

func Bare(n int) (made *Made) {
	made = &Made{n}
	return
}
`;

const USE = `package use

import other "example.com/m/store"

func Use() {
	a, b, c, d, e, f, g, h := 1, 2, 3, 4, 5, 6, 7, 8
	var n other.Node
	other.Link(&n, &a)
	var o other.Other
	other.LinkOther(&o, &b)
	var out other.Outer
	other.Promoted(&out, &c)
	other.Listed(&out, &d)
	other.Keep(&e)
	other.Both(&f, &g)
	other.Shadowed(&h)
}

func Fields() {
	i, j, k := 1, 2, 3
	_ = *other.Keyed(&i).Next
	_ = *other.Unkeyed(&j).Next
	var out other.Outer
	other.ListedAt(&out, &k)
}

func Direct() {
	x := 1
	other.Kept = &x
}

func Passed() {
	q := 1
	r, _ := other.Pass(&q)
	other.Passed = r
}

func Made() int {
	y := 1
	made, _ := other.New(1, &y)
	_ = made
	return y
}
`;

const MODULE = {
  "go.mod": "module example.com/m\n\ngo 1.22\n",
  "store/store.go": STORE,
  "use/use.go": USE,
};

async function tryIt(directory: string, ...args: readonly string[]): Promise<Try> {
  const { exitCode, stdout, stderr } = await runCli(["try", "-C", directory, "--format", "json", ...args]);
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
  return trySchema.parse(JSON.parse(stdout));
}

/** `use.go Use a`, sorted. */
function textsOf(sites: Try["removed"]): string[] {
  return sites
    .map((site) => `${site.file} ${site.function} ${site.kind === "escape" ? site.expression : site.call}`)
    .sort();
}

describe.skipIf(withoutGo)("a field that keeps nothing", () => {
  test("takes away what is assigned to it, through other types and in literals too", async () => {
    const { culprit, removed, notTried } = await tryIt(makeDirectory(MODULE), "store.Node.Next");
    expect(notTried).toBeNull();
    expect(culprit).toMatchObject({ kind: "field", name: "Node.Next", file: "store/store.go", line: 4, column: 2 });
    expect(textsOf(removed)).toEqual([
      "use/use.go Fields i",
      "use/use.go Fields j",
      "use/use.go Use a",
      "use/use.go Use c",
    ]);
  });

  test("is not another type's of the same name", async () => {
    const { removed } = await tryIt(makeDirectory(MODULE), "(*Other).Next");
    expect(textsOf(removed)).toEqual(["use/use.go Use b"]);
  });

  test("may be a slice: what is appended to it, and what becomes an element", async () => {
    const { removed } = await tryIt(makeDirectory(MODULE), "example.com/m/store.Outer.list");
    expect(textsOf(removed)).toEqual(["use/use.go Fields k", "use/use.go Use d"]);
  });

  test("may be an interface: what is put into it", async () => {
    const { removed } = await tryIt(makeDirectory(MODULE), "store.Node.err");
    expect(textsOf(removed)).toEqual(["store/store.go Fail &failure{...}"]);
  });
});

describe.skipIf(withoutGo)("a variable that keeps nothing", () => {
  test("takes away what is assigned to it, in packages that import it too, and nothing of others", async () => {
    const { culprit, removed } = await tryIt(makeDirectory(MODULE), "store.Kept");
    expect(culprit).toMatchObject({ kind: "variable", name: "Kept", line: 17, column: 5 });
    expect(textsOf(removed)).toEqual(["use/use.go Direct x", "use/use.go Use e", "use/use.go Use f"]);
    expect(textsOf((await tryIt(makeDirectory(MODULE), "store.second")).removed)).toEqual(["use/use.go Use g"]);
  });

  test("may be an interface: what is put into it", async () => {
    expect(textsOf((await tryIt(makeDirectory(MODULE), "store.Any")).removed)).toEqual(["store/store.go Box n"]);
  });

  test("is not tried where it is one of several values of a call, and says where", async () => {
    const { notTried } = await tryIt(makeDirectory(MODULE), "store.paired");
    expect(notTried).toBe("it is one of several values of an expression there: store/store.go:71");
  });

  test.each([
    ["Kept, err = a, nil", []],
    ["for Kept = range values {\n\t}", "it is set by range there"],
    ["text += *s", "it is put together with += there"],
  ])("is read as Go reads it: %s", async (statement, why) => {
    const directory = makeDirectory({
      "go.mod": "module example.com/m\n\ngo 1.22\n",
      "m.go": `package m\n\nvar Kept any\n\nvar text string\n\nfunc Set(a *int, values map[any]int, s *string) (err error) {\n\t${statement}\n\treturn err\n}\n`,
    });
    const { notTried } = await tryIt(directory, statement.startsWith("text") ? "m.text" : "m.Kept");
    if (typeof why === "string") expect(notTried).toContain(why);
    else expect(notTried).toBeNull();
  });

  test("has to be one", async () => {
    const { exitCode, stderr } = await runCli(["try", "-C", makeDirectory(MODULE), "store.Kep"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("No function store.Kep is in the packages");
  });
});

describe.skipIf(withoutGo)("results that are not given back", () => {
  test("take away what the function makes, and not what it is given", async () => {
    const { culprit, removed, notTried } = await tryIt(makeDirectory(MODULE), "store.New:return");
    expect(notTried).toBeNull();
    expect(culprit).toMatchObject({ kind: "result", function: "New" });
    expect(textsOf(removed)).toEqual(["store/store.go New &Made{...}"]);
    // What a parameter brings through is not the function's: it is kept by its caller, before and after.
    const passed = await tryIt(makeDirectory(MODULE), "store.Pass:return");
    expect(textsOf(passed.removed)).toEqual(["store/store.go Pass &Made{...}"]);
    // What only the made value holds goes with it.
    const keyed = await tryIt(makeDirectory(MODULE), "store.Keyed:return");
    expect(textsOf(keyed.removed)).toEqual(["store/store.go Keyed &Node{...}", "use/use.go Fields i"]);
  });

  test("may be interfaces", async () => {
    const { removed } = await tryIt(makeDirectory(MODULE), "store.NewError:return");
    expect(textsOf(removed)).toEqual(["store/store.go NewError &failure{...}"]);
  });

  test("are not tried where nothing is written behind return", async () => {
    const { notTried } = await tryIt(makeDirectory(MODULE), "store.Bare:return");
    expect(notTried).toBe("it returns by the names of its results");
    const unknown = await runCli(["try", "-C", makeDirectory(MODULE), "store.Newer:return"]);
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toContain("No function store.Newer is in the packages");
  });
});

describe.skipIf(withoutGo)("blame --try", () => {
  const FILES = {
    "go.mod": "module example.com/app\n\ngo 1.22\n",
    "app.go": `package app

type Box struct{ first, last *int }

var kept *int

func A(b *Box) {
	n, m := 1, 2
	b.first = &n
	b.first = &m
}

func B() { n := 1; kept = &n }

func Make() *int { return new(int) }

func Count(n int) func() int {
	a, b, c := 1, 2, 3
	return func() int {
		a, b, c = b, c, a
		return n + a
	}
}
`,
  };

  async function blame(directory: string, ...args: readonly string[]): Promise<Blame> {
    const { exitCode, stdout, stderr } = await runCli(["blame", "-C", directory, "--format", "json", ...args]);
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    return blameSchema.parse(JSON.parse(stdout));
  }

  test("tries closures, fields, variables and results, as try does", async () => {
    const directory = makeDirectory(FILES);
    const { culprits } = await blame(directory, "--try=9");
    const tried = culprits.map(({ kind, name, escapes, tried: t }) => [
      kind,
      name,
      escapes,
      t?.removed,
      t?.changed,
      t?.notTried,
    ]);
    expect(tried).toEqual([
      // The literal itself goes with the variables that it captures.
      ["closure", "function literal in app.Count", 3, 4, 0, null],
      ["store", "field .first in package app", 2, 2, 0, null],
      ["result", "result of app.Count", 1, 4, 0, null],
      ["result", "result of app.Make", 1, 1, 0, null],
      ["store", "variable app.kept", 1, 1, 0, null],
    ]);
    const [, field, , , variable] = culprits;
    for (const [each, name] of [
      [field, "app.Box.first"],
      [variable, "app.kept"],
    ] as const) {
      const alone = await tryIt(directory, name);
      expect(each?.tried).toMatchObject({ removed: alone.removed.length, bytes: alone.amounts.removed.bytes });
    }
  });

  // Older releases tell that the value ends in what is appended to the field.
  test.skipIf(goMinor < 26)("counts what the compiler's own wrappers make, as blame does", async () => {
    const directory = makeDirectory({
      "go.mod": "module example.com/w\n\ngo 1.22\n",
      "fake/fake.go": `package fake

type Reactor interface{ React(n int) int }

type simple struct{ n int }

func (s *simple) React(n int) int { return s.n + n }

type Fake struct{ Chain []Reactor }

func (f *Fake) Add(n int) { f.Chain = append(f.Chain, &simple{n}) }
`,
      "use/use.go": `package use

import "example.com/w/fake"

type One struct{ *fake.Fake }

type Two struct{ One }

type Adder interface{ Add(n int) }

func Use(o One, t Two) []Adder { return []Adder{o, t} }
`,
    });
    const { culprits } = await blame(directory, "--try=5");
    const chain = culprits.find(({ name }) => name === "field .Chain in package fake");
    expect(chain?.tried?.notTried).toBeNull();
    expect(chain?.escapes).toBeGreaterThan(1);
    expect(chain?.tried?.removed).toBe(chain?.escapes);
  });

  test("cuts a closure off and nothing else", async () => {
    const { culprits } = await blame(makeDirectory(FILES), "--try=1", "--function", "Count");
    expect(culprits[0]).toMatchObject({ kind: "closure", tried: { removed: 4, changed: 0, added: 0, notTried: null } });
    const { stdout } = await runCli(["blame", "-C", makeDirectory(FILES), "--try=1"]);
    expect(stdout).toContain("removing this leak takes away 4");
  });
});
