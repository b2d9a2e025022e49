import type { DiagnosticRecord } from "../records/record.js";
import type { Report } from "../records/report.js";
import type { RecordKind, Scope } from "../records/vocabulary.js";
import { type ReportReader, readReport as readReportStream } from "../report/read-report.js";
import { reportFile } from "../report/write-report.js";
import { openBuild } from "../sources/build-source.js";
import { openInput } from "../sources/input.js";
import { writeOutput } from "../sources/output.js";
import { REPORT_KINDS, reportFrom, spoolOf } from "./sources.js";

/** What to build, as `escape-report build` takes it. */
export interface BuildReportOptions {
  /** Where to work. Default: the current directory. */
  readonly directory?: string;
  /** Packages, as go build takes them. Default: `./...`. */
  readonly packages?: readonly string[];
  /** Packages to report. Default: those of the main module. */
  readonly scope?: Scope;
  /** Test files too. Default: no. */
  readonly tests?: boolean;
  /** Whether to read the compiled packages for what really allocates. Default: yes. */
  readonly machineCode?: boolean;
  /** Flags for go build, such as `-tags`. */
  readonly flags?: readonly string[];
  /** The go command. Default: the one on PATH, or in the usual places. */
  readonly go?: string;
  /** Variables for go beside those of this process, such as GOOS. */
  readonly env?: Readonly<Record<string, string>>;
  /** Kinds of records to keep. */
  readonly kinds?: Iterable<RecordKind>;
  /** Ends the build: the promise is then rejected with {@link Interrupted}. */
  readonly signal?: AbortSignal;
}

/**
 * Runs the Go compiler and reports what escapes, with the records in memory.
 *
 * Throws {@link ToolchainError} when go is missing or fails (the message holds go's own), and {@link UsageError} for
 * packages and flags that cannot be.
 */
export async function buildReport(options: BuildReportOptions = {}): Promise<Report> {
  const { directory = ".", packages = [], scope = "module", tests = false, flags = [] } = options;
  const { go, env, machineCode = true, kinds = REPORT_KINDS } = options;
  const request = { directory, packages, scope, tests, machineCode, flags, go, env };
  return await reportFrom(await openBuild(request, options.signal ?? new AbortController().signal), kinds);
}

/**
 * Opens a report file, plain or gzip: its header, and its records as a stream. Each is checked against the schema.
 * Throws {@link InputError}, at once or while the records are read, for what is no report of this version.
 */
export async function openReport(file: string): Promise<ReportReader> {
  const input = await openInput(file, ".");
  return await readReportStream(input.bytes, input.name);
}

/** Reads a report file, plain or gzip, into memory. Throws {@link InputError} for what is no report of this version. */
export async function readReport(file: string): Promise<Report> {
  const { header, records } = await openReport(file);
  const all: DiagnosticRecord[] = [];
  for await (const record of records) all.push(record);
  return { ...header, records: all };
}

/**
 * Writes a report file; a name that ends in `.gz` compresses it. It appears under its name when it is complete. Throws
 * {@link InputError} when it cannot be written.
 */
export async function writeReport(report: Report, file: string): Promise<void> {
  const { records, ...header } = report;
  const spool = spoolOf(records, { commas: true });
  try {
    await writeOutput(reportFile(header, spool), file, ".");
  } finally {
    await spool.close();
  }
}
