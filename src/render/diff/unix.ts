import type { Diff } from "../../records/diff.js";
import { visible } from "../../text/visible.js";
import { placeText } from "../text/place.js";
import type { DiffRenderer } from "./context.js";

/** `main.go:12:2: added: moved to heap: x [returned]`, a change a line, for editors and grep. */
export const unix: DiffRenderer = {
  render: ({ diff }) => lines(diff),
};

function* lines({ added, removed, moved, changed }: Diff): Generator<string> {
  for (const record of added) yield line("added", record);
  for (const record of removed) yield line("removed", record);
  for (const { before, after } of moved) yield line(`moved from ${placeText(before)}`, after);
  for (const { after, what } of changed) yield line(`changed (${what.join(", ")})`, after);
}

function line(change: string, record: Diff["removed"][number]): string {
  return `${visible(placeText(record))}: ${visible(change)}: ${visible(record.message)} [${record.cause}]\n`;
}
