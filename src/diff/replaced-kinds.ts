import type { SiteRecord } from "../records/record.js";
import type { Allocation, CallCause, VerdictReason } from "../records/vocabulary.js";
import type { Item } from "./compared-escape.js";

type Kind = Item["kind"];

const SLICES: ReadonlySet<Kind> = new Set<Kind>([
  "append",
  "make-slice",
  "slice-literal",
  "call slice",
  "call slice-growth",
]);
const TEXTS: ReadonlySet<Kind> = new Set<Kind>(["string-concatenation", "string-conversion", "call string-building"]);
const MAPS: ReadonlySet<Kind> = new Set<Kind>(["make-map", "map-literal", "call map", "call map-growth"]);
const OBJECTS: ReadonlySet<Kind> = new Set<Kind>(["variable", "new", "pointer-literal", "call object"]);
const BOXES: ReadonlySet<Kind> = new Set<Kind>(["boxed-value", "call boxed-value"]);

/**
 * What makes an allocation of another kind one for the same purpose: a slice or an object of the same type, a map, a boxed
 * value, a text. null: nothing can take its place. `asText`: a slice of bytes is a text too.
 */
export function purposeOf({ kind, record: { type } }: Item, asText: boolean): string | null {
  if (asText) return TEXTS.has(kind) || (SLICES.has(kind) && type === "uint8") ? "text" : null;
  if (MAPS.has(kind)) return "map";
  if (type === null) return null;
  if (SLICES.has(kind)) return `slice ${type}`;
  if (OBJECTS.has(kind)) return `object ${type}`;
  return BOXES.has(kind) ? `box ${type}` : null;
}

/**
 * Whether machine code shows that an allocation is no worse than the one in whose place it may be. A worse one is new,
 * whatever it is for.
 */
export function isNoWorse({ record: before }: Item, { record: after }: Item): boolean {
  if (before.call === null || after.call === null) return false;
  if (after.loop !== false && before.loop !== true) return false;
  if (before.type !== after.type && before.bytes !== null && after.bytes !== null && before.bytes < after.bytes) {
    return false;
  }
  const relieved = before.reason === GROWS || (before.loop === true && after.loop === false);
  return relieved || before.allocates === after.allocates || before.allocates === "yes";
}

const GROWS: VerdictReason = "grows";

/** The run-time call, its type and what is inlined there, in words that releases share; null where none is known. */
export function codeOf({ record: { call, type, stack } }: Item): string | null {
  if (call === null) return null;
  const functions = (stack ?? []).slice(1).map(({ function: name }) => name ?? "");
  return [nameOf(call), type ?? "", ...functions].join("\n");
}

/** Whether one is a decision and the other a call without one. */
export function isAcross(before: Item, after: Item): boolean {
  return before.record.kind !== after.record.kind;
}

/** Variants of one run-time function. */
const FAMILIES = [/^growslice/, /^makeslice/, /^moveSlice/, /^mapassign/, /^concat/, /^makechan/, /^makemap/] as const;

function nameOf(call: string): string {
  if (/^(?:newobject$|mallocgc)/.test(call)) return "newobject";
  for (const family of FAMILIES) {
    const found = family.exec(call);
    if (found !== null) return found[0];
  }
  return call;
}

/**
 * Finds, for new makes outside of loops, an append in a loop that was there before and stays, and that the make gives its
 * room: of the same type, in the same function and, where the text shows it, to the same variable.
 */
export function preallocations(before: readonly Item[], after: readonly Item[]): Map<Item, Item> {
  const appends = before.filter(({ mate, record }) => mate !== null && growsInLoop(record) && growsInLoop(mate.record));
  const found = new Map<Item, Item>();
  for (const item of after) {
    if (item.mate !== null || !MAKES.has(item.kind) || item.record.loop !== false) continue;
    const append = appends.find(({ mate }) => mate !== null && givesRoom(item, mate));
    if (append !== undefined) found.set(item, append);
  }
  return found;
}

const MAKES: ReadonlySet<Allocation | `call ${CallCause}`> = new Set<Kind>(["make-slice", "call slice"]);

function growsInLoop({ call, loop }: SiteRecord): boolean {
  return loop === true && call?.startsWith("growslice") === true;
}

function givesRoom(make: Item, append: Item): boolean {
  const [from, to] = [make.record, append.record];
  if (make.package !== append.package || make.outer !== append.outer) return false;
  if (from.type === null || from.type !== to.type || (from.line ?? 0) >= (to.line ?? 0)) return false;
  const [target, appended] = [make.hops[0]?.to, append.hops[0]?.to];
  return target === undefined || appended === undefined || target === appended;
}
