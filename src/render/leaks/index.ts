import { shownResult } from "../text/shown-result.js";
import type { LeaksRenderer } from "./context.js";

/** Every output format of leaks. A new one is a file and a line here. Each is loaded when it is used. */
export const leaksRenderers = {
  table: async () => shownResult((await import("./table.js")).leaksTable),
  json: async () => (await import("./json.js")).leaksJson,
  ndjson: async () => (await import("./json.js")).leaksLines,
  markdown: async () => shownResult((await import("./markdown.js")).leaksMarkdown),
} as const satisfies Readonly<Record<string, () => Promise<LeaksRenderer>>>;

/** The name of an output format of leaks. */
export type LeaksFormat = keyof typeof leaksRenderers;
