import { exactJson } from "../../text/exact-json.js";
import type { ProfileRenderer } from "./context.js";

/** The report as data; src/records/profile.ts describes it. */
export const profileJson: ProfileRenderer = (report) => `${exactJson(report, 2)}\n`;

/** A row a line. */
export const profileLines: ProfileRenderer = ({ rows }) => rows.map((row) => `${exactJson(row)}\n`).join("");
