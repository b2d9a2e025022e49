import { exactJsonText } from "../../text/json.js";
import type { ProfileRenderer } from "./context.js";

/** The report as data; src/records/profile.ts describes it. */
export const profileJson: ProfileRenderer = (report) => `${exactJsonText(report, 2)}\n`;

/** A row a line. */
export const profileLines: ProfileRenderer = ({ rows }) => rows.map((row) => `${exactJsonText(row)}\n`).join("");
