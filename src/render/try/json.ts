import { jsonText } from "../../text/json.js";
import type { TryRenderer } from "./context.js";

/** The result as data; src/records/try.ts describes it. */
export const tryJson: TryRenderer = (result) => `${jsonText(result, 2)}\n`;
