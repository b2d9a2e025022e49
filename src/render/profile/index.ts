import { shownResult } from "../text/shown-result.js";
import type { ProfileRenderer } from "./context.js";

/** Every text format of profiles. A new one is a file and a line here. Each is loaded when it is used. */
export const profileRenderers = {
  table: async () => shownResult((await import("./table.js")).profileTable),
  json: async () => (await import("./json.js")).profileJson,
  ndjson: async () => (await import("./json.js")).profileLines,
  markdown: async () => shownResult((await import("./markdown.js")).profileMarkdown),
} as const satisfies Readonly<Record<string, () => Promise<ProfileRenderer>>>;

/** The name of a text format of profiles. */
export type ProfileFormat = keyof typeof profileRenderers;
