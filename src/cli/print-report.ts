import { CulpritCounter } from "../blame/direct-culprits.js";
import type { LineStats } from "../records/report.js";
import type { RecordKind } from "../records/vocabulary.js";
import { Tally } from "../render/findings/index.js";
import { type RecordRenderer, renderers, type SummaryRenderer } from "../render/report/index.js";
import type { Collected, RecordSink } from "../report/collect.js";
import type { FileTree } from "../report/file-tree.js";
import { isCandidate } from "../report/filter.js";
import { Spool } from "../report/record-spool.js";
import { Summarizer } from "../report/summary.js";
import type { Selection } from "../selection/index.js";
import { fileTree } from "../sources/file-tree.js";
import { writeOutput } from "../sources/output.js";
import { type RecordSource, reportHeader } from "../sources/record-source.js";
import { visible } from "../text/visible.js";
import { noteBroken } from "./note-broken.js";
import { formatOf, type ReportArguments } from "./options/shared.js";
import { note, say } from "./say.js";
import { noteUnmatched, selectFrom, unmatchedText } from "./selection.js";
import { terminalOf } from "./terminal.js";

/** Culprits that a summary ends with. */
const CULPRITS = 3;

/** Reads a source and prints it as the options say. `next`: commands that the reader may want to run next. */
export async function printReport(
  source: RecordSource,
  args: ReportArguments,
  next: readonly string[] = [],
): Promise<void> {
  const renderer = await renderers[formatOf(args)]();
  const selection = selectFrom(source, args);
  const output = renderer.kind === "summary" ? summaryOutput(renderer, args, next) : recordOutput(renderer, args);
  const unknown: string[] = [];
  let isEmpty = true;
  try {
    const sink: RecordSink = {
      lazy: output.lazy ?? false,
      record: (record) => {
        if (record.kind === "unknown" && unknown.length < 5) unknown.push(record.message);
        if (!selection.matches(record)) return;
        isEmpty = false;
        output.record(record);
      },
      endPackage: (importPath) => output.endPackage?.(importPath),
      drain: async () => output.drain?.(),
    };
    const collected = await source.read(output.kinds, sink);
    await writeOutput(await output.pieces(source, collected, selection), args.output, args.C ?? ".");
    if (!args.quiet) output.note?.();
    // A summary of nothing tells it by itself.
    if (renderer.kind !== "summary" || !isEmpty) noteUnmatched(selection, args);
    if (args.stats) say(statsLine(collected.lines));
    const isBroken = (source.broken?.() ?? []).length > 0;
    if (!args.quiet && !isBroken) warnUnknown(collected.lines, unknown);
    noteBroken(source);
  } finally {
    await output.close?.();
  }
}

interface Output extends RecordSink {
  readonly kinds: ReadonlySet<RecordKind>;
  pieces(
    source: RecordSource,
    collected: Collected,
    selection: Selection,
  ): AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array> | Promise<Iterable<string | Uint8Array>>;
  /** Tells on standard error what the output leaves out. */
  note?(): void;
  close?(): Promise<void>;
}

function summaryOutput(renderer: SummaryRenderer, args: ReportArguments, next: readonly string[]): Output {
  const summarizer = new Summarizer({ groupBy: args.groupBy, top: args.top, all: args.all });
  const culprits = new CulpritCounter();
  return {
    kinds: new Set(["escape", "allocation"]),
    lazy: true,
    record: (record) => {
      if (record.kind === "allocation") summarizer.addCall(record);
      if (record.kind !== "escape") return;
      summarizer.add(record);
      culprits.add(record, args.all || isCandidate(record));
    },
    endPackage: (importPath) => culprits.endPackage(importPath),
    pieces: async (source, { packages, lines }, selection) => {
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
          filtered: !selection.isEverything,
          unmatched: selection.unmatched().map(unmatchedText),
          next,
        }),
      ];
    },
  };
}

function recordOutput(renderer: RecordRenderer, args: ReportArguments): Output {
  const spool = new Spool({ commas: renderer.commas ?? false, memoryBytes: renderer.memoryBytes });
  const kinds: ReadonlySet<RecordKind> = args.records ?? new Set(renderer.kinds);
  const tally = new Tally();
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
        header: reportHeader(source.facts(), collected),
        all: args.all,
        tree: await treeOf(source.root, args, renderer),
        tally,
      }),
    note: () => noteLeftOut(tally, renderer),
  };
}

/** Where the files are, as far as the format wants to know. */
export function treeOf(
  root: string | undefined,
  { C: directory = "." }: Pick<ReportArguments, "C">,
  { opensFiles: toolchain = false }: { readonly opensFiles?: boolean },
): Promise<FileTree> {
  return fileTree({ root, directory, toolchain });
}

/** Says on standard error what a format leaves out that names places. */
export function noteLeftOut(tally: Tally, { opensFiles = false }: { readonly opensFiles?: boolean }): void {
  const text = tally.text(opensFiles ? "in files that are not on this machine" : undefined);
  if (text !== null) note(text);
}

/** Where every line of input went. */
export function statsLine({ lines, kept, skipped, unknown }: LineStats): string {
  return `lines: ${lines} read = ${kept} in records + ${skipped} known and not kept + ${unknown} unknown`;
}

function warnUnknown({ unknown }: LineStats, samples: readonly string[]): void {
  if (unknown === 0) return;
  const shown = samples.map((text) => `\n  ${visible(text.slice(0, 160))}`).join("");
  const what = unknown === 1 ? "line is" : "lines are";
  note(`${unknown} ${what} not known as compiler output (see --records unknown --format ndjson):${shown}`);
}
