import type { SiteRecord } from "../../records/record.js";
import { objectBytes } from "../../sites/index.js";
import { formatCount } from "../../text/number.js";

/** `each time, 48 B, in a loop`: as far as machine code shows it; empty where it was not read. */
export function figuresText(record: Pick<SiteRecord, "allocates" | "bytes" | "loop" | "call">): string {
  const { allocates, loop, call } = record;
  if (call === null) return allocates === "no" ? "never" : "";
  const parts = [allocates === "yes" ? "each time" : "", allocates === "maybe" ? "at times" : ""];
  const bytes = objectBytes(record);
  if (bytes !== null && bytes > 0) parts.push(`${formatCount(bytes)} B`);
  if (loop === true) parts.push("in a loop");
  return parts.filter((part) => part !== "").join(", ");
}
