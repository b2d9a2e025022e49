import { jsonText } from "../../text/json.js";
import type { LeaksRenderer } from "./context.js";

/** The leaks as data; src/records/leaks.ts describes it. */
export const leaksJson: LeaksRenderer = (leaks) => `${jsonText(leaks, 2)}\n`;

/** A finding a line. */
export const leaksLines: LeaksRenderer = ({ findings }) => findings.map((each) => `${jsonText(each)}\n`).join("");
