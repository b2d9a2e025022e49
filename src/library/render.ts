import type { DiagnosticRecord } from "../records/record.js";
import type { Report } from "../records/report.js";
import { type Format, renderers } from "../render/report/index.js";
import { Summarizer, type Summary, type SummaryOptions } from "../report/summary.js";
import { createStyle } from "../text/style.js";
import { spoolOf } from "./sources.js";

/** Counts escapes by cause, or by what `groupBy` says, and finds those worth looking at first. */
export function summarize(records: Iterable<DiagnosticRecord>, options: Partial<SummaryOptions> = {}): Summary {
  const summarizer = new Summarizer({ groupBy: "cause", top: 10, all: false, ...options });
  for (const record of records) {
    if (record.kind === "escape") summarizer.add(record);
    else if (record.kind === "allocation") summarizer.addCall(record);
  }
  return summarizer.summary();
}

/** How a report looks. */
export interface RenderOptions extends Partial<SummaryOptions> {
  /** Columns of a table. Default: 80. */
  readonly width?: number;
  /** Terminal colours. Default: no. */
  readonly color?: boolean;
  /** Figures only. Default: no. */
  readonly quiet?: boolean;
}

/** The text of a report in one of the formats of `--format`, with a line break at its end. */
export async function renderReport(report: Report, format: Format, options: RenderOptions = {}): Promise<string> {
  const { width = 80, color = false, quiet = false, all = false, ...summaryOptions } = options;
  const renderer = await renderers[format]();
  const { records, ...header } = report;
  if (renderer.kind === "summary") {
    const summary = summarize(records, { all, ...summaryOptions });
    const style = createStyle({ width, color, hyperlinks: false });
    return renderer.render({ summary, facts: header, style, all, quiet, next: [] });
  }
  const kinds = new Set(renderer.kinds);
  // The report file holds what the report holds; the others show what they show by default.
  const shown = format === "json" ? records : records.filter(({ kind }) => kinds.has(kind));
  const spool = spoolOf(shown, { commas: renderer.commas ?? false });
  try {
    const pieces: Buffer[] = [];
    for (const piece of renderer.render(spool, { header, all })) pieces.push(Buffer.from(piece));
    return Buffer.concat(pieces).toString("utf8");
  } finally {
    await spool.close();
  }
}
