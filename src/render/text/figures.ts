import type { SiteRecord } from "../../records/record.js";
import { formatCount } from "../../text/number.js";

/** `each time, 48 B, in a loop`: as far as machine code shows it; empty where it was not read. */
export function figuresText({
  allocates,
  bytes,
  loop,
  call,
}: Pick<SiteRecord, "allocates" | "bytes" | "loop" | "call">): string {
  if (call === null) return allocates === "no" ? "never" : "";
  const parts = [allocates === "yes" ? "each time" : "", allocates === "maybe" ? "at times" : ""];
  if (bytes !== null && bytes > 0) parts.push(`${formatCount(bytes)} B`);
  if (loop === true) parts.push("in a loop");
  return parts.filter((part) => part !== "").join(", ");
}
