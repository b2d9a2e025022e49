import type { Diff } from "../../records/diff.js";
import { jsonText } from "../../text/json.js";
import type { DiffRenderer } from "./context.js";

/**
 * A change a line, for jq and other programs: `{"change": "added", …}` with the fields of the record and its reason,
 * `removed` with those of the record, `moved` and `changed` with `before` and `after`, `leak-added` and `leak-removed`.
 */
export const ndjson: DiffRenderer = {
  render: ({ diff }) => lines(diff),
};

function* lines({ added, removed, moved, changed, leaks, reasons }: Diff): Generator<string> {
  for (const { reason: index, ...record } of added) {
    const found = index === null ? undefined : reasons[index];
    // An index says nothing in a line by itself.
    let reason = null;
    if (found !== undefined) {
      const { added: _, ...facts } = found;
      reason = facts;
    }
    yield line("added", { ...record, reason });
  }
  for (const record of removed) yield line("removed", record);
  for (const each of moved) yield line("moved", each);
  for (const each of changed) yield line("changed", each);
  for (const leak of leaks.added) yield line("leak-added", leak);
  for (const leak of leaks.removed) yield line("leak-removed", leak);
}

function line(change: string, fields: object): string {
  return `${jsonText({ change, ...fields })}\n`;
}
