/** What the last step of a flow does with the value. */
export type ReasonKind =
  | "stack-limit"
  | "unsafe"
  | "result"
  | "send"
  | "map-key"
  | "literal-key"
  | "element"
  | "copied"
  | "appended"
  | "call"
  | "spill";

/**
 * The reasons that the compiler gives for steps that can end a flow (cmd/compile/internal/escape, Go 1.19 to 1.27). What
 * is not here either hands the value on or assigns it.
 */
const KINDS: ReadonlyMap<string, ReasonKind> = new Map<string, ReasonKind>([
  ["too large for stack", "stack-limit"],
  ["too aligned for stack", "stack-limit"],
  ["non-constant size", "stack-limit"], // until Go 1.25
  ["zero-sized element", "stack-limit"],
  ["conversion to unsafe.Pointer", "unsafe"],
  ["//go:uintptrescapes", "unsafe"],
  ["reflect.Header.Data", "unsafe"],
  ["return", "result"],
  ["send", "send"],
  ["key of map put", "map-key"],
  ["map literal key", "literal-key"],
  ["map literal value", "element"],
  ["copied slice", "copied"],
  ["appended slice...", "appended"],
  ["appendee slice", "appended"],
  ["call parameter", "call"],
  ["callee operand", "call"],
  ["spill", "spill"],
]);

/** What a step with this reason does with the value; null where that is in its expression, as for an assignment. */
export function reasonKind(reason: string | undefined): ReasonKind | null {
  return (reason === undefined ? null : KINDS.get(reason)) ?? null;
}

/** Whether a closure takes the value with it. */
export function isCapture(reason: string): boolean {
  return reason === "captured by a closure";
}
