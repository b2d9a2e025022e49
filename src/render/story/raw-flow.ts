import type { EscapeRecord, Hop } from "../../records/record.js";
import { placeText } from "../text/place.js";

/** A flow in the compiler's own words, as Go 1.26 prints it, without the position that it repeats on every line. */
export function rawFlow({ flow, message }: EscapeRecord): string[] {
  return [message, ...flow.flatMap(hopLines)];
}

function hopLines({ to, from, dereferences, steps }: Hop): string[] {
  const operators = dereferences < 0 ? "&" : "*".repeat(dereferences);
  return [
    `  flow: ${to} ← ${operators}${from}:`,
    ...steps.map((step) => `    from ${step.expression} (${step.reason}) at ${placeText(step)}`),
  ];
}
