import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LeakFinding } from "../../src/records/leaks.js";
import { ROOT } from "./cli.js";

/** The Go module with a server for each kind of leak. */
export const LEAKS_MODULE = join(ROOT, "samples", "leaks");

/** What a server of samples/leaks leaks, by the marks in its source. */
export interface LeakMark {
  /** `heap-growth likely`. */
  readonly finding: string;
  /** Relative to the module. */
  readonly file: string;
  readonly line: number;
  /** Without backticks; null where the compiler does not say. */
  readonly keptBy: string | null;
}

/** The kinds of server: the keys of the map in kinds.go. */
export const SERVERS: readonly string[] = Array.from(
  readFileSync(join(LEAKS_MODULE, "kinds.go"), "utf8").matchAll(/^\t"(\w+)": +\w+\.Work,$/gm),
  ([, name = ""]) => name,
);

/** The marks of a server that count for a Go release, by its minor number. */
export function leakMarks(server: string, goMinor: number): LeakMark[] {
  const file = `${server}/${server}.go`;
  const lines = readFileSync(join(LEAKS_MODULE, file), "utf8").split("\n");
  const marked = lines.flatMap((text, i) => {
    const mark = / leak: (.*)$/.exec(text)?.[1];
    return mark === undefined ? [] : [{ mark, line: i + 1 }];
  });
  if (marked.length === 0) throw new Error(`${file} has no mark`);
  return marked.flatMap(({ mark, line }) => {
    const parts = mark.split("; ").flatMap((part) => {
      const [, text = part, operator, release] = /^(.*) \(go(<|>=)1\.(\d+)\)$/.exec(part) ?? [];
      const counts =
        operator === undefined || (operator === "<" ? goMinor < Number(release) : goMinor >= Number(release));
      return counts ? [text] : [];
    });
    const keptBy = parts.find((part) => part.startsWith("kept by "))?.slice("kept by ".length) ?? null;
    return parts
      .filter((part) => part !== "none" && !part.startsWith("kept by "))
      .map((finding) => ({ finding, file, line, keptBy }));
  });
}

/** Findings as marks are written: `heap-growth likely globalslice/globalslice.go:10`. */
export function findingTexts(findings: readonly Pick<LeakFinding, "kind" | "certainty" | "file" | "line">[]): string[] {
  return findings.map(
    ({ kind, certainty, file, line }) => `${kind} ${certainty} ${file?.replace("example.com/leaks/", "")}:${line}`,
  );
}

/** The findings that a server has to give. */
export function expectedTexts(server: string, goMinor: number): string[] {
  return leakMarks(server, goMinor).map(({ finding, file, line }) => `${finding} ${file}:${line}`);
}
