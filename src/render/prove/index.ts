import { shownResult } from "../text/shown-result.js";
import type { ProveRenderer } from "./context.js";

/** Every format of proofs. A new one is a file and a line here. Each is loaded when it is used. */
export const proveRenderers = {
  table: async () => shownResult((await import("./table.js")).proveTable),
  json: async () => (await import("./json.js")).proveJson,
  ndjson: async () => (await import("./json.js")).proveLines,
  markdown: async () => shownResult((await import("./markdown.js")).proveMarkdown),
} as const satisfies Readonly<Record<string, () => Promise<ProveRenderer>>>;

/** The name of a format of proofs. */
export type ProveFormat = keyof typeof proveRenderers;
