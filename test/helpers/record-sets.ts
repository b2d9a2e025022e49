import type { ReportRecords } from "../../src/diff/index.js";
import type { DiagnosticRecord } from "../../src/records/record.js";
import type { ReportHeader } from "../../src/records/report.js";
import { inlinedCalls } from "../../src/report/inlined-calls.js";
import { type Build, type Release, recorded } from "./recorded.js";
import { readOutput } from "./records.js";

/** What Go 1.26 calls itself on the platform of the tests. */
export const GO_1_26 = { version: "go1.26.8", goos: "linux", goarch: "amd64" } as const;

/** Records by kind, as a diff takes them. Made from saved output unless the header says more. */
export function recordSet(records: readonly DiagnosticRecord[], header: Partial<ReportHeader> = {}): ReportRecords {
  return {
    header: { toolchain: null, build: null, packages: [], ...header },
    escapes: records.filter((record) => record.kind === "escape"),
    calls: records.filter((record) => record.kind === "allocation"),
    leaks: records.filter((record) => record.kind === "leak"),
    inlining: records.filter((record) => record.kind === "inlining"),
    devirtualization: records.filter((record) => record.kind === "devirtualization"),
    inlined: inlinedCalls(records.filter((record) => record.kind === "inlined-call")),
  };
}

/** Compiler output as a diff takes it. */
export async function recordSetOf(output: string | Uint8Array, header?: Partial<ReportHeader>): Promise<ReportRecords> {
  const { records } = await readOutput(output);
  return recordSet(records, header);
}

/** Recorded compiler output as a diff takes it: saved output, so that the release is not known. */
export function recordedSet(release: Release, build: Build): Promise<ReportRecords> {
  return recordSetOf(recorded(release, build));
}
