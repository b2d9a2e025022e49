import type { BlameRenderer } from "./blame-context.js";

/** Every output format of blame. A new one is a file and a line here. Each is loaded when it is used. */
export const blameRenderers = {
  table: async () => (await import("./blame-table.js")).blameTable,
  json: async () => (await import("./blame-json.js")).blameJson,
  ndjson: async () => (await import("./blame-json.js")).blameLines,
  markdown: async () => (await import("./blame-markdown.js")).blameMarkdown,
} as const satisfies Readonly<Record<string, () => Promise<BlameRenderer>>>;
