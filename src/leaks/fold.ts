import { formatBytes } from "../text/number.js";
import type { Draft } from "./draft.js";
import { enclosingFunction, type Frame, sameLine } from "./frame.js";
import { callPlace } from "./shown-place.js";
import { total } from "./trend.js";

/**
 * Puts findings with one root together: an open response raises goroutines, heap and descriptors at once. What remains
 * tells the root, and has the others as its evidence.
 */
export function fold(
  goroutines: readonly Draft[],
  descriptors: readonly Draft[],
  heap: readonly Draft[],
  others: readonly Draft[],
): Draft[] {
  const roots = mergeLines(goroutines);
  for (const draft of descriptors) {
    const root = roots.findIndex((each) => explainsDescriptors(each, draft));
    if (root >= 0) roots[root] = withEvidence(roots[root] ?? draft, draft.summary, ...draft.evidence);
    else roots.push(draft);
  }
  for (const draft of heap) {
    const same = roots.findIndex((each) => atSameLine(each, draft));
    const root = same >= 0 ? same : roots.findIndex((each) => explainsHeap(each, draft));
    if (root >= 0) roots[root] = withHeap(roots[root] ?? draft, draft);
    else roots.push(draft);
  }
  return [...mergeFunctions(roots), ...others];
}

/** Goroutines that wait at one line are one finding, wherever they began; what is proved counts most. */
function mergeLines(drafts: readonly Draft[]): Draft[] {
  const merged: Draft[] = [];
  for (const draft of drafts) {
    const at = merged.findIndex((each) => atSameLine(each, draft));
    const first = merged[at];
    if (first === undefined) merged.push(draft);
    else if (first.certainty === draft.certainty && first.series.values.length === draft.series.values.length) {
      const values = first.series.values.map((value, i) => value + (draft.series.values[i] ?? 0));
      merged[at] = { ...withEvidence(first, ...draft.evidence), series: { ...first.series, values } };
    } else merged[at] = withEvidence(first, draft.summary, ...draft.evidence);
  }
  return merged;
}

/** A function in which a line surely leaks can have others that grow with it: the slice that holds what it makes. */
function mergeFunctions(drafts: readonly Draft[]): Draft[] {
  const merged = [...drafts];
  for (const draft of drafts) {
    if (draft.certainty !== "possible" || draft.unit !== "bytes" || draft.place === null) continue;
    const { place } = draft;
    const root = merged.findIndex(
      (each) => each !== draft && each.certainty !== "possible" && sameFunction(each.place, place),
    );
    const found = merged[root];
    if (found === undefined) continue;
    merged[root] = withEvidence(found, heapText(draft));
    merged.splice(merged.indexOf(draft), 1);
  }
  return merged;
}

function atSameLine(a: Draft, b: Draft): boolean {
  return a.place !== null && b.place !== null && sameLine(a.place, b.place);
}

function sameFunction(a: Frame | null, b: Frame | null): boolean {
  return a !== null && b !== null && enclosingFunction(a.function) === enclosingFunction(b.function);
}

/** Connections that are not given back hold one descriptor each, and two where both ends are in this process. */
function explainsDescriptors(root: Draft, descriptors: Draft): boolean {
  if (descriptors.kind === "file") return false;
  if (root.kind === "listener") return descriptors.kind === "listener";
  const connection = root.kind === "response-body" || root.kind === "other-resource" || root.waitsFor === "IO wait";
  return connection && total(descriptors.series.values) <= 2.5 * total(root.series.values);
}

const HTTP = /^net\/http\.\(\*(?:Client|Transport)\)\./;
const SQL = /^database\/sql\./;

/** Whether the memory is what goroutines or descriptors hold that leak themselves. */
function explainsHeap(root: Draft, heap: Draft): boolean {
  const through = (pattern: RegExp) => heap.stack.some((frame) => pattern.test(frame.function));
  if (root.kind === "response-body" && through(HTTP)) return true;
  if (root.kind === "other-resource" && root.unit === "goroutines" && through(SQL)) return true;
  if (root.unit !== "goroutines") return false;
  return sameFunction(root.place, heap.place) || sameFunction(root.madeAt, heap.place);
}

function withHeap(root: Draft, heap: Draft): Draft {
  const folded = withEvidence(root, heapText(heap));
  // A goroutine that waits for a channel, started where a timer is made that stays: it waits for the timer's.
  const waits = root.waitsFor === "chan receive" || root.waitsFor === "select";
  if (heap.kind !== "timer" || root.kind !== "goroutine-growth" || !waits) return folded;
  return { ...folded, kind: "timer", summary: root.summary.replace(/^goroutines wait/, "goroutines wait for timers") };
}

function heapText({ place, series, certainty }: Draft): string {
  const where = place === null ? "" : ` by ${callPlace(place)}`;
  return `heap${where}: ${series.values.map((value) => formatBytes(value)).join(", ")} in use (${certainty})`;
}

function withEvidence(draft: Draft, ...evidence: readonly string[]): Draft {
  return { ...draft, evidence: [...draft.evidence, ...evidence.filter((text) => !draft.evidence.includes(text))] };
}
