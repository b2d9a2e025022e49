import { allocationOf } from "../causes/expression.js";
import { inSourceWords, withoutShapedArguments } from "../causes/shapes.js";
import type { EscapeRecord, Hop, Step } from "../records/record.js";
import { assignedTo } from "./flow-destination.js";
import { valueName } from "./printed-call.js";

/** Code in a sentence is cut to this many characters. */
const MAX_CODE = 60;

/**
 * Go code in a sentence. Texts mark code with backticks, so one in the code (in a string constant) is written the other
 * way that Go has for it.
 */
export function code(text: string): string {
  const plain = readable(text);
  const short = plain.length > MAX_CODE ? `${plain.slice(0, MAX_CODE - 1)}…` : plain;
  return `\`${short.replaceAll("`", "\\x60")}\``;
}

/**
 * An expression without the names that the compiler makes up: results of inlined calls (`~r0`), variables of its own,
 * the types of instances, and types that are parameters, which have no name in an instance.
 */
export function readable(expression: string): string {
  const named = expression
    .replace(LOOP_VARIABLE, (_, kind: string) => `(loop ${LOOP_WORDS[kind] ?? kind})`)
    .replaceAll("<node DYNAMICTYPE>", "T")
    .replace(/\((?:[\p{L}_][\p{L}\p{N}_]*\.)?~[rb]\d+\)|(?:\b[\p{L}_][\p{L}\p{N}_]*\.)?~[rb]\d+/gu, "(result)")
    .replace(/\.autotmp_\d+/g, "(value)");
  return named.includes("go.shape.") ? inSourceWords(withoutShapedArguments(named), null) : named;
}

/** Variables of a loop over a function, whose body the compiler makes a function: `#yield1`, `#state1`, `#rv1`. */
const LOOP_VARIABLE = /#([a-z]+)\d+/g;
const LOOP_WORDS: Readonly<Record<string, string>> = { yield: "body", rv: "result" };

/** What an escape allocates, as the beginning of a story. */
export function madeText({ allocation, expression, flow }: EscapeRecord): string {
  if (flow[0]?.to.startsWith("#yield") === true) {
    return "the body of the loop, which is a closure: the function that the loop goes over calls it";
  }
  if (expression.startsWith("#")) return "a variable that the compiler makes for the loop over a function";
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
    case "string-concatenation":
      // `[]byte(a + b)` is put together as bytes.
      return `the ${/^\(?\[\]byte\)?\(/.test(expression) ? "bytes of" : "string"} ${code(expression)}`;
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
  "string-conversion": "copy that is made by",
} as const;

/** A location of a flow as the subject of a sentence: compiler names are translated. */
export function subjectOf({ from }: Hop): string {
  const name = valueName(from);
  if (name !== from) {
    if (name === "... argument") return "the slice of arguments";
    if (name === "func literal") return "the closure";
    // A literal is its own name.
    if (/^&?[\p{L}_][\p{L}\p{N}_.]*\{.*\}$/u.test(name)) return code(name);
    return `the ${storageNoun(name)} made here`;
  }
  if (/^(?:[\p{L}_][\p{L}\p{N}_]*\.)?~r\d+$/u.test(from)) return "the result";
  if (from.startsWith("#yield")) return "the body of the loop";
  if (from.startsWith("{") || from.startsWith("#") || from.startsWith(".autotmp") || from.startsWith("~")) return "it";
  return variable(from);
}

/** Variables of inlined functions, and of other packages' generic ones, come with their package: `fmt.a`. */
function variable(name: string): string {
  return code(name.replace(/^[\p{L}_][\p{L}\p{N}_]*\.(?=[\p{L}_~][\p{L}\p{N}_]*$)/u, ""));
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
      return "method value";
    default:
      return "value";
  }
}

/**
 * What a step does, but for calls and closures, as a sentence with `{}` for its subject and `{of THING}` for a thing of
 * the subject's; null when it is not worth a word.
 */
export function clause(step: Step, hop: Hop): string | null {
  const { reason, expression } = step;
  const shown = code(expression);
  const fixed = CLAUSES[reason];
  if (fixed !== undefined) return fixed?.replace("EXPRESSION", () => shown) ?? null;
  if (reason === "slice-literal-element" || reason === "array literal element") {
    return expression === "... argument" ? null : `{} is an element of ${shown}`;
  }
  if (reason === "send") return `{} is sent on ${code(expression.split(" <- ")[0] ?? expression)}`;
  return reason.startsWith("assign") ? assignment(step, hop) : `{}: ${reason} ${shown}`;
}

/** Whether what a step does is worth a word only where nothing else happens on its line. */
export function isAside({ reason }: Step, hop: Hop): boolean {
  if (reason.startsWith("assign")) return !hop.to.startsWith("{");
  return ASIDES.has(reason) || isDereference({ reason });
}

/** Whether a step goes from a pointer to what it points to. */
export function isDereference({ reason }: Pick<Step, "reason">): boolean {
  return reason === "indirection" || reason === "dot of pointer" || reason === "range-deref";
}

const ASIDES: ReadonlySet<string> = new Set([
  "address-of",
  "interface-converted",
  "dot",
  "fixed-array-index-of",
  "slice",
  "slice-to-array",
  "range",
  "switch case",
]);

const CLAUSES: Readonly<Record<string, string | null>> = {
  "": null,
  spill: null,
  reference: null,
  "address-of": "{of address} is taken",
  return: "{} is returned",
  "interface-converted": "{} is put into an interface",
  "struct literal element": "{} is stored in a field of EXPRESSION",
  "map literal value": "{} is a value of EXPRESSION",
  "map literal key": "{} is a key of EXPRESSION",
  "key of map put": "{} is used as a key: EXPRESSION",
  "appended slice...": "{} is appended, element by element",
  "appendee slice": "{} is what `append` copies when it grows",
  "copied slice": "{} is copied, element by element",
  dot: "{of part EXPRESSION} is used",
  "dot of pointer": "{of part EXPRESSION} is used",
  indirection: "what {} points to is used: EXPRESSION",
  "fixed-array-index-of": "{of element EXPRESSION} is used",
  slice: "{} is sliced: EXPRESSION",
  "slice-to-array": "{} becomes an array: EXPRESSION",
  range: "a loop goes over {}",
  "range-deref": "a loop goes over {}",
  "switch case": "{of type} is switched on",
  "callee operand": "{} is called",
  "conversion to unsafe.Pointer": "{} becomes an `unsafe.Pointer`",
  "//go:uintptrescapes": "{} is passed as a `uintptr` to a function that asks for it to escape",
  "reflect.Header.Data": "{} is stored in a `reflect` header",
  "too large for stack": "{} is too large for the stack",
  "too aligned for stack": "{} has an alignment too strict for the stack",
  "non-constant size": "{} has a size that is known only at run time",
  "zero-sized element": "{} has elements without a size",
};

function assignment({ expression }: Step, hop: Hop): string | null {
  const target = assignedTo(expression, hop.from, hop.steps.at(-2)?.expression);
  const to = hop.to.startsWith("{") ? (target ?? expression) : hop.to;
  if (/^(?:[\p{L}_][\p{L}\p{N}_]*\.)?~r\d+$/u.test(to) || /^[.~#]/.test(to)) return null;
  return `{} is assigned to ${hop.to.startsWith("{") ? code(to) : variable(to)}`;
}

/** Puts a subject into a sentence of {@link clause}. */
export function sentence(template: string, subject: string): string {
  return template
    .replace(/\{of ([^}]*)\}/, (_, thing: string) => possessive(thing, subject))
    .replace("{}", () => subject);
}

function possessive(thing: string, subject: string): string {
  return /^(?:there )?it$/.test(subject) ? subject.replace("it", `its ${thing}`) : `the ${thing} of ${subject}`;
}
