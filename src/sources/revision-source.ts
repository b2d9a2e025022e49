import { checkOut } from "../git/commit-files.js";
import type { RecordKind } from "../records/vocabulary.js";
import type { Collected, RecordSink } from "../report/collect.js";
import { Spool } from "../report/record-spool.js";
import { buildFingerprint } from "./build-fingerprint.js";
import { checkoutsOf, limitCache } from "./cache-directory.js";
import { NOTHING_COLLECTED, type RecordSource, reportHeader, type SourceFacts } from "./record-source.js";
import { type CachedReport, cachedReport, hasReport, keepReport, ReportParts, reportKey } from "./report-cache.js";
import { explained, openTree } from "./revision-build.js";
import type { RevisionRequest } from "./revision-request.js";

/** The records of a commit. */
export interface RevisionSource extends RecordSource {
  /** The report in the cache; null when the commit has to be built. */
  cached(kinds: ReadonlySet<RecordKind>): Promise<CachedReport | null>;
}

/**
 * The records of a commit: from the cache where it was reported before in the same way, else by building its files in
 * a directory of the cache.
 */
export function revisionSource(request: RevisionRequest): RevisionSource {
  let facts: SourceFacts = { toolchain: null, build: null };
  let asked: Promise<object> | undefined;
  const fingerprint = () => {
    asked ??= buildFingerprint(request.build, request.signal);
    return asked;
  };
  const cached = async (kinds: ReadonlySet<RecordKind>) => {
    const key = keyOf(request, kinds, await fingerprint());
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
      const key = keyOf(request, kinds, await fingerprint());
      const built = await buildRevision(request, kinds, sink, key);
      facts = built.facts;
      return built.collected;
    },
    facts: () => facts,
  };
}

function keyOf(
  { repository, revision, workspace }: RevisionRequest,
  kinds: ReadonlySet<RecordKind>,
  fingerprint: object,
): string {
  return reportKey({
    commit: revision.commit,
    directory: repository.prefix,
    workspace,
    kinds: [...kinds].sort(),
    setting: fingerprint,
  });
}

interface Built {
  readonly collected: Collected;
  readonly facts: SourceFacts;
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
    if (source === null) return { collected: NOTHING_COLLECTED, facts: { toolchain: null, build: null } };
    const parts = new ReportParts(spool);
    const collected = await source.read(kinds, parts.tee(sink));
    const facts = withRevision(source.facts(), request);
    await keepReport(cache, key, reportHeader(facts, collected), parts);
    return { collected, facts };
  } catch (error) {
    throw explained(error, request, checkedOut);
  } finally {
    await spool.close();
    await checkedOut.release();
    await limitCache(cache);
  }
}

function withRevision({ toolchain, build }: SourceFacts, { revision }: RevisionRequest): SourceFacts {
  return { toolchain, build: build === null ? null : { ...build, revision: revision.commit } };
}
