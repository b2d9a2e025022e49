import type { EscapeRecord } from "../../src/records/record.js";
import type { JsonWriter } from "../../src/records/serialize.js";
import type { ByteWriter } from "../../src/text/bytes.js";
import type { Decision } from "./decision.js";
import type { Explanation } from "./explanation.js";
import type { RecordJson } from "./record-json.js";

/** Writes an escape from what the compiler decided and explained, one of which may be missing. */
export class EscapeWriter implements JsonWriter {
  constructor(
    private readonly json: RecordJson,
    private readonly decision: Decision | null,
    private readonly explanation: Explanation | null,
  ) {}

  writeLine(record: EscapeRecord, out: ByteWriter, comma: boolean): boolean {
    return this.json.escape(record, this.decision, this.explanation, out, comma);
  }
}
