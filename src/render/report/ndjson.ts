import type { RecordRenderer } from "./context.js";

/** A record a line, as JSON, for jq and other programs. */
export const ndjson: RecordRenderer = {
  kind: "records",
  kinds: ["escape"],
  render: (records) => records.pieces(),
};
