import { ByteWriter } from "../text/bytes.js";
import { jsonText } from "../text/json.js";
import type {
  AllocationRecord,
  DiagnosticRecord,
  EscapeRecord,
  Hop,
  InliningRecord,
  LeakRecord,
  MachineFields,
} from "./record.js";
import { TEXT_ALONE } from "./text-alone.js";
import { RECORD_KINDS, type RecordKind } from "./vocabulary.js";

/** Under this key a record that comes straight from the parser has what writes it without reading it first. */
export const JSON_WRITER = Symbol("JSON");

/** Under this key it has the last hop of its flow, without the others. */
export const LAST_HOP = Symbol("last hop");

/** Writes a record. */
export interface JsonWriter {
  /**
   * Writes it as {@link writeLine} does. Fields that the parser does not fill are those of `record`. Returns false, and
   * has written nothing, when it cannot.
   */
  writeLine(record: DiagnosticRecord, out: ByteWriter, comma: boolean): boolean;
}

/** A record, or part of one, as the parser may make it. */
export interface FromParser {
  readonly [JSON_WRITER]?: JsonWriter | undefined;
  readonly [LAST_HOP]?: Hop | undefined;
}

/** The last hop of a flow, read alone where that takes less time. */
export function lastHop(record: FromParser & { readonly flow: readonly Hop[] }): Hop | undefined {
  return record[LAST_HOP] ?? record.flow.at(-1);
}

/** A copy of an escape that does not hold on to the input. */
export function detached(escape: EscapeRecord): EscapeRecord & FromParser {
  const flow = escape.flow.map((hop) => ({
    ...hop,
    steps: hop.steps.map(({ expression, reason, file, line, column }) => ({ expression, reason, file, line, column })),
  }));
  const copy: EscapeRecord & { [JSON_WRITER]?: JsonWriter | undefined } = { ...escape, flow };
  delete copy[JSON_WRITER];
  return copy;
}

/**
 * Writes a record as a line of JSON, the same as jsonText gives, with a comma behind it or none. The fields come in
 * the order of the schemas.
 */
export function writeLine(record: DiagnosticRecord & FromParser, out: ByteWriter, comma: boolean): void {
  if (record[JSON_WRITER]?.writeLine(record, out, comma) !== true) writeFields(record, out, comma);
}

/** The same line alone, without a comma. */
export function lineOf(record: DiagnosticRecord): Buffer {
  const out = new ByteWriter(1024);
  writeFields(record, out, false);
  return out.written;
}

function writeFields(record: DiagnosticRecord, out: ByteWriter, comma: boolean): void {
  out.ascii(KIND[record.kind]);
  out.known(record.package);
  out.ascii(',"variant":');
  out.known(record.variant);
  out.ascii(',"file":');
  out.known(record.file);
  out.ascii(',"line":');
  out.number(record.line);
  out.ascii(',"column":');
  out.number(record.column);
  out.ascii(',"function":');
  out.known(record.function);
  out.ascii(',"message":');
  out.text(record.message);
  switch (record.kind) {
    case "escape":
      writeEscape(record, out);
      break;
    case "allocation":
      writeAllocation(record, out);
      break;
    case "leak":
      writeLeak(record, out);
      break;
    case "inlining":
      writeInlining(record, out);
      break;
    case "note":
    case "unknown":
      break;
    default:
      writeRest(record, out);
  }
  out.ascii(comma ? "},\n" : "}\n");
}

const KIND = Object.fromEntries(RECORD_KINDS.map((kind) => [kind, `{"kind":"${kind}","package":`])) as Readonly<
  Record<RecordKind, string>
>;

function writeEscape(record: EscapeRecord, out: ByteWriter): void {
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
  out.plain(machineJson(record));
  writeFlow(record.flow, out);
  writeInstances(record, out);
}

function writeAllocation(record: AllocationRecord, out: ByteWriter): void {
  out.ascii(`,"cause":"${record.cause}","allocates":"${record.allocates}"`);
  out.plain(machineJson(record));
  writeInstances(record, out);
}

function writeInstances({ instances }: Pick<EscapeRecord, "instances">, out: ByteWriter): void {
  if (instances !== undefined) out.plain(`,"instances":${jsonText(instances)}`);
}

const NO_MACHINE_CODE = jsonOf(TEXT_ALONE);

/** The fields that machine code fills, as they stand in a line. */
export function machineJson(record: MachineFields): string {
  return record.reason === null && record.call === null ? NO_MACHINE_CODE : jsonOf(record);
}

function jsonOf({ reason, call, type, bytes, loop, stack }: MachineFields): string {
  return `,${jsonText({ reason, call, type, bytes, loop, stack }).slice(1, -1)}`;
}

function writeLeak(record: LeakRecord, out: ByteWriter): void {
  out.ascii(',"parameter":');
  out.text(record.parameter);
  out.ascii(record.content ? ',"content":true,"to":"' : ',"content":false,"to":"');
  out.ascii(record.to);
  out.ascii('","result":');
  out.text(record.result);
  out.ascii(',"level":');
  out.number(record.level);
  writeFlow(record.flow, out);
}

function writeInlining({ inlinable, cost, budget, reason }: InliningRecord, out: ByteWriter): void {
  out.ascii(inlinable ? ',"inlinable":true,"cost":' : ',"inlinable":false,"cost":');
  out.number(cost);
  out.ascii(',"budget":');
  out.number(budget);
  out.ascii(',"reason":');
  out.text(reason);
}

/** The fields of the other kinds: they are few, or seldom asked for. */
const REST = {
  stack: ["expression"],
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

function writeFlow(flow: readonly Hop[], out: ByteWriter): void {
  out.ascii(',"flow":[');
  flow.forEach((hop, i) => {
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
