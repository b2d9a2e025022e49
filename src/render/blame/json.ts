import { jsonText } from "../../text/json.js";
import type { BlameRenderer } from "./context.js";

/** The culprits as data; src/records/blame.ts describes it. */
export const blameJson: BlameRenderer = (blame) => `${jsonText(blame, 2)}\n`;

/** A culprit a line. */
export const blameLines: BlameRenderer = ({ culprits, groups }) => {
  const rows: readonly unknown[] =
    groups.length === 0
      ? culprits
      : groups.flatMap((group) => group.culprits.map((culprit) => ({ group: group.package, ...culprit })));
  return rows.map((row) => `${jsonText(row)}\n`).join("");
};
