import type { ByteWriter } from "../text/bytes.js";
import type { DiagnosticRecord, EscapeRecord, Hop, LeakRecord } from "./record.js";

/**
 * A way to write a record's flow without making its objects: records that come straight from the parser have one under
 * this key, and their `flow` is made when it is looked at.
 */
export const FLOW_BYTES = Symbol("flow as JSON");

/** Writes a flow as a JSON array. */
export type FlowBytes = (out: ByteWriter) => void;

/** A record, or part of one, that may carry its flow in two forms. */
export interface WithFlowBytes {
  readonly [FLOW_BYTES]?: FlowBytes | undefined;
}

/** Writes a record as JSON, the same as JSON.stringify gives. The fields come in the order of the schemas. */
export function writeRecord(record: DiagnosticRecord & WithFlowBytes, out: ByteWriter): void {
  out.ascii('{"kind":"');
  out.ascii(record.kind);
  out.ascii('","package":');
  out.text(record.package);
  out.ascii(',"variant":');
  out.text(record.variant);
  out.ascii(',"file":');
  out.text(record.file);
  out.ascii(',"line":');
  out.number(record.line);
  out.ascii(',"column":');
  out.number(record.column);
  out.ascii(',"function":');
  out.text(record.function);
  out.ascii(',"message":');
  out.text(record.message);
  if (record.kind === "escape") writeEscape(record, out);
  else if (record.kind === "leak") writeLeak(record, out);
  else if (record.kind !== "note" && record.kind !== "unknown") writeRest(record, out);
  out.ascii("}");
}

function writeEscape(record: EscapeRecord & WithFlowBytes, out: ByteWriter): void {
  out.ascii(',"expression":');
  out.text(record.expression);
  out.ascii(',"allocation":"');
  out.ascii(record.allocation);
  out.ascii('","sink":"');
  out.ascii(record.sink);
  out.ascii('","callee":');
  out.text(record.callee);
  out.ascii(',"cause":"');
  out.ascii(record.cause);
  out.ascii('","rootCause":"');
  out.ascii(record.rootCause);
  out.ascii('","allocates":"');
  out.ascii(record.allocates);
  out.ascii('","guess":');
  out.text(record.guess);
  writeFlow(record, out);
}

function writeLeak(record: LeakRecord & WithFlowBytes, out: ByteWriter): void {
  out.ascii(',"parameter":');
  out.text(record.parameter);
  out.ascii(record.content ? ',"content":true,"to":"' : ',"content":false,"to":"');
  out.ascii(record.to);
  out.ascii('","result":');
  out.text(record.result);
  out.ascii(',"level":');
  out.number(record.level);
  writeFlow(record, out);
}

/** The fields of the other kinds: they are few, or seldom asked for. */
const REST = {
  stack: ["expression"],
  inlining: ["inlinable", "cost", "budget", "reason"],
  "inlined-call": ["callee"],
  capture: ["variable", "by", "addressTaken", "reassigned", "bytes"],
  devirtualization: ["expression", "type"],
} as const;

function writeRest(record: Extract<DiagnosticRecord, { kind: keyof typeof REST }>, out: ByteWriter): void {
  const fields = new Map<string, unknown>(Object.entries(record));
  for (const key of REST[record.kind]) {
    const value = fields.get(key);
    out.ascii(`,"${key}":`);
    if (typeof value === "string") out.text(value);
    else out.ascii(String(value));
  }
}

function writeFlow(record: WithFlowBytes & { readonly flow: readonly Hop[] }, out: ByteWriter): void {
  out.ascii(',"flow":');
  const bytes = record[FLOW_BYTES];
  if (bytes !== undefined) {
    bytes(out);
    return;
  }
  out.ascii("[");
  record.flow.forEach((hop, i) => {
    out.ascii(i === 0 ? '{"to":' : ',{"to":');
    out.text(hop.to);
    out.ascii(',"from":');
    out.text(hop.from);
    out.ascii(',"dereferences":');
    out.number(hop.dereferences);
    out.ascii(',"steps":[');
    hop.steps.forEach((step, j) => {
      out.ascii(j === 0 ? '{"expression":' : ',{"expression":');
      out.text(step.expression);
      out.ascii(',"reason":');
      out.text(step.reason);
      out.ascii(',"file":');
      out.text(step.file);
      out.ascii(',"line":');
      out.number(step.line);
      out.ascii(',"column":');
      out.number(step.column);
      out.ascii("}");
    });
    out.ascii("]}");
  });
  out.ascii("]");
}
