import { shownResult } from "../text/shown-result.js";
import type { BlameRenderer } from "./context.js";

/** Every output format of blame. A new one is a file and a line here. Each is loaded when it is used. */
export const blameRenderers = {
  table: async () => shownResult((await import("./table.js")).blameTable),
  json: async () => (await import("./json.js")).blameJson,
  ndjson: async () => (await import("./json.js")).blameLines,
  markdown: async () => shownResult((await import("./markdown.js")).blameMarkdown),
} as const satisfies Readonly<Record<string, () => Promise<BlameRenderer>>>;

/** The name of an output format of blame. */
export type BlameFormat = keyof typeof blameRenderers;
