import type { GateRenderer } from "./context.js";

export type { GateRenderer } from "./context.js";

/**
 * Every output format of the gate. Those that have no place for what it decided show the allocations that its rules
 * count. A new one is a file and a line here. Each is loaded when it is used.
 */
export const gateRenderers = {
  table: async () => (await import("./text.js")).text,
  json: async () => (await import("./json.js")).json,
  ndjson: async () => (await import("./json.js")).ndjson,
  markdown: async () => (await import("./markdown.js")).markdown,
  sarif: async () => (await import("./code-services.js")).sarif,
  github: async () => (await import("./code-services.js")).github,
  gitlab: async () => (await import("./code-services.js")).gitlab,
  unix: async () => (await import("./unix.js")).unix,
} as const satisfies Readonly<Record<string, () => Promise<GateRenderer>>>;
