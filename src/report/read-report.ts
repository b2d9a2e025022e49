import { InputError } from "../errors.js";
import type { DiagnosticRecord } from "../records/record.js";
import type { ReportHeader } from "../records/report.js";
import { REPORT_SCHEMA, TEXT_REPORT_SCHEMA } from "../records/schema-names.js";
import { TEXT_ALONE } from "../records/text-alone.js";

/** What a report file held, or how far it was read when it turned out to be something else. */
export interface ReportReader {
  readonly header: ReportHeader;
  /** The records, in order. Each is checked against the schema. */
  readonly records: AsyncIterable<DiagnosticRecord>;
}

const NEXT_STEP = "Make a new one with: escape-report build --format json --output report.json";

/** Of a report that another tool has written anew, in characters: it is held in memory as a whole. */
const MAX_OTHER_LAYOUT = 32 * 1024 * 1024;

/** Whether input that starts with these bytes is a report file rather than compiler output. */
export function looksLikeReport(beginning: Uint8Array): boolean {
  return /^\s*\{/.test(Buffer.from(beginning.subarray(0, 64)).toString("latin1"));
}

/**
 * Reads a report file as a stream. One that was written by this tool has a record a line and needs the memory of one
 * chunk; any other layout (after jq, say) is read whole. Throws {@link InputError} when it is not a report.
 */
export async function readReport(input: AsyncIterable<Uint8Array>, name: string): Promise<ReportReader> {
  const { reportHeaderSchema } = await import("../records/report.js");
  const { recordSchema } = await import("../records/record.js");
  const source = linesOf(input)[Symbol.asyncIterator]();
  const { raw, streamed } = await readHead(source, name);
  if (typeof raw !== "object" || raw === null || !("schema" in raw)) {
    throw new InputError(`${name} is JSON, but no report of escape-report: it has no "schema". ${NEXT_STEP}`);
  }
  const isTextAlone = raw.schema === TEXT_REPORT_SCHEMA;
  if (raw.schema !== REPORT_SCHEMA && !isTextAlone) {
    throw new InputError(
      `${name} has the schema ${JSON.stringify(raw.schema)}; this release reads "${REPORT_SCHEMA}" and ` +
        `"${TEXT_REPORT_SCHEMA}". ${NEXT_STEP}`,
    );
  }
  const header = reportHeaderSchema.safeParse({ ...raw, schema: REPORT_SCHEMA });
  if (!header.success) throw new InputError(`${name} is not a valid report: ${firstIssue(header.error)}. ${NEXT_STEP}`);

  const check = (value: unknown, number: number): DiagnosticRecord => {
    const record = recordSchema.safeParse(isTextAlone ? withMachineFields(value) : value);
    if (record.success) return record.data;
    throw new InputError(`${name}: record ${number} is not valid: ${firstIssue(record.error)}. ${NEXT_STEP}`);
  };
  async function* records(): AsyncGenerator<DiagnosticRecord> {
    let number = 0;
    if (streamed === null) {
      const list = (raw as { readonly records?: unknown }).records;
      if (!Array.isArray(list)) throw new InputError(`${name} has no list of records. ${NEXT_STEP}`);
      for (const value of list) yield check(value, ++number);
      return;
    }
    for (const line of streamed) {
      if (line === "  ]") return;
      yield check(parse(withoutComma(line), name), ++number);
    }
    for (;;) {
      const { value: line, done } = await source.next();
      if (done === true) throw new InputError(`${name} ends in the middle: it was cut short. ${NEXT_STEP}`);
      if (line === "  ]") return;
      if (line === "") continue;
      yield check(parse(withoutComma(line), name), ++number);
    }
  }
  return { header: header.data, records: records() };
}

/** A record of a report that was made before machine code was read. */
function withMachineFields(value: unknown): unknown {
  return typeof value === "object" && value !== null ? { ...TEXT_ALONE, ...value } : value;
}

/** The head of a report file: all of it when the records do not stand on lines of their own. */
interface Head {
  readonly raw: unknown;
  /** The first lines of records, which are read already; null when `raw` holds the records. */
  readonly streamed: readonly string[] | null;
}

async function readHead(source: AsyncIterator<string>, name: string): Promise<Head> {
  const head: string[] = [];
  for (let last = ""; last !== '  "records": ['; head.push(last)) {
    const { value, done } = await source.next();
    if (done === true) return { raw: parse(head.join("\n"), name), streamed: null };
    last = value;
  }
  let first = await source.next();
  while (first.done !== true && first.value === "") first = await source.next();
  if (first.done === true) return { raw: parse(`${head.join("\n")}]}`, name), streamed: [] };
  if (first.value === "  ]" || first.value.startsWith('{"kind":')) {
    return { raw: parse(`${head.join("\n")}]}`, name), streamed: [first.value] };
  }
  head.push(first.value);
  for (let size = 0; ; ) {
    const { value, done } = await source.next();
    if (done === true) break;
    head.push(value);
    size += value.length;
    if (size > MAX_OTHER_LAYOUT) {
      throw new InputError(`${name} has no record a line, and is too large to be read at once. ${NEXT_STEP}`);
    }
  }
  return { raw: parse(head.join("\n"), name), streamed: null };
}

function withoutComma(line: string): string {
  return line.endsWith(",") ? line.slice(0, -1) : line;
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`${name} is not valid JSON: ${(error as Error).message}. ${NEXT_STEP}`);
  }
}

function firstIssue(error: {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}): string {
  const issue = error.issues[0];
  if (issue === undefined) return "it does not fit the schema";
  return issue.path.length === 0 ? issue.message : `${issue.path.join(".")}: ${issue.message}`;
}

async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const { LineSplitter } = await import("../text/lines.js");
  let lines: string[] = [];
  const splitter = new LineSplitter(
    (buffer, start, end) => lines.push(buffer.toString("utf8", start, end)),
    () => {
      throw new InputError(`a line of the report is too long. ${NEXT_STEP}`);
    },
  );
  for await (const chunk of input) {
    splitter.write(chunk);
    const ready = lines;
    lines = [];
    yield* ready;
  }
  splitter.end();
  yield* lines;
}
