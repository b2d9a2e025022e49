import { shownResult } from "../text/shown-result.js";
import type { CheckRenderer } from "./context.js";

/** Every output format of check. */
export const checkRenderers = {
  table: async () => shownResult((await import("./table.js")).checkTable),
  json: async () => (await import("./json.js")).checkJson,
} as const satisfies Readonly<Record<string, () => Promise<CheckRenderer>>>;

/** The name of an output format of check. */
export type CheckFormat = keyof typeof checkRenderers;
