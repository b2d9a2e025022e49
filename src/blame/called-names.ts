import { qualifiedCallee } from "../callees/function-names.js";
import { readCall } from "../callees/printed-call.js";
import type { FlowEnd } from "./flow-end.js";

/** Names that are remembered; builds have a few hundred. */
const MAX_NAMES = 50_000;

/**
 * What code calls where the compiler prints a function that this calls in turn, as escapes tell it: `fmt.Errorf` for
 * `fmt.errorf`. Leaks are printed without what is called, so theirs is named where all escapes agree.
 */
export class CalledNames {
  /** By what is printed; null where several functions call it. */
  private readonly names = new Map<string, string | null>();

  /** Names that code calls, as people write them. */
  private readonly called = new Set<string>();

  /** Takes the end of an escape's flow. */
  add(end: FlowEnd): void {
    if (end.kind !== "call" || end.callee === null) return;
    if (this.called.size < MAX_NAMES) this.called.add(qualifiedCallee(null, end.callee, true));
    if (end.step.expression.startsWith(end.callee)) return;
    const printed = readCall(end.step.expression)?.callee ?? end.callee;
    if (printed === end.callee) return;
    const known = this.names.get(printed);
    if (known === undefined && this.names.size < MAX_NAMES) this.names.set(printed, end.callee);
    else if (known !== undefined && known !== end.callee) this.names.set(printed, null);
  }

  /** `fmt.Errorf` for `fmt.errorf`, which nobody can call who is not in its package, where the other is called as well. */
  exported(name: string): string {
    const twin = name.replace(/\p{Ll}[\p{L}\p{N}_]*$/u, (last) => last.charAt(0).toUpperCase() + last.slice(1));
    return twin !== name && this.called.has(twin) ? twin : name;
  }

  /** What code calls that gets to a printed function; null where that is not known, or it is the function itself. */
  nameOf(printed: string | null): string | null {
    return printed === null ? null : (this.names.get(printed) ?? null);
  }
}
