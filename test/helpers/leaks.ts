import { join } from "node:path";
import { leakMarks } from "../../bench/leaks/marks.js";
import type { LeakFinding } from "../../src/records/leaks.js";
import { ROOT } from "./cli.js";

/** Points of the servers of samples/leaks, built with Go 1.27: a directory each. */
export const RECORDED_LEAKS = join(ROOT, "samples", "recorded", "go1.27", "leaks");

/** Findings as marks are written: `heap-growth likely globalslice/globalslice.go:10`. */
export function findingTexts(findings: readonly Pick<LeakFinding, "kind" | "certainty" | "file" | "line">[]): string[] {
  return findings.map(
    ({ kind, certainty, file, line }) =>
      `${kind} ${certainty} ${file?.replace("example.com/leaks/", "") ?? null}:${line}`,
  );
}

/** The findings that a server has to give. */
export function expectedTexts(server: string, goMinor: number): string[] {
  return leakMarks(server, goMinor).map(({ finding, file, line }) => `${finding} ${file}:${line}`);
}
