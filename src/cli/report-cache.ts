import { createHash } from "node:crypto";
import { rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../errors.js";
import { REPORT_SCHEMA, type ReportHeader } from "../records/report.js";
import type { Spool } from "../report/spool.js";
import { reportFile } from "../report/write.js";
import type { Cache } from "./cache.js";
import { writeOutput } from "./output.js";
import { openSource } from "./run-parse.js";
import type { RecordSource } from "./run-report.js";
import { version } from "./version.js";

/** The name of a report in the cache. `facts`: everything that its content depends on, as JSON has it. */
export function reportKey(facts: object): string {
  const text = JSON.stringify({ tool: version(), schema: REPORT_SCHEMA, ...facts });
  return createHash("sha256").update(text).digest("hex").slice(0, 40);
}

/** Whether the cache holds a report of that name. */
export async function hasReport(cache: Cache, key: string): Promise<boolean> {
  return (await stat(reportPath(cache, key)).catch(() => null)) !== null;
}

/** The report of that name; null when the cache does not hold it. */
export async function cachedReport(cache: Cache, key: string): Promise<RecordSource | null> {
  const path = reportPath(cache, key);
  if (!(await hasReport(cache, key))) return null;
  const now = new Date();
  await utimes(path, now, now).catch(() => {}); // what is used last is dropped last
  try {
    const source = await openSource(path, cache.directory);
    return {
      ...source,
      read: async (kinds, sink) => {
        try {
          return await source.read(kinds, sink);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          await rm(path, { force: true });
          throw new InputError(
            `A report in the cache is broken and was removed; run the command again. ${error.message}`,
          );
        }
      },
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    await rm(path, { force: true });
    return null;
  }
}

/** Keeps a report. A cache that cannot be written costs time and nothing else, so that is no error. */
export async function keepReport(cache: Cache, key: string, header: ReportHeader, spool: Spool): Promise<void> {
  try {
    await writeOutput(reportFile(header, spool), reportPath(cache, key), cache.directory);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
}

function reportPath({ reports }: Cache, key: string): string {
  return join(reports, `${key}.json.gz`);
}
