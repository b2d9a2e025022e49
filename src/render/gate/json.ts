import { jsonText } from "../../text/json.js";
import type { GateRenderer } from "./context.js";

/** The whole result. */
export const json: GateRenderer = {
  render: ({ gate }) => [`${jsonText(gate, 2)}\n`],
};

/**
 * An allocation that a rule counts a line, for jq and other programs: `{"rule": "new", "subject": null, …}` with the
 * fields of the record, whether it is new and why. One that two rules count is there twice. What calls lead to is
 * `{"rule": …, "path": …}`, and a call that cannot be followed `{"rule": …, "unknown": …}`.
 */
export const ndjson: GateRenderer = {
  *render({ gate: { failures, reasons } }) {
    for (const { rule, subject, escapes, paths, unknown } of failures) {
      for (const { reason: index, ...record } of escapes) {
        const { added: _, ...reason } = (index === null ? undefined : reasons[index]) ?? { added: [] };
        yield `${jsonText({ rule, subject, ...record, reason: index === null ? null : reason })}\n`;
      }
      for (const path of paths) yield `${jsonText({ rule, subject, path })}\n`;
      for (const call of unknown) yield `${jsonText({ rule, subject, unknown: call })}\n`;
    }
  },
};
