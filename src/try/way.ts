import { isCapture, reasonKind } from "../causes/compiler-reasons.js";
import type { DiagnosticRecord, EscapeRecord, Hop, Step } from "../records/record.js";
import { callsHelper } from "./helper-file.js";

/** The first way of a site to the heap, at its last step: what is known of where to close it. */
export interface FirstWay {
  /** The last step of all. */
  readonly final: Step;
  /** The last step in code that can be written anew, where the way is closed. */
  readonly step: Step;
  readonly to: string;
  /** What the value can be called there. */
  readonly from: readonly string[];
  /** The place in the same expression where the value comes from. */
  readonly made: { readonly line: number; readonly column: number } | null;
  readonly isAddress: boolean;
  /** Whether the value is turned into an interface in the very expression that it leaves by. */
  readonly isBoxedThere: boolean;
}

/**
 * null where the compiler explains nothing; a text says why there is nothing to close. `isOwn`: whether a file can be
 * written anew. What leaves in other code is closed where it goes there.
 */
export function firstWay(site: EscapeRecord, isOwn: (file: string | null) => boolean): FirstWay | string | null {
  const flow = withoutHiding(site.flow);
  const ending = flow.at(-1);
  const final = ending === undefined ? undefined : lastStep(ending);
  if (ending === undefined || final === undefined) return null;
  if (reasonKind(final.reason) === "stack-limit") return `the compiler says: ${final.reason}`;
  if (isMadeAndKeptInside(site, flow)) {
    const { function: name, file, line } = site.stack?.at(-1) ?? { function: null, file: null, line: null };
    const where = file === null || line === null ? "" : `: try ${file}:${line}`;
    return `it is made and kept in ${name ?? "a function"}, which is inlined here${where}`;
  }
  const at = flow.findLastIndex((hop) => isOwn(lastStep(hop)?.file ?? null));
  const closedHop = flow[at];
  const step = closedHop === undefined ? undefined : lastStep(closedHop);
  if (closedHop === undefined || step === undefined) return "all of its way is in code that is not yours";
  // Through inlined functions a value comes by several hops, all of which are printed at the call.
  let first = at;
  while (first > 0 && isAt(flow[first - 1]?.steps.at(-1), step)) first--;
  const hops = flow.slice(first, at + 1);
  const start = hops[0] ?? closedHop;
  const [inner] = start.steps;
  const isInside = inner !== undefined && inner !== step && !isAt(inner, step) && inner.file === step.file;
  const made =
    isInside && inner.line !== null && inner.column !== null ? { line: inner.line, column: inner.column } : null;
  return {
    final,
    step,
    to: ending.to,
    from: namesIn(hops),
    made,
    isAddress: start.dereferences === -1 && !start.from.startsWith("{"),
    isBoxedThere: site.allocation === "boxed-value" && (first === 0 || inner?.reason === "spill"),
  };
}

/** The step that a hop ends in. For a closure it is the one that says so, before the one that says how it holds the value. */
function lastStep({ steps }: Hop): Step | undefined {
  return steps.find(({ reason }) => isCapture(reason)) ?? steps.at(-1);
}

/** A flow without the hops at its end that only lead into a function by which a value is hidden. */
function withoutHiding(flow: readonly Hop[]): readonly Hop[] {
  const end = flow.findLastIndex(({ steps }) => !steps.some(({ expression }) => callsHelper(expression)));
  return flow.slice(0, end + 1);
}

/** All of it is printed at the call of an inlined function, which makes the value. */
function isMadeAndKeptInside(site: EscapeRecord, flow: readonly Hop[]): boolean {
  const { stack, file, line, column } = site;
  return (
    stack !== null &&
    flow.every(({ steps }) => steps.every((each) => each.file === file && each.line === line && each.column === column))
  );
}

function isAt(a: Step | undefined, b: Step): boolean {
  return a !== undefined && a.file === b.file && a.line === b.line && a.column === b.column;
}

/** `{storage for &T{...}}` is `&T{...}` in the source, as far as it is printed. */
function namesIn(hops: readonly Hop[]): string[] {
  const texts = hops.flatMap(({ from, steps }) => [
    from.replace(/^\{storage for (.*)\}$/s, "$1"),
    ...steps.slice(0, -1).map(({ expression }) => expression),
  ]);
  return [...new Set(texts)];
}

/** A site at another column, which its line now has. */
export function siteAt(
  records: readonly DiagnosticRecord[],
  site: EscapeRecord,
  column: number | null,
): EscapeRecord | null {
  return (
    records.find(
      (record): record is EscapeRecord =>
        record.kind === "escape" &&
        record.package === site.package &&
        record.variant === site.variant &&
        record.file === site.file &&
        record.line === site.line &&
        record.allocation === site.allocation &&
        record.column === column,
    ) ?? null
  );
}

/**
 * Whether the call by which a site allocated is still in its line, with no decision about it; there may have been others
 * of it before.
 */
export function stillCalls(
  before: readonly DiagnosticRecord[],
  after: readonly DiagnosticRecord[],
  site: EscapeRecord,
): boolean {
  const count = (records: readonly DiagnosticRecord[]) => records.filter((record) => isCallOf(record, site)).length;
  return site.call !== null && count(after) > count(before);
}

function isCallOf(record: DiagnosticRecord, site: EscapeRecord): boolean {
  return (
    record.kind === "allocation" &&
    record.package === site.package &&
    record.function === site.function &&
    record.file === site.file &&
    record.line === site.line &&
    record.call === site.call
  );
}

/** The interface type that the compiler asks for, where a value was hidden as another one. */
export function wantedType(failure: string): string | null {
  const type = / as ([\p{L}_][\p{L}\p{N}_.]*) value in /u.exec(failure)?.[1] ?? null;
  return type === "any" ? null : type;
}

/** Whether the compiler asks for a place where the value was hidden that a method is called on. */
export function wantsAddress(failure: string): boolean {
  return /cannot call pointer method/.test(failure);
}

/** Whether a step is that of what a go or defer statement is given: it has no name in the source. */
export function isHandedOn({ reason, expression }: Pick<Step, "reason" | "expression">): boolean {
  return isCapture(reason) && /^\.autotmp_\d+$/.test(expression);
}
