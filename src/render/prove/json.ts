import { jsonText } from "../../text/json.js";
import type { ProveRenderer } from "./context.js";

/** The proof as data; src/records/prove.ts describes it. */
export const proveJson: ProveRenderer = (proof) => `${jsonText(proof, 2)}\n`;

/** A benchmark a line. */
export const proveLines: ProveRenderer = ({ rows }) => rows.map((row) => `${jsonText(row)}\n`).join("");
