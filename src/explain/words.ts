import { allocationOf, withoutTypeArguments } from "../causes/expression.js";
import type { EscapeRecord, Hop, Step } from "../records/record.js";
import { valueName } from "./call.js";
import { assignedTo } from "./ends.js";

/** Code in a sentence is cut to this many characters. */
const MAX_CODE = 60;

/**
 * Go code in a sentence. Texts mark code with backticks, so one in the code (in a string constant) is written the other
 * way that Go has for it.
 */
export function code(text: string): string {
  const plain = text.includes("go.shape.") ? withoutTypeArguments(text) : text;
  const short = plain.length > MAX_CODE ? `${plain.slice(0, MAX_CODE - 1)}…` : plain;
  return `\`${short.replaceAll("`", "\\x60")}\``;
}

/** What an escape allocates, as the beginning of a story. */
export function madeText({ allocation, expression }: EscapeRecord): string {
  switch (allocation) {
    case "variable":
      return `the variable ${code(expression)}, which is moved to the heap`;
    case "boxed-value":
      return `a copy of ${code(expression)}, to be put into an interface`;
    case "variadic-slice":
      return "the slice of a call's variadic arguments";
    case "closure":
      return "a closure: the function literal with the variables that it captures";
    case "append":
      return "a larger array, when `append` needs one";
    default:
      return `the ${NOUNS[allocation]} ${code(expression)}`;
  }
}

const NOUNS = {
  new: "value of",
  "pointer-literal": "value behind",
  "slice-literal": "array behind",
  "map-literal": "map",
  "make-slice": "array of",
  "make-map": "map of",
  "make-chan": "channel of",
  "method-value": "method value",
  "string-concatenation": "string",
  "string-conversion": "copy that is made by",
} as const;

/** A location of a flow as the subject of a sentence: compiler names are translated. */
export function subjectOf({ from }: Hop): string {
  const name = valueName(from);
  if (name !== from) {
    if (name === "... argument") return "the slice of arguments";
    if (name === "func literal") return "the closure";
    return `the ${storageNoun(name)} made here`;
  }
  if (/^(?:[\p{L}_][\p{L}\p{N}_]*\.)?~r\d+$/u.test(from)) return "the result";
  if (from.startsWith("{") || from.startsWith(".autotmp") || from.startsWith("~")) return "it";
  return variable(from);
}

/** Variables of inlined functions come with their package: `fmt.a`. */
export function variable(name: string): string {
  const [, owner, own] = /^([\p{L}_][\p{L}\p{N}_]*)\.([\p{L}_~][\p{L}\p{N}_]*)$/u.exec(name) ?? [];
  return owner === undefined || own === undefined ? code(name) : `${code(own)} of the inlined ${code(owner)} function`;
}

function storageNoun(expression: string): string {
  switch (allocationOf(expression)) {
    case "slice-literal":
    case "make-slice":
      return "slice";
    case "map-literal":
    case "make-map":
      return "map";
    case "make-chan":
      return "channel";
    case "append":
      return "slice";
    case "method-value":
    case "selector":
      return "method value";
    default:
      return "value";
  }
}

/** What a step does, but for calls and closures, as a sentence about the subject; null when it is not worth a word. */
export function clause(step: Step, hop: Hop, subject: string): string | null {
  const { reason, expression } = step;
  const it = (predicate: string) => `${subject} ${predicate}`;
  switch (reason) {
    case "address-of":
      return subject === "it" ? "its address is taken" : `the address of ${subject} is taken`;
    case "spill":
    case "reference":
    case "":
      return null;
    case "return":
      return it("is returned");
    case "interface-converted":
      return it("is put into an interface");
    case "struct literal element":
      return it(`is stored in a field of ${code(expression)}`);
    case "slice-literal-element":
    case "array literal element":
      return it(
        expression === "... argument" ? "is one of the variadic arguments" : `is an element of ${code(expression)}`,
      );
    case "map literal value":
      return it(`is a value of ${code(expression)}`);
    case "map literal key":
      return it(`is a key of ${code(expression)}`);
    case "key of map put":
      return it(`is used as a key: ${code(expression)}`);
    case "send":
      return it(`is sent on ${code(expression.split(" <- ")[0] ?? expression)}`);
    case "appended slice...":
      return it("is appended, element by element");
    case "appendee slice":
      return it("is what `append` copies when it grows");
    case "copied slice":
      return it("is copied, element by element");
    case "dot":
    case "dot of pointer":
      return `its part ${code(expression)} is used`;
    case "indirection":
      return `what it points to is used: ${code(expression)}`;
    case "fixed-array-index-of":
      return `an element of it is used: ${code(expression)}`;
    case "slice":
    case "slice-to-array":
      return it(`is sliced: ${code(expression)}`);
    case "range":
    case "range-deref":
      return `a loop goes over ${subject === "it" ? "it" : subject}`;
    case "switch case":
      return it("is looked at by a type switch");
    case "callee operand":
      return it("is called");
    case "conversion to unsafe.Pointer":
      return it("becomes an `unsafe.Pointer`");
    case "//go:uintptrescapes":
      return it("is passed as a `uintptr` to a function that asks for it to escape");
    case "reflect.Header.Data":
      return it("is stored in a `reflect` header");
    case "too large for stack":
      return it("is too large for the stack");
    case "too aligned for stack":
      return it("has an alignment too strict for the stack");
    case "non-constant size":
      return it("has a size that is known only at run time");
    case "zero-sized element":
      return it("has elements without a size");
    default:
      if (reason.startsWith("assign")) return assignment(step, hop, subject);
      return `${subject}: ${reason} ${code(expression)}`;
  }
}

function assignment({ expression }: Step, hop: Hop, subject: string): string | null {
  const target = assignedTo(expression, hop.from, hop.steps.at(-2)?.expression);
  const to = hop.to.startsWith("{") ? (target ?? expression) : hop.to;
  if (/^(?:[\p{L}_][\p{L}\p{N}_]*\.)?~r\d+$/u.test(to)) return null;
  if (to.startsWith(".autotmp") || to.startsWith("~")) return null;
  return `${subject} is assigned to ${hop.to.startsWith("{") ? code(to) : variable(to)}`;
}
