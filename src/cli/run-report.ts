import type { BuildFacts, LineStats, ReportHeader, Toolchain } from "../records/report.js";
import type { RecordKind } from "../records/vocabulary.js";
import { type RecordRenderer, renderers, type SummaryRenderer } from "../render/index.js";
import type { Collected, RecordSink } from "../report/collect.js";
import { recordFilter } from "../report/filter.js";
import { Spool } from "../report/spool.js";
import { Summarizer } from "../report/summary.js";
import { visible } from "../text/visible.js";
import { formatOf, type ReportArguments } from "./options.js";
import { writeOutput } from "./output.js";
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
  /** What the reader may want to run next. */
  next(): readonly string[];
}

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
  return {
    kinds: new Set(["escape"]),
    record: (record) => {
      if (record.kind === "escape") summarizer.add(record);
    },
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
          next: source.next(),
        }),
      ];
    },
  };
}

function recordOutput(renderer: RecordRenderer, args: ReportArguments): Output {
  const spool = new Spool();
  const kinds: ReadonlySet<RecordKind> = args.records ?? new Set(renderer.kinds);
  return {
    kinds,
    record: (record) => {
      if (kinds.has(record.kind)) spool.record(record);
    },
    endPackage: () => spool.endPackage(),
    drain: () => spool.drain(),
    close: () => spool.close(),
    pieces: async (source, collected) =>
      renderer.render(spool, { header: await header(source, collected), all: args.all }),
  };
}

async function header(source: RecordSource, { packages, lines }: Collected): Promise<ReportHeader> {
  const { REPORT_SCHEMA } = await import("../records/report.js");
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

function statsLine({ lines, kept, skipped, unknown }: LineStats): string {
  return `lines: ${lines} read = ${kept} in records + ${skipped} known and not asked for + ${unknown} unknown`;
}

function warnUnknown({ unknown }: LineStats, samples: readonly string[]): void {
  if (unknown === 0) return;
  const shown = samples.map((text) => `  ${visible(text.slice(0, 160))}\n`).join("");
  process.stderr.write(
    `escape-report: ${unknown} ${unknown === 1 ? "line is" : "lines are"} not known as compiler output (see --records unknown --format ndjson):\n${shown}`,
  );
}
