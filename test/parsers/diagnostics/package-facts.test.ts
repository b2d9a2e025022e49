import { describe, expect, test } from "vitest";
import { parse } from "../../helpers/parse.js";

// Up to Go 1.24 an explanation does not name its function, so the inlining lines around it have to.
const PRINTED_124 = `# example.com/tour
./main.go:9:6: can inline Data.Print with cost 79 as: method(Data) func() { fmt.Println(... argument...) }
./main.go:11:6: can inline createPtr with cost 8 as: func() *int { x := 10; return &x }
./main.go:29:6: can inline closureEscape with cost 22 as: func() func() int { x := 10; return func literal }
./main.go:31:9: can inline closureEscape.func1 with cost 5 as: func() int { x++; return x }
./main.go:59:6: can inline Gen[go.shape.int] with cost 3 as: func(*[2]uintptr, go.shape.int) *go.shape.int { return &v }
./main.go:59:6: can inline Gen[go.shape.string] with cost 3 as: func(*[2]uintptr, go.shape.string) *go.shape.string { return &v }
./main.go:71:5: can inline main.func1 with cost 14 as: func() { global = append(global, createPtr()) }
./main.go:61:6: cannot inline main: unhandled op GO
./other.go:5:6: cannot inline other: marked go:noinline
`;

function functionOf(decision: string): string | null | undefined {
  return parse(`${PRINTED_124}${decision}\n`).escapes[0]?.function;
}

describe("the function around a decision that is not named", () => {
  test.each([
    ["the last one declared before it", "./main.go:12:2: moved to heap: x", "createPtr"],
    ["the one whose declaration it stands in", "./main.go:9:38: d.Value escapes to heap", "Data.Print"],
    ["the closure, behind its beginning", "./main.go:31:20: &x escapes to heap", "closureEscape.func1"],
    ["the one around, before the closure begins", "./main.go:31:2: y escapes to heap", "closureEscape"],
    ["the first of a generic function's instances", "./main.go:59:17: moved to heap: v", "Gen[go.shape.int]"],
    ["the one declared first, whatever order the lines have", "./main.go:62:2: moved to heap: x", "main"],
    ["of its own file", "./other.go:7:2: moved to heap: x", "other"],
    ["the last of a file, without a column", "./other.go:9: moved to heap: x", "other"],
  ])("is %s", (_, decision, name) => {
    expect(functionOf(decision)).toBe(name);
  });

  test("is that around a closure for the closure itself, which its function makes", () => {
    // Go 1.25 and later print `func literal escapes to heap in closureEscape:`.
    expect(functionOf("./main.go:31:9: func literal escapes to heap")).toBe("closureEscape");
  });

  test.each([
    ["before the first declaration", "./main.go:3:2: moved to heap: x"],
    ["in a file without declarations", "./empty.go:3:2: moved to heap: x"],
    ["without a position", "moved to heap: #next"],
  ])("is not known %s", (_, decision) => {
    expect(functionOf(decision)).toBeNull();
  });

  test("is the one that a later release names, whatever stands before it", () => {
    expect(
      functionOf(`./main.go:12:2: x escapes to heap in other:
./main.go:12:2:   flow: ~r0 ← &x:
./main.go:12:2: moved to heap: x`),
    ).toBe("other");
  });

  test("is never one of another package", () => {
    const { escapes } = parse(`${PRINTED_124}# example.com/next\n./main.go:12:2: moved to heap: x\n`);
    expect(escapes.map(({ package: path, function: name }) => [path, name])).toEqual([["example.com/next", null]]);
  });
});

describe("the facts of a package", () => {
  const [facts] = parse(`# example.com/tour
./main.go:29:6: can inline closureEscape with cost 22 as: func() func() int { x := 10; return func literal }
./main.go:30:2: closureEscape capturing by ref: x (addr=false assign=true width=8)
./main.go:40:6: cannot inline first: marked go:noinline
./main.go:40:12: leaking param: t to result ~r0 level=1
./main.go:41:12: leaking param: t to result err level=0
./main.go:65:15: inlining call to fmt.Println
`).packages.slice(1);

  test("are its functions, what was inlined, and which of them are captured from", () => {
    expect([...(facts?.functions ?? [])]).toEqual(["closureEscape", "first"]);
    expect([...(facts?.inlinedCallees ?? [])]).toEqual(["fmt.Println"]);
    expect([...(facts?.capturing ?? [])]).toEqual(["closureEscape"]);
  });

  test("hold the places of its functions and the results that parameters flow to", () => {
    expect(facts?.declaredAt("first")).toEqual({ file: "./main.go", line: 40, column: 6 });
    expect(facts?.declaredAt("second")).toBeNull();
    expect(facts?.hasResult("first", "~r0")).toBe(true);
    expect(facts?.hasResult("first", "err")).toBe(true);
    expect(facts?.hasResult("first", "t")).toBe(false);
    expect(facts?.hasResult("closureEscape", "err")).toBe(false);
  });
});

describe("the line above a package", () => {
  test.each([
    ["# example.com/tour", "example.com/tour", null],
    ["# runtime [cmd/compile]", "runtime", "cmd/compile"],
    ["# example.com/tour [example.com/tour.test]", "example.com/tour", "example.com/tour.test"],
    ["# example.com/tour_test [example.com/tour.test]", "example.com/tour_test", "example.com/tour.test"],
  ])("%s", (line, path, variant) => {
    const { escapes, lines } = parse(`${line}\n./x_test.go:3:2: moved to heap: x\n`);
    expect(escapes.map((escape) => [escape.package, escape.variant])).toEqual([[path, variant]]);
    expect(lines).toEqual({ lines: 2, kept: 2, skipped: 0, unknown: 0 });
  });

  test("ends the package before it, and the input ends the last", () => {
    expect(parse("# example.com/a\n# example.com/b\n").packages.map(({ importPath }) => importPath)).toEqual([
      null,
      "example.com/a",
      "example.com/b",
    ]);
  });

  test("is not any line that starts with a hash", () => {
    const { lines, packages } = parse("#include <stdio.h>\n# \n# two words\n");
    expect(packages.map(({ importPath }) => importPath)).toEqual([null]);
    expect(lines.unknown).toBe(3);
  });
});
