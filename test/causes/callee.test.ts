import { describe, expect, test } from "vitest";
import { type BuildFacts, type CalleeKind, calleeKind, type LocalFacts } from "../../src/causes/callee.js";

/** A package that declares `work`, `(*T).run` and `Gen`, and has inlined `strings.TrimSpace`. */
const LOCAL: LocalFacts = {
  importPath: "example.com/app",
  functions: new Set(["work", "(*T).run", "T.String", "Gen[go.shape.int]"]),
  inlinedCallees: new Set(["strings.TrimSpace"]),
  capturing: new Set(),
  hasResult: () => false,
  declaredAt: () => null,
  inlinedAt: () => [],
};

/** A build in which `fmt` and `text/template` are known to be packages, `w` not, and `log` declares `Println` alone. */
const BUILD: BuildFacts = {
  isPackage: (name) => (["fmt", "text/template", "log"].includes(name) ? true : name === "w" ? false : undefined),
  declares: (name, fn) => (name === "log" ? fn === "Println" || fn === "Logger.Print" : undefined),
  namesResult: () => undefined,
  namesParameter: () => undefined,
};

const known: CalleeKind = { known: true, guess: null };
const dynamic: CalleeKind = { known: false, guess: null };

describe("a call of a known function", () => {
  test.each([
    ["of the package", "work"],
    ["that was inlined", "strings.TrimSpace"],
    ["that is built in", "append"],
    ["written in place", "func literal"],
    ["with a pointer receiver, as a method expression", "(*T).run"],
    ["with a pointer receiver of another package", "(*bufio.Writer).Write"],
    ["with a value receiver", "T.String"],
    ["with shapes for type parameters", "slices.Sort[go.shape.[]int,go.shape.int]"],
    ["of a generic type", "(*List[go.shape.int]).push"],
    ["of a generic type, by value", "List[go.shape.int].Len"],
    ["with a type argument that is a struct", "Gen[go.shape.struct { A int; B string }]"],
    ["that the package of that name declares", "log.Println"],
    ["that the package of that name declares as a method", "log.Logger.Print"],
  ])("%s: %s", (_, callee) => {
    expect(calleeKind(callee, LOCAL, BUILD)).toEqual(known);
  });
});

describe("a call that is decided at run time", () => {
  test.each([
    ["of a func variable", "fn"],
    ["of a field", "h.fn"],
    ["of an element", "handlers[name]"],
    ["of an element of a package's variable", "fmt.handlers[i]"],
    ["of an element found by a call", "handlers[f(go.shape.x)]"],
    ["of a result", "f(a)"],
    ["of a method of an interface that is an element", "ws[0].Write"],
    ["of a method of a variable that is no package", "w.Write"],
    ["of a field of a field", "sc.handler.serve"],
    ["of a method of an interface in an inlined function", "fmt.w.Write"],
    ["of what a package is known not to declare", "log.Fatal"],
    ["of a conversion", "HandlerFunc(f)"],
    ["of a type assertion", "x.(func())"],
  ])("%s: %s", (_, callee) => {
    expect(calleeKind(callee, LOCAL, BUILD)).toEqual(dynamic);
  });
});

describe("a call that could be either", () => {
  test.each([
    ["fmt.Fprintln", true, "fmt is taken for the package: it could be a variable of that name"],
    ['"text/template".New', true, "text/template is taken for the package: it could be a variable of that name"],
    ["fmt.State.Write", true, "fmt.State is taken for a type: it could be a variable"],
    ["buf.Write", false, "buf is taken for a variable: no package of that name is known"],
  ])("%s is known: %s, and says why that is not certain", (callee, isKnown, guess) => {
    expect(calleeKind(callee, LOCAL, BUILD)).toEqual({ known: isKnown, guess });
  });
});
