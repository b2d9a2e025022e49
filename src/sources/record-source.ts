import type { BrokenPackage } from "../go/broken-packages.js";
import type { BuildFacts, ReportHeader, Toolchain } from "../records/report.js";
import { REPORT_SCHEMA } from "../records/schema-names.js";
import type { RecordKind } from "../records/vocabulary.js";
import type { Collected, RecordSink } from "../report/collect.js";
import type { PackageImports } from "../report/listed-packages.js";
import { version } from "../version.js";
import type { FileNamer } from "./package-files.js";
import type { CompiledProgram } from "./program-code.js";
import type { SourceFiles } from "./source-files.js";

/** What is known of how records were made: the toolchain and the build; null where nobody has written it down. */
export interface SourceFacts {
  readonly toolchain: Toolchain | null;
  readonly build: BuildFacts | null;
}

/** Where records come from: a build, saved compiler output, a report file, or a git revision. */
export interface RecordSource {
  /** Hands every record of the kinds to the sink. */
  read(kinds: ReadonlySet<RecordKind>, sink: RecordSink): Promise<Collected>;
  /** Asked after reading: what was built, where that is known. */
  facts(): SourceFacts;
  /** Asked after reading: packages that could not be built, and of which there is nothing. */
  broken?(): readonly BrokenPackage[];
  /** The directory that the records' files are relative to, where it is known: makes positions clickable. */
  readonly root?: string | undefined;
  /** CPU profiles that guide the build: the `default.pgo` of its programs. */
  readonly guides?: readonly string[] | undefined;
  /** Names source files as records do, where what was built is known. */
  readonly fileNamer?: FileNamer | undefined;
  /** Import paths of what it can hold, where that is known before it is read. */
  readonly packages?: readonly string[] | undefined;
  /** Modules of the workspace of which nothing was asked, and packages are reported since others import them. */
  readonly imported?: readonly string[] | undefined;
  /** What go list told of the packages, by import path, where it was asked. */
  readonly imports?: ReadonlyMap<string, PackageImports> | undefined;
  /** Asked after reading: the functions of the compiled packages; null where those were not read. */
  program?(): CompiledProgram | null;
  /** The source files that records name, as far as they are at hand and may be read. Asked after reading. */
  sources?(): Promise<SourceFiles>;
}

/** What nothing was read from. */
export const NOTHING_COLLECTED: Collected = { lines: { lines: 0, kept: 0, skipped: 0, unknown: 0 }, packages: [] };

/** Everything of a report file but its records. */
export function reportHeader({ toolchain, build }: SourceFacts, { packages, lines }: Collected): ReportHeader {
  return {
    schema: REPORT_SCHEMA,
    tool: { name: "escape-report", version: version() },
    toolchain,
    build,
    packages: [...packages],
    lines,
  };
}
