import type { Renderer } from "./context.js";

export type {
  RecordContext,
  RecordRenderer,
  Renderer,
  SummaryContext,
  SummaryRenderer,
} from "./context.js";

/** Every output format of a report. A new one is a file and a line here. Each is loaded when it is used. */
export const renderers = {
  table: async () => (await import("./table.js")).table,
  json: async () => (await import("./json.js")).json,
  ndjson: async () => (await import("./ndjson.js")).ndjson,
  markdown: async () => (await import("./markdown.js")).markdown,
  sarif: async () => (await import("./sarif.js")).sarif,
  github: async () => (await import("./github.js")).github,
  gitlab: async () => (await import("./gitlab.js")).gitlab,
  unix: async () => (await import("./unix.js")).unix,
} as const satisfies Readonly<Record<string, () => Promise<Renderer>>>;

/** The name of an output format. */
export type Format = keyof typeof renderers;
