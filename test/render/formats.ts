import type { Diff } from "../../src/records/diff.js";
import type { EscapeRecord } from "../../src/records/record.js";
import { type DiffContext, diffRenderers } from "../../src/render/diff/index.js";
import { type RecordContext, renderers } from "../../src/render/report/index.js";
import { Spool } from "../../src/report/record-spool.js";
import { createStyle } from "../../src/text/style.js";
import { headerOf } from "../helpers/report.js";

/** Formats that services read. */
export type ServiceFormat = "sarif" | "github" | "gitlab";

/** The text of a report with the records. */
export async function reportText(
  format: ServiceFormat,
  records: readonly EscapeRecord[],
  context: Partial<RecordContext> = {},
): Promise<string> {
  const renderer = await renderers[format]();
  const spool = new Spool();
  for (const record of records) spool.record(record);
  spool.endPackage();
  try {
    const pieces = renderer.render(spool, { header: headerOf(), all: false, ...context });
    return Array.from(pieces, (piece) => Buffer.from(piece).toString()).join("");
  } finally {
    await spool.close();
  }
}

/** The text of a diff. */
export async function diffText(format: ServiceFormat, diff: Diff, context: Partial<DiffContext> = {}): Promise<string> {
  const renderer = await diffRenderers[format]();
  const style = createStyle({ color: false, hyperlinks: false, width: 80 });
  const common = { diff, style, top: 10, groupBy: "cause", quiet: false, next: [], version: "0.0.0" } as const;
  return [...renderer.render({ ...common, ...context })].join("");
}
