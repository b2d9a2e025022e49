import type { GateRenderer } from "./context.js";

export type { GateRenderer } from "./context.js";

/**
 * Output formats that say what the gate decided. In the others, which have no place for that, the allocations that it
 * found are shown as those of a diff are. Each is loaded when it is used.
 */
export const gateRenderers = {
  table: async () => (await import("./text.js")).text,
  json: async () => (await import("./json.js")).json,
  markdown: async () => (await import("./markdown.js")).markdown,
} as const satisfies Readonly<Record<string, () => Promise<GateRenderer>>>;
