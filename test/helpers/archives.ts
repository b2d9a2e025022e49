import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  type ArchiveParts,
  type ArchiveResult,
  type MachineCall,
  type MachineFunction,
  readArchive,
  type ToolchainTables,
} from "../../parsers/archive/index.js";

const DIRECTORY = join(import.meta.dirname, "..", "..", "samples", "archives");

/** Archives of samples/archives/truth that were recorded, by release and architecture. */
export const RECORDED_ARCHIVES = ["go1.22.12.amd64", "go1.26.amd64", "go1.26.arm64", "go1.27.1.amd64"] as const;
export type RecordedArchive = (typeof RECORDED_ARCHIVES)[number];

/** A recorded archive's bytes. */
export function archiveBytes(name: RecordedArchive): Buffer {
  return gunzipSync(readFileSync(join(DIRECTORY, `truth.${name}.a.gz`)));
}

/** The same as a file of which parts are read. */
export function partsOf(bytes: Uint8Array): ArchiveParts {
  const { length } = bytes;
  return { length, read: (start, end) => Buffer.from(bytes.subarray(start, Math.min(end, length))) };
}

/** The tables of the toolchain that made a recorded archive. */
export function tablesOf(name: RecordedArchive): ToolchainTables {
  const release = /^go1\.\d+/.exec(name)?.[0];
  const { builtins, relocations }: { builtins: string[]; relocations: string[] } = JSON.parse(
    readFileSync(join(DIRECTORY, `tables.${release}.json`), "utf8"),
  );
  return { builtins, relocations: new Map(relocations.map((relocation, index) => [relocation, index + 1])) };
}

/** What the recorded script found on each line of truth.go, Go 1.26 on amd64. */
export function expectedLines(): { readonly line: number; readonly calls: readonly string[] }[] {
  const [, ...rows] = readFileSync(join(DIRECTORY, "expected.go1.26.tsv"), "utf8").trimEnd().split("\n");
  return rows.map((row) => {
    const [line = "", , calls = ""] = row.split("\t");
    return { line: Number(line), calls: calls === "-" ? [] : calls.split(/ (?![^(]*\))/) };
  });
}

/** The functions of an archive; throws when it cannot be read. */
export function functionsOf(result: ArchiveResult): readonly MachineFunction[] {
  if (result.kind !== "package") throw new Error(`${result.problem}: ${result.note}`);
  return result.functions;
}

/** Every call of a recorded archive, with the function that makes it. */
export function recordedCalls(
  name: RecordedArchive,
): { readonly caller: MachineFunction; readonly call: MachineCall }[] {
  const functions = functionsOf(readArchive(archiveBytes(name), tablesOf(name), () => true));
  return functions.flatMap((caller) => caller.calls.map((call) => ({ caller, call })));
}
