import { describe, expect, test } from "vitest";
import {
  allocationOf,
  calleeOf,
  constantOf,
  isBasicType,
  operandsOf,
  splitAssignment,
  splitList,
  withoutTypeArguments,
} from "../../src/causes/expression.js";

describe("what an expression allocates", () => {
  test.each([
    ["new(item)", "new"],
    ["new([1048576]int)", "new"],
    ["&node{}", "pointer-literal"],
    ["&node{...}", "pointer-literal"],
    ["&errors.errorString{...}", "pointer-literal"],
    ["&[4]byte{...}", "pointer-literal"],
    ["[]int{...}", "slice-literal"],
    ["[]struct { A int }{...}", "slice-literal"],
    ["go.shape.[]string{}", "slice-literal"],
    ["map[string]interface {}{}", "map-literal"],
    ["map[*user]*user{...}", "map-literal"],
    ["make([]byte, n)", "make-slice"],
    ["make([]chan int, n)", "make-slice"],
    ["make(net.IP, 4)", "make-slice"],
    ["make(map[string]int)", "make-map"],
    ["make(map[[2]int]int, f(1, 2))", "make-map"],
    ["make(Header)", "make-map"],
    ["make(chan int)", "make-chan"],
    ["make(<-chan struct {}, 1)", "make-chan"],
    ["func literal", "closure"],
    ["... argument", "variadic-slice"],
    ["append", "append"],
    ["append(s, 1)", "append"],
    ["string(b)", "string-conversion"],
    ["([]byte)(s)", "string-conversion"],
    ["[]rune(s)", "string-conversion"],
    ["x", "boxed-value"],
    ["42", "boxed-value"],
    ["'a'", "boxed-value"],
    ['"hello"', "boxed-value"],
    ['"a + b"', "boxed-value"],
    ['"&x{}"', "boxed-value"],
    ["Error(1)", "boxed-value"],
    ["f(x)", "boxed-value"],
    ["f(a + b)", "boxed-value"],
    ["s[i + 1]", "boxed-value"],
    ["int(n)", "boxed-value"],
    ["[2]int{...}", "boxed-value"],
    ["struct { A int }{...}", "boxed-value"],
    ["a.b().c()", "boxed-value"],
    ["p.length", "selector"],
    ["sc.handler.ServeHTTP", "selector"],
    ["d.files[i].name", "selector"],
    ["point{...}", "composite"],
    ["http.Header{}", "composite"],
    ["a + b", "sum"],
    ['"unknown name: " + name', "sum"],
    ["path.Join(... argument...) + name[i:]", "sum"],
    ["-x + y", "sum"],
  ])("%s: %s", (expression, allocation) => {
    expect(allocationOf(expression)).toBe(allocation);
  });
});

describe("the operands of a sum", () => {
  test.each([
    ['"x" + y', "strings"],
    ['y + "x"', "strings"],
    ['a + ", " + b', "strings"],
    ["`raw` + x", "strings"],
    ["string(buf) + s", "strings"],
    ["b.volAndPath[:b.volLen] + x", "strings"],
    ["msg[:i] + url + msg[i:]", "strings"],
    ["errPrefix + err.Error()", "strings"],
    ["~r0 + t.String()", "strings"],
    ['ls + fmt.Sprintf("%s:%v ", ... argument...)', "strings"],
    ['prefix + strings.Join(tags, ",")', "strings"],
    ["i + 1", "numbers"],
    ["-1 + i", "numbers"],
    ["i + uint64(1)", "numbers"],
    ["len(plaintext) + aead.Overhead()", "numbers"],
    ["r.start + r.length - n", "numbers"],
    ["a * b + c", "numbers"],
    ["x + y << n", "numbers"],
    ["c + 'a'", "numbers"],
    ["a + b", null],
    ["dir + name", null],
    ["hdr.Iundefsym + hdr.Nundefsym", null],
    ["m[k] + m[j]", null],
    ["f(a - b) + g(1)", null],
  ])("of %s are %s", (sum, kind) => {
    expect(operandsOf(sum)).toBe(kind);
  });
});

describe("a constant", () => {
  test.each([
    '"text"',
    '""',
    '"a\\"b"',
    '"a ) b"',
    "42",
    "-42",
    "0x1F",
    "1.5",
    "1e+06",
    ".5",
    "'a'",
    "'\\n'",
    "'\\''",
    "'\\u00e9'",
    "true",
    "false",
    "(1 + 2i)",
  ])("can be %s", (expression) => {
    expect(constantOf(expression)).toEqual({ name: null });
  });

  test.each([
    ["int(1)", "int"],
    ["uint8('a')", "uint8"],
    ["Error(1)", "Error"],
    ["syscall.Errno(22)", "syscall.Errno"],
    ['stringError("a (b)")', "stringError"],
    ["time.Duration(5000000000)", "time.Duration"],
  ])("can be converted: %s", (expression, name) => {
    expect(constantOf(expression)).toEqual({ name });
  });

  test.each([
    "x",
    "x1",
    "f(x)",
    "f()",
    "f(1, 2)",
    '"a" + b',
    '"a" + "b"',
    "a.b.c(1)",
    "&x",
    "-x",
    "nil",
    "(*T)(nil)",
    "",
  ])("is not %j", (expression) => {
    expect(constantOf(expression)).toBeNull();
  });

  test("of a predeclared type needs no declaration", () => {
    expect(["int", "uintptr", "string", "complex128", "byte"].every(isBasicType)).toBe(true);
    expect(["Int", "time.Duration", "error", "any", "T"].some(isBasicType)).toBe(false);
  });
});

describe("a printed list", () => {
  test.each([
    ["a, b", ["a", "b"]],
    ["f(a, b), c", ["f(a, b)", "c"]],
    ["m[k, j], T{a, b}", ["m[k, j]", "T{a, b}"]],
    ['"a, b", c', ['"a, b"', "c"]],
    ["',', c", ["','", "c"]],
    ['"\\", ", c', ['"\\", "', "c"]],
    ["a", ["a"]],
  ])("%s is cut at its own commas", (text, parts) => {
    expect(splitList(text)).toEqual(parts);
  });
});

describe("a printed assignment", () => {
  test.each([
    ["x = y", "x", "y"],
    ["x := y", "x", "y"],
    ["fmt.a := ... argument", "fmt.a", "... argument"],
    ["m[k] = v", "m[k]", "v"],
    ["m[a = b] = v", "m[a = b]", "v"],
    ['m["a = b"] = v', 'm["a = b"]', "v"],
    ['x = "a = b"', "x", '"a = b"'],
    ["p, q := x, y", "p, q", "x, y"],
    ["x = a == b", "x", "a == b"],
    ["*a, *b = &x, &y", "*a, *b", "&x, &y"],
  ])("%s has two sides", (text, left, right) => {
    expect(splitAssignment(text)).toEqual({ left, right });
  });

  test.each(["x", "f(x)", "a == b", "a != b", "c <- &x", "return x", 'f("a = b")', "T{a: b}"])("is not %s", (text) => {
    expect(splitAssignment(text)).toBeNull();
  });
});

describe("what a call calls", () => {
  test.each([
    ["fmt.Fprintln(os.Stdout, fmt.a...)", "fmt.Fprintln"],
    ["(*Decoder).unmarshal(d, v)", "(*Decoder).unmarshal"],
    ["append(global, ~R0)", "append"],
    ["fn(x)", "fn"],
    ["f(a)(b)", "f(a)"],
    ["slices.Sort[go.shape.[]int,go.shape.int](x)", "slices.Sort[go.shape.[]int,go.shape.int]"],
    ["handlers[name](&x)", "handlers[name]"],
    ['f(") (")', "f"],
    ["func literal(x)", "func literal"],
    ["w.Write(([]byte)(s))", "w.Write"],
  ])("in %s is %s", (call, callee) => {
    expect(calleeOf(call)).toBe(callee);
  });

  test.each(["x", "return x", "(x)", "x := f(y) + 1", ""])("is nothing in %j", (text) => {
    expect(calleeOf(text)).toBeNull();
  });
});

test("type arguments are left out of a name, nested ones too", () => {
  expect(withoutTypeArguments("slices.Sort[go.shape.[]int,go.shape.int]")).toBe("slices.Sort");
  expect(withoutTypeArguments("(*List[go.shape.int]).push")).toBe("(*List).push");
  expect(withoutTypeArguments("F.func1")).toBe("F.func1");
});
