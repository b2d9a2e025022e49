import { CulpritCounter } from "../explain/culprit-counter.js";
import type { BuildFacts, LineStats, ReportHeader, Toolchain } from "../records/report.js";
import { REPORT_SCHEMA } from "../records/schema-names.js";
import type { RecordKind } from "../records/vocabulary.js";
import { type RecordRenderer, renderers, type SummaryRenderer } from "../render/index.js";
import type { Collected, RecordSink } from "../report/collect.js";
import { isCandidate, recordFilter } from "../report/filter.js";
import type { PackageImports } from "../report/knowledge.js";
import { Spool } from "../report/spool.js";
import { Summarizer } from "../report/summary.js";
import { visible } from "../text/visible.js";
import { formatOf, type ReportArguments } from "./options.js";
import { writeOutput } from "./output.js";
import { repositoryPrefix } from "./repository-prefix.js";
import { terminalOf } from "./terminal.js";
import { version } from "./version.js";

/** Where records come from: a build, saved compiler output, or a report file. */
export interface RecordSource {
  /** Hands every record of the kinds to the sink. */
  read(kinds: ReadonlySet<RecordKind>, sink: RecordSink): Promise<Collected>;
  /** Asked after reading: what was built, where that is known. */
  facts(): { readonly toolchain: Toolchain | null; readonly build: BuildFacts | null };
  /** The directory that the records' files are relative to, where it is known: makes positions clickable. */
  readonly root?: string | undefined;
  /** What go list told of the packages, by import path, where it was asked. */
  readonly imports?: ReadonlyMap<string, PackageImports> | undefined;
  /** Reads the source files that records name, as far as they are at hand. Asked after reading. */
  sources?(): Promise<(file: string) => readonly string[] | null>;
  /** What the reader may want to run next. */
  next(): readonly string[];
}

/** Culprits that a summary ends with. */
const CULPRITS = 3;

/** Reads a source and prints it as the options say. */
export async function runReport(source: RecordSource, args: ReportArguments): Promise<void> {
  const renderer = await renderers[formatOf(args)]();
  const filter = recordFilter({
    causes: args.cause ?? [],
    packages: args.package ?? [],
    paths: args.path ?? [],
    functions: args.function ?? [],
  });
  const output = renderer.kind === "summary" ? summaryOutput(renderer, args) : recordOutput(renderer, args);
  const unknown: string[] = [];
  try {
    const sink: RecordSink = {
      lazy: output.lazy ?? false,
      record: (record) => {
        if (record.kind === "unknown" && unknown.length < 5) unknown.push(record.message);
        if (filter(record)) output.record(record);
      },
      endPackage: (importPath) => output.endPackage?.(importPath),
      drain: async () => output.drain?.(),
    };
    const collected = await source.read(output.kinds, sink);
    await writeOutput(await output.pieces(source, collected), args.output, args.C ?? ".");
    if (args.stats) process.stderr.write(`${statsLine(collected.lines)}\n`);
    if (!args.quiet) warnUnknown(collected.lines, unknown);
  } finally {
    await output.close?.();
  }
}

interface Output extends RecordSink {
  readonly kinds: ReadonlySet<RecordKind>;
  pieces(
    source: RecordSource,
    collected: Collected,
  ): AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array> | Promise<Iterable<string | Uint8Array>>;
  close?(): Promise<void>;
}

function summaryOutput(renderer: SummaryRenderer, args: ReportArguments): Output {
  const summarizer = new Summarizer({ groupBy: args.groupBy, top: args.top, all: args.all });
  const culprits = new CulpritCounter();
  return {
    kinds: new Set(["escape"]),
    lazy: true,
    record: (record) => {
      if (record.kind !== "escape") return;
      summarizer.add(record);
      culprits.add(record, args.all || isCandidate(record));
    },
    endPackage: (importPath) => culprits.endPackage(importPath),
    pieces: async (source, { packages, lines }) => {
      const { createStyle } = await import("../text/style.js");
      const terminal = await terminalOf(args.color, args.output !== undefined);
      return [
        renderer.render({
          summary: summarizer.summary(),
          facts: { ...source.facts(), packages, lines },
          style: createStyle(terminal),
          all: args.all,
          quiet: args.quiet,
          root: source.root,
          culprits: culprits.top(CULPRITS),
          next: source.next(),
        }),
      ];
    },
  };
}

function recordOutput(renderer: RecordRenderer, args: ReportArguments): Output {
  const spool = new Spool({ commas: renderer.commas ?? false, memoryBytes: renderer.memoryBytes });
  const kinds: ReadonlySet<RecordKind> = args.records ?? new Set(renderer.kinds);
  return {
    kinds,
    lazy: true,
    record: (record) => {
      if (!kinds.has(record.kind)) return;
      // Nobody calls a wrapper by name, and every embedded method has some.
      if (args.records === undefined && record.kind === "leak" && record.file === "<autogenerated>") return;
      spool.record(record);
    },
    endPackage: () => spool.endPackage(),
    close: () => spool.close(),
    pieces: async (source, collected) =>
      renderer.render(spool, {
        header: await reportHeader(source, collected),
        all: args.all,
        prefix: repositoryPrefix(source.root),
      }),
  };
}

/** Everything of a report file but its records. */
export async function reportHeader(source: RecordSource, { packages, lines }: Collected): Promise<ReportHeader> {
  const { toolchain, build } = source.facts();
  return {
    schema: REPORT_SCHEMA,
    tool: { name: "escape-report", version: version() },
    toolchain,
    build,
    packages: [...packages],
    lines,
  };
}

/** Where every line of input went. */
export function statsLine({ lines, kept, skipped, unknown }: LineStats): string {
  return `lines: ${lines} read = ${kept} in records + ${skipped} known and not kept + ${unknown} unknown`;
}

function warnUnknown({ unknown }: LineStats, samples: readonly string[]): void {
  if (unknown === 0) return;
  const shown = samples.map((text) => `  ${visible(text.slice(0, 160))}\n`).join("");
  process.stderr.write(
    `escape-report: ${unknown} ${unknown === 1 ? "line is" : "lines are"} not known as compiler output (see --records unknown --format ndjson):\n${shown}`,
  );
}
