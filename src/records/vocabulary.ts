/**
 * The closed vocabularies of the record model. They are public: reports, filters and documentation use these very words.
 */

/** Record kinds, in the order in which documentation lists them. */
export const RECORD_KINDS = [
  "escape",
  "allocation",
  "leak",
  "stack",
  "inlining",
  "inlined-call",
  "capture",
  "devirtualization",
  "note",
  "unknown",
] as const;

/** What is allocated, read from the text of the decision. */
export const ALLOCATIONS = [
  "variable",
  "new",
  "pointer-literal",
  "slice-literal",
  "map-literal",
  "make-slice",
  "make-map",
  "make-chan",
  "closure",
  "method-value",
  "append",
  "boxed-value",
  "string-concatenation",
  "string-conversion",
  "variadic-slice",
] as const;

/**
 * Where the last flow ends, and by which step.
 *
 * `result`: a result of the function · `panic`: the argument of panic · `call`: an argument or receiver of a call ·
 * `send`: a channel · `map-key`, `element`: a map key; a map value, slice or array element, appended or copied element ·
 * `assignment`: a global, a field of a heap object, or through a pointer · `goroutine`: a go statement, or a defer in a
 * loop · `stack-limit`: no flow, the compiler refuses the stack · `storage`: another allocation · `variable`: a variable
 * that lives longer · `unsafe`: unsafe.Pointer, uintptr or a reflect header · `method-value`: the receiver of a method
 * value · `unknown`: the compiler printed no explanation, or one without a step.
 */
export const SINKS = [
  "result",
  "panic",
  "call",
  "send",
  "map-key",
  "element",
  "assignment",
  "goroutine",
  "stack-limit",
  "storage",
  "variable",
  "unsafe",
  "method-value",
  "unknown",
] as const;

/** The one label that groups an escape, in the order in which the rules are tried. */
export const CAUSES = [
  "panic",
  "stack-limit",
  "goroutine",
  "closure-capture",
  "interface-conversion",
  "slice-growth",
  "returned",
  "channel-send",
  "element-store",
  "heap-store",
  "interface-call",
  "call-argument",
  "contained",
  "loop",
  "unsafe",
  "unexplained",
] as const;

/** What tutorials, compilers and people call a cause beside its name, for whoever does not know the name. */
export const CAUSE_WORDS: Readonly<Record<(typeof CAUSES)[number], readonly string[]>> = {
  panic: ["panic-argument"],
  "stack-limit": ["too-large", "too-big", "large", "size", "non-constant-size", "big-array"],
  goroutine: ["go", "go-statement", "defer", "spawn"],
  "closure-capture": ["closure", "capture", "captured-by-reference", "func-literal", "lambda"],
  "interface-conversion": ["boxing", "boxed", "box", "interface", "convT", "any", "fmt"],
  "slice-growth": ["append", "growslice", "growth"],
  returned: ["return", "returned-pointer", "pointer-return", "result"],
  "channel-send": ["channel", "chan", "send"],
  "element-store": ["map-store", "map-assign", "slice-element", "container"],
  "heap-store": ["assignment", "field", "global", "pointer-store", "store"],
  "interface-call": ["dynamic-call", "dynamic-dispatch", "virtual-call", "method-call", "indirect-call"],
  "call-argument": ["argument", "parameter", "leaking-param", "callee"],
  contained: ["part", "nested", "storage"],
  loop: ["loop-variable", "iteration"],
  unsafe: ["uintptr", "unsafe-pointer", "reflect"],
  unexplained: ["unknown", "other"],
};

/**
 * Whether the allocation happens at run time. `yes`: whenever its line runs · `maybe`: it can · `no`: never ·
 * `unknown`: neither the text nor machine code shows it.
 */
export const ALLOCATES = ["yes", "maybe", "no", "unknown"] as const;

/**
 * Why it is not `yes`.
 *
 * maybe: `conditional` (a path of the line avoids the call), `panic` (only on the way to a panic), `grows` (only when there is no room), `small-value` (small
 * values stand in a table), `stack-buffer` (a short result fits in the frame), `once` (fills a cache), `deferred` and
 * `reused` (the run time takes one that was given back first), `jumps-unknown` (the jumps of the architecture are not read),
 * `instances` (copies of a generic function's code differ)
 * · no: `constant`, `no-captures`, `static-data` (laid out by the compiler), `static-table` (one byte, out of the run
 * time's table), `zero-size`, `nil-slice`, `dead-code` (its line has no code), `no-call` (the code of the line calls nothing that allocates this) · unknown: `no-archive`,
 * `other-instance` (generic code of which the linker may keep another copy), `not-compiled` (the function has no code of
 * its own), `generated` (by the compiler or cgo), `ambiguous` (fewer calls on the line than decisions)
 */
export const VERDICT_REASONS = [
  "conditional",
  "panic",
  "grows",
  "small-value",
  "stack-buffer",
  "once",
  "deferred",
  "reused",
  "jumps-unknown",
  "instances",
  "constant",
  "no-captures",
  "static-data",
  "static-table",
  "zero-size",
  "nil-slice",
  "dead-code",
  "no-call",
  "no-archive",
  "other-instance",
  "not-compiled",
  "generated",
  "ambiguous",
] as const;

/** Why code allocates that no decision of the escape analysis speaks of. */
export const CALL_CAUSES = [
  "map-growth",
  "map",
  "channel",
  "string-building",
  "slice-growth",
  "slice",
  "boxed-value",
  "object",
  "assertion-cache",
  "deferred-call",
  "goroutine-start",
] as const;

/** What an allocation is counted under: the causes of escapes, then those of calls. `slice-growth` is one of each. */
export const SITE_CAUSES: readonly SiteCause[] = [...new Set<SiteCause>([...CAUSES, ...CALL_CAUSES])];

/** Which packages of a build a report covers. */
export const SCOPES = ["module", "named", "all"] as const;

export type RecordKind = (typeof RECORD_KINDS)[number];
export type Allocation = (typeof ALLOCATIONS)[number];
export type Sink = (typeof SINKS)[number];
export type Cause = (typeof CAUSES)[number];
export type Allocates = (typeof ALLOCATES)[number];
export type VerdictReason = (typeof VERDICT_REASONS)[number];
export type CallCause = (typeof CALL_CAUSES)[number];
export type SiteCause = Cause | CallCause;
export type Scope = (typeof SCOPES)[number];
