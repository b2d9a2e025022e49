import type { Allocation, Cause } from "../records/vocabulary.js";
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
import { type CatalogueEntry, entry } from "./entry.js";

export type { CatalogueEntry } from "./entry.js";

/** What the tool knows about each cause. Tables, explanations and docs/causes.md are made of it. */
export const CATALOGUE: Readonly<Record<Cause, CatalogueEntry>> = {
  panic: entry("panic", panic),
  "stack-limit": entry("stack-limit", stackLimit),
  goroutine: entry("goroutine", goroutine),
  "closure-capture": entry("closure-capture", closureCapture),
  "interface-conversion": entry("interface-conversion", interfaceConversion),
  "slice-growth": entry("slice-growth", sliceGrowth),
  returned: entry("returned", returned),
  "channel-send": entry("channel-send", channelSend),
  "element-store": entry("element-store", elementStore),
  "heap-store": entry("heap-store", heapStore),
  "interface-call": entry("interface-call", interfaceCall),
  "call-argument": entry("call-argument", callArgument),
  contained: entry("contained", contained),
  loop: entry("loop", loop),
  unsafe: entry("unsafe", unsafe),
  unexplained: entry("unexplained", unexplained),
};

/** What usually helps against an allocation of that kind with that cause: what fits it best comes first. */
export function remediesFor(cause: Cause, allocation: Allocation): readonly string[] {
  const { remedies, remediesByAllocation } = CATALOGUE[cause];
  return [...(remediesByAllocation?.[allocation] ?? []), ...remedies];
}
