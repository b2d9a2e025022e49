import { visible } from "../../text/visible.js";
import { placeText } from "../text/place.js";
import type { RecordRenderer } from "./context.js";
import { escapesOf } from "./records.js";

/** `main.go:12:2: moved to heap: x [returned]`, an escape a line, for editors and grep. */
export const unix: RecordRenderer = {
  kind: "records",
  kinds: ["escape"],
  *render(records, { all }) {
    for (const escape of escapesOf(records, all)) {
      yield `${visible(placeText(escape))}: ${visible(escape.message)} [${escape.cause}]\n`;
    }
  },
};
