import type { DiffRenderer } from "./context.js";

/** The whole diff: what the gate and other programs read. */
export const json: DiffRenderer = {
  render: ({ diff }) => [`${JSON.stringify(diff, null, 2)}\n`],
};
