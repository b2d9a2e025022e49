import { checkOut } from "../git/slots.js";
import type { BuildFacts, Toolchain } from "../records/report.js";
import { REPORT_SCHEMA } from "../records/schema-names.js";
import type { RecordKind } from "../records/vocabulary.js";
import type { Collected, RecordSink } from "../report/collect.js";
import { Spool } from "../report/spool.js";
import { buildSetting } from "./build-setting.js";
import { checkoutsOf, limitCache } from "./cache.js";
import { type CachedReport, cachedReport, hasReport, keepReport, ReportParts, reportKey } from "./report-cache.js";
import type { RevisionRequest } from "./revision-request.js";
import { explained, openTree } from "./revision-tree.js";
import type { RecordSource } from "./run-report.js";
import { version } from "./version.js";

/** The records of a commit. */
export interface RevisionSource extends RecordSource {
  /** The report in the cache; null when the commit has to be built. */
  cached(kinds: ReadonlySet<RecordKind>): Promise<CachedReport | null>;
}

interface Facts {
  readonly toolchain: Toolchain | null;
  readonly build: BuildFacts | null;
}

/**
 * The records of a commit: from the cache where it was reported before in the same way, else by building its files in
 * a directory of the cache.
 */
export function revisionSource(request: RevisionRequest): RevisionSource {
  let facts: Facts = { toolchain: null, build: null };
  let asked: Promise<object> | undefined;
  const setting = () => {
    asked ??= buildSetting(request.build, request.signal);
    return asked;
  };
  const cached = async (kinds: ReadonlySet<RecordKind>) => {
    const key = keyOf(request, kinds, await setting());
    if (!(await hasReport(request.cache, key))) return null;
    const found = await cachedReport(request.cache, key);
    if (found !== null) facts = found.facts();
    return found;
  };
  return {
    cached,
    read: async (kinds, sink) => {
      const found = await cached(kinds);
      if (found !== null) return found.read(kinds, sink);
      const key = keyOf(request, kinds, await setting());
      const built = await buildRevision(request, kinds, sink, key);
      facts = built.facts;
      return built.collected;
    },
    facts: () => facts,
    next: () => [],
  };
}

function keyOf(
  { repository, revision, workspace }: RevisionRequest,
  kinds: ReadonlySet<RecordKind>,
  setting: object,
): string {
  return reportKey({
    commit: revision.commit,
    directory: repository.prefix,
    workspace,
    kinds: [...kinds].sort(),
    setting,
  });
}

interface Built {
  readonly collected: Collected;
  readonly facts: Facts;
}

async function buildRevision(
  request: RevisionRequest,
  kinds: ReadonlySet<RecordKind>,
  sink: RecordSink,
  key: string,
): Promise<Built> {
  const { repository, revision, cache } = request;
  const checkedOut = await checkOut(repository, revision.commit, await checkoutsOf(cache, repository.commonDirectory));
  const spool = new Spool();
  try {
    const source = await openTree(request, checkedOut);
    if (source === null) return { collected: NOTHING, facts: { toolchain: null, build: null } };
    const parts = new ReportParts(spool);
    const collected = await source.read(kinds, parts.tee(sink));
    const facts = withRevision(source.facts(), request);
    await keepReport(
      cache,
      key,
      {
        schema: REPORT_SCHEMA,
        tool: { name: "escape-report", version: version() },
        ...facts,
        packages: [...collected.packages],
        lines: collected.lines,
      },
      parts,
    );
    return { collected, facts };
  } catch (error) {
    throw explained(error, request, checkedOut);
  } finally {
    await spool.close();
    await checkedOut.release();
    await limitCache(cache);
  }
}

const NOTHING: Collected = { lines: { lines: 0, kept: 0, skipped: 0, unknown: 0 }, packages: [] };

function withRevision({ toolchain, build }: Facts, { revision, build: args }: RevisionRequest): Facts {
  return {
    toolchain,
    build: build === null ? null : { ...build, flags: [...(args["--"] ?? [])], revision: revision.commit },
  };
}
