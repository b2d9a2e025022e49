import { jsonText } from "../../text/json.js";
import type { CheckRenderer } from "./context.js";

/** The answer as data; src/records/check.ts describes it. */
export const checkJson: CheckRenderer = (check) => `${jsonText(check, 2)}\n`;
