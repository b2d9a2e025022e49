import { createHash } from "node:crypto";
import { readFile, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { InputError } from "../errors.js";
import type { DiagnosticRecord, SiteRecord } from "../records/record.js";
import type { ReportHeader } from "../records/report.js";
import { REPORT_SCHEMA } from "../records/schema-names.js";
import type { CallCause, Cause, RecordKind } from "../records/vocabulary.js";
import type { Collected, RecordSink } from "../report/collect.js";
import { isRanked } from "../report/filter.js";
import type { Spool } from "../report/record-spool.js";
import { version } from "../version.js";
import type { Cache } from "./cache-directory.js";
import { writeOutput } from "./output.js";
import type { RecordSource } from "./record-source.js";

/** Speed counts more than size here. */
const GZIP = { level: 1 };

/** Goes up when the same build gives other records than before. */
const RECORDS = 3;

type CauseCounts = Partial<Record<Cause | CallCause, number>>;

/** One package's part of a report in the cache. */
export interface CachedPart {
  readonly package: string;
  /** Empty for the package itself. */
  readonly variant: string;
  /** Of what go printed for it; null where go printed it in several parts. */
  readonly digest: string | null;
  /** Allocations by cause, and those of them that the rankings show. */
  readonly causes: CauseCounts;
  readonly ranked: CauseCounts;
  /** Bytes of its compressed JSON lines, which come one after the other in the order of the parts. */
  readonly length: number;
}

interface Index {
  readonly header: ReportHeader;
  readonly parts: readonly CachedPart[];
}

/** A report in the cache, which can be read package by package. */
export interface CachedReport extends RecordSource {
  readonly parts: readonly CachedPart[];
  /** The functions that a package declares, as the compiler names them. */
  functions(importPath: string): ReadonlySet<string> | undefined;
}

/** The name of a report in the cache. `facts`: everything that its content depends on, as JSON has it. */
export function reportKey(facts: object): string {
  const text = JSON.stringify({ tool: version(), schema: REPORT_SCHEMA, records: RECORDS, ...facts });
  return createHash("sha256").update(text).digest("hex").slice(0, 40);
}

/** Whether the cache holds a report of that name. */
export async function hasReport(cache: Cache, key: string): Promise<boolean> {
  return (await stat(indexPath(cache, key)).catch(() => null)) !== null;
}

/** The report of that name; null when the cache does not hold it, or not as it was written. */
export async function cachedReport(cache: Cache, key: string): Promise<CachedReport | null> {
  try {
    const index = JSON.parse(await readFile(indexPath(cache, key), "utf8")) as Index;
    const bytes = await readFile(recordsPath(cache, key));
    if (bytes.length !== index.parts.reduce((sum, { length }) => sum + length, 0)) throw new Error("cut short");
    const now = new Date();
    // What is used last is dropped last.
    for (const path of [indexPath(cache, key), recordsPath(cache, key)]) await utimes(path, now, now).catch(() => {});
    return new ReportInCache(index, bytes);
  } catch {
    await dropReport(cache, key);
    return null;
  }
}

async function dropReport(cache: Cache, key: string): Promise<void> {
  await rm(indexPath(cache, key), { force: true });
  await rm(recordsPath(cache, key), { force: true });
}

/** Keeps a report. A cache that cannot be written costs time and nothing else, so that is no error. */
export async function keepReport(
  cache: Cache,
  key: string,
  header: ReportHeader,
  { spool, counts, digests }: ReportParts,
): Promise<void> {
  const parts: CachedPart[] = [];
  function* members(): Generator<Buffer> {
    for (const { package: importPath, variant, lines } of spool.packages()) {
      const member = gzipSync(lines, GZIP);
      const name = partName(importPath, variant);
      const { causes = {}, ranked = {} } = counts.get(name) ?? {};
      const digest = digests.get(name) ?? null;
      parts.push({ package: importPath, variant, digest, causes, ranked, length: member.length });
      yield member;
    }
  }
  try {
    await writeOutput(members(), recordsPath(cache, key), cache.directory);
    // The index last: with it the report is there.
    await writeOutput([JSON.stringify({ header, parts } satisfies Index)], indexPath(cache, key), cache.directory);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
}

/** The name of a package's part among those of a report. */
export function partName(importPath: string, variant: string | null): string {
  return `${importPath} ${variant ?? ""}`;
}

/** What a report in the cache is made of, gathered while it is read. */
export class ReportParts {
  readonly counts = new Map<string, { readonly causes: CauseCounts; readonly ranked: CauseCounts }>();
  readonly digests = new Map<string, string | null>();

  constructor(readonly spool: Spool) {}

  /** A sink that gathers, and hands everything on. */
  tee(sink: RecordSink): RecordSink {
    return {
      blocks: {
        skip: ({ importPath, variant, digest }) => {
          const name = partName(importPath, variant);
          this.digests.set(name, this.digests.has(name) ? null : digest);
          return false;
        },
        functions: () => undefined,
      },
      record: (record) => {
        this.spool.record(record);
        if (record.kind === "escape" || record.kind === "allocation") this.count(record);
        sink.record(record);
      },
      endPackage: (importPath) => {
        this.spool.endPackage();
        sink.endPackage?.(importPath);
      },
      drain: async () => sink.drain?.(),
    };
  }

  private count(site: SiteRecord): void {
    const name = partName(site.package ?? "", site.variant);
    let counts = this.counts.get(name);
    if (counts === undefined) {
      counts = { causes: {}, ranked: {} };
      this.counts.set(name, counts);
    }
    const { cause } = site;
    counts.causes[cause] = (counts.causes[cause] ?? 0) + 1;
    if (isRanked(site)) counts.ranked[cause] = (counts.ranked[cause] ?? 0) + 1;
  }
}

class ReportInCache implements CachedReport {
  readonly parts: readonly CachedPart[];
  private readonly offsets: readonly number[];

  constructor(
    private readonly index: Index,
    private readonly bytes: Buffer,
  ) {
    this.parts = index.parts;
    let offset = 0;
    this.offsets = index.parts.map(({ length }) => {
      offset += length;
      return offset - length;
    });
  }

  async read(kinds: ReadonlySet<RecordKind>, sink: RecordSink): Promise<Collected> {
    this.parts.forEach((part, i) => {
      const { package: importPath, variant, digest } = part;
      const block = { importPath, variant: variant === "" ? null : variant, digest: digest ?? "" };
      if (sink.blocks?.skip(block) === true) return;
      for (const record of this.records(i)) if (kinds.has(record.kind)) sink.record(record);
      sink.endPackage?.(importPath);
    });
    const { lines, packages } = this.index.header;
    return { lines, packages };
  }

  functions(importPath: string): ReadonlySet<string> | undefined {
    const i = this.parts.findIndex((part) => part.package === importPath && part.variant === "");
    if (i < 0) return undefined;
    const names = new Set<string>();
    for (const record of this.records(i)) {
      if (record.kind === "inlining" && record.function !== null) names.add(record.function);
    }
    return names;
  }

  facts() {
    const { toolchain, build } = this.index.header;
    return { toolchain, build };
  }

  private *records(i: number): Generator<DiagnosticRecord> {
    const start = this.offsets[i] ?? 0;
    const lines = gunzipSync(this.bytes.subarray(start, start + (this.parts[i]?.length ?? 0))).toString("utf8");
    for (const line of lines.split("\n")) if (line !== "") yield JSON.parse(line) as DiagnosticRecord;
  }
}

function indexPath({ reports }: Cache, key: string): string {
  return join(reports, `${key}.json`);
}

function recordsPath({ reports }: Cache, key: string): string {
  return join(reports, `${key}.records`);
}
