import { shownResult } from "../text/shown-result.js";
import type { TryRenderer } from "./context.js";

/** Every output format of try. A new one is a file and a line here. Each is loaded when it is used. */
export const tryRenderers = {
  table: async () => shownResult((await import("./table.js")).tryTable),
  json: async () => (await import("./json.js")).tryJson,
  markdown: async () => shownResult((await import("./markdown.js")).tryMarkdown),
} as const satisfies Readonly<Record<string, () => Promise<TryRenderer>>>;

/** The name of an output format of try. */
export type TryFormat = keyof typeof tryRenderers;
