import type { GateRenderer } from "./context.js";

/** The whole result. */
export const json: GateRenderer = {
  render: ({ gate }) => [`${JSON.stringify(gate, null, 2)}\n`],
};
