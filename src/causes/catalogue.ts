import { type Allocation, CAUSES, type Cause } from "../records/vocabulary.js";
import { callArgument } from "./entries/call-argument.js";
import { channelSend } from "./entries/channel-send.js";
import { closureCapture } from "./entries/closure-capture.js";
import { contained } from "./entries/contained.js";
import { elementStore } from "./entries/element-store.js";
import { goroutine } from "./entries/goroutine.js";
import { heapStore } from "./entries/heap-store.js";
import { interfaceCall } from "./entries/interface-call.js";
import { interfaceConversion } from "./entries/interface-conversion.js";
import { loop } from "./entries/loop.js";
import { panic } from "./entries/panic.js";
import { returned } from "./entries/returned.js";
import { sliceGrowth } from "./entries/slice-growth.js";
import { stackLimit } from "./entries/stack-limit.js";
import { unexplained } from "./entries/unexplained.js";
import { unsafe } from "./entries/unsafe.js";
import { type CatalogueEntry, entry, type Remedy } from "./entry.js";
import type { RemedySite } from "./fits.js";
import type { ReaderNames } from "./reader-names.js";
import type { Way } from "./sink.js";

export type { CatalogueEntry } from "./entry.js";

/**
 * What the tool knows about each cause, and the rule by which a way to the heap has it: of those that hold, the first in
 * the order of the vocabulary. Tables, explanations and docs/causes.md are made of it.
 */
export const CATALOGUE: Readonly<Record<Cause, CatalogueEntry>> = {
  panic: entry("panic", panic, ({ sink }) => sink === "panic"),
  "stack-limit": entry("stack-limit", stackLimit, ({ sink }) => sink === "stack-limit"),
  goroutine: entry("goroutine", goroutine, ({ sink, capturedBy }) => sink === "goroutine" || capturedBy === "go"),
  "closure-capture": entry("closure-capture", closureCapture, ({ capturedBy }) => capturedBy === "closure"),
  "interface-conversion": entry(
    "interface-conversion",
    interfaceConversion,
    ({ allocation }) => allocation === "boxed-value",
  ),
  "slice-growth": entry("slice-growth", sliceGrowth, ({ allocation }) => allocation === "append"),
  returned: entry("returned", returned, ({ sink }) => sink === "result"),
  "channel-send": entry("channel-send", channelSend, ({ sink }) => sink === "send"),
  "element-store": entry("element-store", elementStore, ({ sink }) => sink === "map-key" || sink === "element"),
  "heap-store": entry("heap-store", heapStore, ({ sink }) => sink === "assignment"),
  "interface-call": entry(
    "interface-call",
    interfaceCall,
    ({ sink, calleeIsKnown }) => sink === "call" && !calleeIsKnown,
  ),
  "call-argument": entry("call-argument", callArgument, ({ sink }) => sink === "call" || sink === "method-value"),
  contained: entry("contained", contained, ({ sink, isPart }) => sink === "storage" || (sink === "variable" && isPart)),
  loop: entry("loop", loop, ({ sink }) => sink === "variable"),
  unsafe: entry("unsafe", unsafe, ({ sink }) => sink === "unsafe"),
  unexplained: entry("unexplained", unexplained, () => true),
};

/** The cause of a way to the heap. */
export function causeOf(way: Way): Cause {
  return CAUSES.find((cause) => CATALOGUE[cause].holds(way)) ?? "unexplained";
}

/** What helps against an allocation of that kind with that cause and can be meant for the site: what fits it best comes first. */
export function remediesFor(
  cause: Cause,
  allocation: Allocation,
  site: RemedySite,
  names: ReaderNames,
): readonly string[] {
  const { remedies, remediesByAllocation } = CATALOGUE[cause];
  const all = [...(remediesByAllocation?.[allocation] ?? []), ...remedies];
  return all.flatMap((remedy) => {
    if (typeof remedy === "string") return [remedy];
    return remedy.at(site) ? [remedy.named?.(names) ?? remedy.text] : [];
  });
}

/** The text of a remedy. */
export function remedyText(remedy: Remedy): string {
  return typeof remedy === "string" ? remedy : remedy.text;
}
