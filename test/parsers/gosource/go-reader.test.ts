import { describe, expect, test } from "vitest";
import { FunctionExtents, type GoFile, type GoReader, loadGoReader } from "../../../parsers/gosource/index.js";

const reader: GoReader = await loadGoReader();

/** What `use` finds in a file. */
function look<T>(text: string, use: (file: GoFile) => T): T {
  const found = reader.read(text, (file) => ({ value: use(file) }));
  if (found === null) throw new Error("the file was not read");
  return found.value;
}

const CLOSURES = `package c

import "fmt"

type T[K any] struct{ k K }

func (t *T[K]) M() { func() { fmt.Println(t.k) }() }
func (T[K]) V() {}
func (*(U)) P() {}

var v = func() *int { q := 3; return &q }()

func G(n int) *int {
	go func() { fmt.Println(n) }()
	f := func() func() int {
		return func() int { return n }
	}
	for é, x := range func(yield func(int, int) bool) {} {
		_ = func() int { return é + x }
	}
	for i := range n {
		fmt.Println(i, f)
	}
	return &n
}

func init() { _ = func() {} }
func _() { _ = func() {} }
`;

describe("functions", () => {
  test("have the names that the compiler prints, and stand where it says", () => {
    expect(
      look(CLOSURES, ({ functions }) => functions.map(({ name, at }) => `${at.line}:${at.column} ${name}`)),
    ).toEqual([
      "7:6 (*T).M",
      "7:22 (*T).M.func1",
      "8:6 T.V",
      "9:6 (*U).P",
      "11:9 null",
      "13:6 G",
      "14:5 G.func1",
      "15:7 G.func2",
      "16:10 G.func2.1",
      "18:21 G.func3",
      "19:7 G.func4",
      "27:6 null",
      "27:19 null",
      "28:6 null",
      "28:16 null",
    ]);
  });

  test("know the function around them", () => {
    expect(look(CLOSURES, ({ functions }) => functions.map(({ outer }) => outer))).toEqual([
      null,
      0,
      null,
      null,
      null,
      null,
      5,
      5,
      7,
      5,
      5,
      null,
      11,
      null,
      13,
    ]);
  });

  test("end where their last brace ends, in bytes", () => {
    expect(look(CLOSURES, ({ functions }) => functions[10]?.extent)).toEqual({
      start: { line: 19, column: 7 },
      end: { line: 19, column: 35 },
    });
  });
});

describe("loops", () => {
  test("tell their kind, their body and the function around them", () => {
    const source =
      "package p\nfunc F() {\n\tfor {\n\t}\n\tfor i := 0; i < 3; i++ {\n\t}\n\tfor k = range m {\n\t}\n\tfor k := range m {\n\t}\n}\n";
    const loops = look(source, (file) =>
      file.loops.map(({ kind, at, body, variables, function: index }) => [
        kind,
        at.line,
        body.end,
        variables?.start,
        index,
      ]),
    );
    expect(loops).toEqual([
      ["for", 3, { line: 4, column: 3 }, undefined, 0],
      ["for", 5, { line: 6, column: 3 }, undefined, 0],
      ["range", 7, { line: 8, column: 3 }, undefined, 0],
      ["range", 9, { line: 10, column: 3 }, { line: 9, column: 6 }, 0],
    ]);
  });
});

describe("what a place stands in", () => {
  const around = (line: number, column: number) =>
    look(CLOSURES, (file) => FunctionExtents.of(file))
      ?.around({ line, column })
      .map(({ kind, name }) => name ?? kind);

  test.each([
    ["behind a literal, is the function around the literal", 24, 9, ["G"]],
    ["in a literal of a literal, is both and the function", 16, 23, ["G.func2.1", "G.func2", "G"]],
    ["in a package-level variable, is nothing", 11, 5, []],
    ["in the literal of a package-level variable, is the literal", 11, 29, ["literal"]],
    ["in the body of a range loop, can be the body", 22, 3, ["range", "G"]],
    ["that is a variable of a range clause, can be the body", 18, 6, ["range", "G"]],
    ["in what is ranged over, is not the body", 18, 25, ["G.func3", "G"]],
    ["of a body's literal, is the literal, the body and the function", 19, 20, ["G.func4", "range", "G"]],
    ["between functions, is nothing", 4, 1, []],
  ])("%s", (_, line, column, expected) => {
    expect(around(line, column)).toEqual(expected);
  });

  test("is not told of a file whose lines go by other names", () => {
    expect(look("package p\n//line a.y:1\nfunc F() {}\n", (file) => FunctionExtents.of(file))).toBeNull();
  });

  test("is not told of a file with syntax errors", () => {
    expect(look("package p\nfunc F() { x := := }\nfunc G() {}\n", (file) => FunctionExtents.of(file))).toBeNull();
  });
});

describe("comments", () => {
  test("have their place, their text and whether code stands before them", () => {
    const source =
      "package p // a\n// b\nvar x = `\n// no\n` /* c\nd */ // e\nvar é = 1 /* f */ // g\r\n/* h */ // i\n";
    const found = look(source, ({ comments }) =>
      comments.map(({ line, column, text, afterCode }) => `${line}:${column} ${JSON.stringify(text)} ${afterCode}`),
    );
    expect(found).toEqual([
      '1:11 "// a" true',
      '2:1 "// b" false',
      '5:3 "/* c\\nd */" true',
      '6:6 "// e" false',
      '7:12 "/* f */" true',
      '7:20 "// g" true',
      '8:1 "/* h */" false',
      '8:9 "// i" false',
    ]);
  });

  test.each([
    ["// Code generated by stringer; DO NOT EDIT.\n\npackage p\n", true],
    ["// Copyright\n\n// Code generated  DO NOT EDIT.\r\npackage p\n", true],
    ["package p\n\n// Code generated by stringer; DO NOT EDIT.\n", false],
    ["/*\n// Code generated by stringer; DO NOT EDIT.\n*/\npackage p\n", false],
    [" // Code generated by stringer; DO NOT EDIT.\npackage p\n", false],
    ["// Code generated by stringer; do not edit.\npackage p\n", false],
  ])("say that a program wrote the file, as the go command has it: %j", (source, expected) => {
    expect(look(source, ({ isGenerated }) => isGenerated)).toBe(expected);
  });

  test("can be directives that give lines other names", () => {
    const source =
      "package p\n//line a.y:3\n //line b.y:4\n/*line c.y:5:6*/ var x = 1\n//line :7\n//line no\n// line d.y:1\n//line C:\\x.go:3\n";
    expect(look(source, ({ lineDirectives }) => lineDirectives)).toEqual([
      { line: 2, file: "a.y" },
      { line: 4, file: "c.y" },
      { line: 5, file: "" },
      { line: 8, file: "C:\\x.go" },
    ]);
  });
});

describe("the code below a line", () => {
  const below = (source: string, line: number) => {
    const lines = look(source, (file) => file.codeBelow(line));
    return lines === null ? null : [lines.from, lines.to];
  };
  const source =
    "package p\n\nfunc F() {\n\n\t// a\n\tswitch x {\n\tcase 1:\n\t\tf()\n\t\tg(\n\t\t\th(`\n`),\n\t\t)\n\tcase 2:\n\t}\n\ta(); b(\n\t)\n\tif y {\n\t} else {\n\t\tz()\n\t}\n}\n\n// end\n";
  test.each([
    ["is a whole function", 1, [3, 21]],
    ["is a whole statement, comments and empty lines passed over", 3, [6, 14]],
    ["is a case with its statements", 6, [7, 12]],
    ["is a call over several lines", 8, [9, 12]],
    ["is an argument", 9, [10, 11]],
    ["is every statement that begins on the line", 14, [15, 16]],
    ["is one line where a brace closes what began above", 17, [18, 18]],
    ["is nothing behind the last code", 21, null],
    ["is nothing behind the file", 99, null],
  ])("%s", (_, line, expected) => {
    expect(below(source, line)).toEqual(expected);
  });

  test("is a block that is a statement of its own", () => {
    expect(below("package p\nfunc F() {\n\t// a\n\t{\n\t\tf()\n\t}\n}\n", 3)).toEqual([4, 6]);
  });
});

describe("the part of a line that an expression stands for", () => {
  const marked = (line: string, at: string, expression: string) => {
    const column = Buffer.byteLength(line.slice(0, line.indexOf(at))) + 1;
    const source = `package p\nfunc F() {\n${line}\n\t}\n}\n`;
    const span = look(source, (file) => file.spanOf({ line: 3, column }, expression));
    return span === null ? null : line.slice(span.start, span.end);
  };
  test.each([
    [
      "a call, by its parenthesis",
      '\ts := "é" + fmt.Sprint(a, ")") // (',
      "(a,",
      "fmt.Sprint(... argument...)",
      'fmt.Sprint(a, ")")',
    ],
    [
      "a call of a method, printed as an expression of the method",
      "\tx := d.read(v)",
      "(v)",
      "(*Decoder).read(d, v)",
      "d.read(v)",
    ],
    ["a literal, whose contents are left out", "\tx := &T{a: 1}", "&T", "&T{...}", "&T{a: 1}"],
    ["a literal over several lines", "\tx := []T{ // all", "{ //", "[]T{...}", "[]T{"],
    ["a concatenation, by its operator", "\tx := a + b+c", "+ b", "a + b", "a + b"],
    ["a selector, by its dot", "\tx := p.q.r", ".q", "p.q", "p.q"],
    ["a variable", "\tgourl, url := f()", "url :=", "url", "url"],
    ["an assignment, by its operator", "\tif x := f(y); x {", ":=", "x := f(y)", "x := f(y)"],
    ["a statement with a body, by its word", "\tfor i := range xs {", "for", "for loop", "for i := range xs"],
    ["a literal of a function over several lines", "\tgo func(a int) {", "func", "func literal", "func(a int)"],
    ["a literal of a function on one line", "\tx(func() { y() }, 1)", "func", "func literal", "func() { y() }"],
    ["a return", "\treturn &x // x", "return", "return &x", "return &x"],
    ["a conversion that is not written", "\tfmt.Println(n, m)", "n,", "n", "n"],
    ["the address of a value", "\tx := &y.z", "&", "&y.z", "&y.z"],
  ])("is that of %s", (_, line, at, expression, expected) => {
    expect(marked(line, at, expression)).toBe(expected);
  });

  test.each([
    ["behind the end of the line", 3, 80],
    ["behind the end of the file", 99, 1],
  ])("is not told %s", (_, line, column) => {
    expect(look("package p\nfunc F() {\n\tf()\n}\n", (file) => file.spanOf({ line, column }, "x"))).toBeNull();
  });

  test("is not told in a comment: the file is another than the compiler's", () => {
    expect(
      look("package p\nfunc F() {\n\t// f(x)\n}\n", (file) => file.spanOf({ line: 3, column: 6 }, "f(x)")),
    ).toBeNull();
  });
});

describe("a text that is no Go", () => {
  test.each([
    ["nothing", ""],
    ["a line of prose", "This is not Go at all."],
    ["a string without an end", 'package p\nvar x = "'],
    ["zeros", "\0".repeat(1000)],
    ["halves of surrogate pairs", "package p\nvar x = '\ud800'\n\udfff"],
  ])("gives some answer: %s", (_, text) => {
    expect(
      look(
        text,
        (file) =>
          [file.comments, file.functions, file.loops, file.codeBelow(0), file.spanOf({ line: 1, column: 1 }, "x")]
            .length,
      ),
    ).toBe(5);
  });

  test("still gives the functions around the error, and says that there is one", () => {
    const found = look("package p\nfunc F() { x := := }\nfunc G() {}\n", (file) => ({
      names: file.functions.map(({ name }) => name),
      hasErrors: file.hasErrors,
    }));
    expect(found).toEqual({ names: ["F", "G"], hasErrors: true });
  });

  test.each(["(", "{", "func(){", "x = [](", "if x {} else ", "a.b", "/*"])("may be nested deeply: %j", (piece) => {
    const text = `package p\nfunc F() { x = ${piece.repeat(20_000)}`;
    expect(reader.read(text, (file) => file.functions.length)).not.toBeUndefined();
  });
});

describe("a text that takes too much", () => {
  test("is not read when it is too long, and the next one is", () => {
    expect(reader.read("/".repeat(5 * 1024 * 1024), () => true)).toBeNull();
    expect(look("package p\nfunc F() {}\n", ({ functions }) => functions.length)).toBe(1);
  });

  test("is not read when it has too many readings, and the next one is", () => {
    expect(reader.read(`package p\nfunc F() {\nx=${"a[".repeat(500_000)}`, () => true)).toBeNull();
    expect(look("package p\nfunc G() {}\n", ({ functions }) => functions.length)).toBe(1);
  });
});
