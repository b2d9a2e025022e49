import { describe, expect, test } from "vitest";
import { FunctionExtents, loadGoReader } from "../../../parsers/gosource/index.js";
import { parse } from "../../helpers/parse.js";
import { ALL_KINDS } from "../../helpers/records.js";

const reader = await loadGoReader();

// What Go 1.24.7 prints for the file below.
const PRINTED_124 = `# example.com/c
./a.go:10:6: can inline init.func1 with cost 5 as: func() *T { return &T{...} }
./a.go:12:27: can inline F.func1 with cost 2 as: func() int { return n }
./a.go:12:6: can inline F with cost 31 as: func(int) *int { g := func literal; x := g(); return &x }
./a.go:14:6: can inline init.0 with cost 78 as: func() { fmt.Println(... argument...) }
./a.go:16:6: cannot inline G: unhandled op GO
./a.go:17:2: can inline G.gowrap1 with cost 77 as: func() { fmt.Println(... argument...) }
./a.go:19:6: cannot inline H: function too complex: cost 310 exceeds budget 80
./a.go:20:2: can inline H-range1 with cost 351 as: func(int) bool { s = append(s, &i); return true }
./a.go:24:6: can inline Gen[go.shape.int] with cost 38 as: func(*[4]uintptr, go.shape.int) *go.shape.int { return &k }
./a.go:24:6: can inline Gen[int] with cost 44 as: func(int) *int { return Gen[go.shape.int](&.dict.Gen[int], k) }
`;

const SOURCE = `package c

import "fmt"

type T struct{ a int }

var (
	a = new(T)

	v = func() *T { return &T{2} }()
)
func F(n int) *int { g := func() int { return n }; x := g(); return &x }

func init() { fmt.Println(v, a) }

func G(n int) (p *int) {
	go fmt.Println(n); y := 3; return &y }

func H(n int) (s []*int) {
	for i := range seq(n) {
		s = append(s, &i)
	}
	m := 3; return append(s, &m) }
func Gen[K any](k K) *K { return &k }
`;

/** The functions of decisions, with the source at hand or without. */
function functionsOf(decisions: readonly string[], source: string | null, printed = PRINTED_124) {
  const extents = source === null ? null : reader.read(source, FunctionExtents.of);
  const lookup = source === null ? undefined : (file: string) => (file === "./a.go" ? extents : null);
  const { escapes } = parse(`${printed}${decisions.join("\n")}\n`, ALL_KINDS, lookup);
  return escapes.map(({ function: name, isFunctionCertain }) => (isFunctionCertain ? name : `${name}?`));
}

const DECISIONS = {
  "behind a closure": "./a.go:12:52: moved to heap: x",
  "in a package-level variable": "./a.go:8:9: new(T) escapes to heap",
  "in a closure of one": "./a.go:10:25: &T{...} escapes to heap",
  "behind a go statement": "./a.go:17:21: moved to heap: y",
  "in a function named init": "./a.go:14:28: v escapes to heap",
  "behind the body of a loop": "./a.go:23:2: moved to heap: m",
  "a variable of such a loop": "./a.go:20:6: moved to heap: i",
  "in such a loop": "./a.go:21:13: append escapes to heap",
  "in an instance": "./a.go:24:17: moved to heap: k",
  "where an instance calls the one for its shape": "./a.go:24:6: moved to heap: k",
};

describe("the function of a decision that does not name it", () => {
  test("is that in which the source has it", () => {
    expect(functionsOf(Object.values(DECISIONS), SOURCE)).toEqual([
      "F",
      "init",
      "init.func1",
      "G",
      "init.0",
      "H",
      "H-range1",
      "H-range1",
      "Gen[go.shape.int]",
      "Gen[int]",
    ]);
  });

  test("is taken from the declaration above without the source, with doubt behind a closure", () => {
    expect(functionsOf(Object.values(DECISIONS), null)).toEqual([
      "F.func1?",
      null,
      "init.func1?",
      "G",
      "init.0",
      "H-range1?",
      "H-range1?",
      "H-range1?",
      "Gen[go.shape.int]",
      "Gen[go.shape.int]",
    ]);
  });

  test.each([
    ["has changed", SOURCE.replace("import", "\nimport")],
    ["has syntax errors", SOURCE.replace("y := 3", "y := := 3")],
    ["gives lines other names", SOURCE.replace("type T", "//line b.y:5\ntype T")],
  ])("is not taken from a source that %s", (_, source) => {
    expect(functionsOf([DECISIONS["behind a closure"]], source)).toEqual(["F.func1?"]);
  });

  test("is not that of a closure for the closure itself", () => {
    expect(functionsOf(["./a.go:12:27: func literal escapes to heap"], SOURCE)).toEqual(["F"]);
  });
});

// What a single -m prints for the same file: nothing of functions that cannot be inlined.
const PRINTED_ONCE = PRINTED_124.replace(/^.*cannot inline.*\n/gm, "").replace(/ with cost .*/g, "");

describe("the function of a decision in the output of a single -m", () => {
  const decisions = [DECISIONS["behind a closure"], DECISIONS["behind a go statement"], DECISIONS["in such a loop"]];

  test("is not known without the source, since most functions are not printed", () => {
    expect(functionsOf(decisions, null, PRINTED_ONCE)).toEqual([null, null, null]);
  });

  test("is taken from the source, also of functions that are not printed", () => {
    expect(functionsOf(decisions, SOURCE, PRINTED_ONCE)).toEqual(["F", "G", "H-range1"]);
  });
});
