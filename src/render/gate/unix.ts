import { visible } from "../../text/visible.js";
import { gateFindings } from "../findings/index.js";
import { placeText } from "../text/place.js";
import type { GateRenderer } from "./context.js";

/** `main.go:12:2: added: moved to heap: x [returned]`, an allocation that a rule counts a line, for editors and grep. */
export const unix: GateRenderer = {
  *render({ gate }) {
    for (const { record, change } of gateFindings(gate)) {
      yield `${visible(placeText(record))}: ${change}: ${visible(record.message)} [${record.cause}]\n`;
    }
  },
};
