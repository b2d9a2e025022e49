import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../errors.js";
import type { Repository } from "../git/repository.js";
import type { Revision } from "../git/revision.js";
import { type CheckedOut, checkOut } from "../git/slots.js";
import { type BuildFacts, REPORT_SCHEMA, type Toolchain } from "../records/report.js";
import type { RecordKind } from "../records/vocabulary.js";
import type { Collected, RecordSink } from "../report/collect.js";
import { Spool } from "../report/spool.js";
import { buildSetting } from "./build-setting.js";
import { type Cache, checkoutsOf, limitCache } from "./cache.js";
import { cachedReport, hasReport, keepReport, reportKey } from "./report-cache.js";
import { type BuildRequestArguments, openBuild } from "./run-build.js";
import type { RecordSource } from "./run-report.js";
import { sharedFlags } from "./shared-flags.js";
import { version } from "./version.js";
import { type Workspace, workspaceIn } from "./workspace.js";

/** Which commit to report, and how. */
export interface RevisionRequest {
  readonly repository: Repository;
  readonly revision: Revision;
  /** As for a build in the user's checkout. */
  readonly build: BuildRequestArguments;
  readonly workspace: Workspace;
  readonly cache: Cache;
  readonly signal: AbortSignal;
  /** Told what a reader of the result should know. */
  readonly note: (text: string) => void;
}

/** The records of a commit. */
export interface RevisionSource extends RecordSource {
  /** Whether nothing has to be built. */
  isCached(kinds: ReadonlySet<RecordKind>): Promise<boolean>;
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
  return {
    isCached: async (kinds) => hasReport(request.cache, keyOf(request, kinds, await setting())),
    read: async (kinds, sink) => {
      const key = keyOf(request, kinds, await setting());
      const cached = await cachedReport(request.cache, key);
      if (cached !== null) {
        const collected = await cached.read(kinds, sink);
        facts = cached.facts();
        return collected;
      }
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
    const collected = await source.read(kinds, tee(sink, spool));
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
      spool,
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

/** Asks go about the files of the commit; null when it has none of what is to be built. */
async function openTree(request: RevisionRequest, { directory: tree }: CheckedOut): Promise<RecordSource | null> {
  const { repository, revision, build, workspace, signal, note } = request;
  const directory = join(tree, repository.prefix);
  const gowork =
    process.env.GOWORK === "off" ? "off" : await workspaceIn(tree, repository.prefix, workspace, repository.top);
  if (gowork === "off" && !hasModule(tree, repository.prefix)) {
    note(
      `There is no Go module in ${repository.prefix || "the repository"} at ${nameOf(revision)}: everything is new.`,
    );
    return null;
  }
  const asked = build.packages ?? [];
  const packages = asked.filter((argument) => isThere(directory, argument));
  if (asked.length > 0 && packages.length === 0) {
    note(`${asked.join(" ")} is not there at ${nameOf(revision)}: everything is new.`);
    return null;
  }
  const env = { ...build.env, GOWORK: gowork };
  return openBuild({ ...build, C: directory, packages, "--": sharedFlags(build["--"] ?? []), env }, signal);
}

function hasModule(tree: string, prefix: string): boolean {
  for (let directory = prefix; ; directory = directory.includes("/") ? dirname(directory) : "") {
    if (existsSync(join(tree, directory, "go.mod"))) return existsSync(join(tree, prefix));
    if (directory === "") return false;
  }
}

/** Whether a package argument that is a path leads somewhere; others are go's to judge. */
function isThere(directory: string, argument: string): boolean {
  if (!/^\.\.?(?:[/\\]|$)/.test(argument)) return true;
  return existsSync(join(directory, argument.replace(/\.\.\..*$/s, "")));
}

function tee(sink: RecordSink, spool: Spool): RecordSink {
  return {
    record: (record) => {
      spool.record(record);
      sink.record(record);
    },
    endPackage: (importPath) => {
      spool.endPackage();
      sink.endPackage?.(importPath);
    },
    drain: async () => {
      await spool.drain();
      await sink.drain?.();
    },
  };
}

function withRevision({ toolchain, build }: Facts, { revision, build: args }: RevisionRequest): Facts {
  return {
    toolchain,
    build: build === null ? null : { ...build, flags: [...(args["--"] ?? [])], revision: revision.commit },
  };
}

/** `main (1a2b3c4d5e6f)`. */
function nameOf({ name, commit }: Revision): string {
  const short = commit.slice(0, 12);
  return commit.startsWith(name) ? short : `${name} (${short})`;
}

/** Says which side it was, and what a commit can lack that the checkout has. */
function explained(error: unknown, { revision }: RevisionRequest, { missingSubmodules }: CheckedOut): unknown {
  if (!(error instanceof UserError) || error.exitCode !== 3) return error;
  const lines = [`${nameOf(revision)} could not be built: ${error.message}`, ""];
  for (const path of missingSubmodules) {
    lines.push(
      `The submodule ${path} is missing at that commit. Get it with: git submodule update --init -- ${path}, then ` +
        `git -C ${path} fetch origin`,
    );
  }
  if (/replacement directory|no such file or directory|does not exist/.test(error.message)) {
    lines.push(
      "Directories outside the repository (replace in go.mod, use in go.work) are not there for a commit: it is built " +
        "from a copy of its own files.",
    );
  }
  lines.push("Only what is committed is built: files that git ignores, such as generated code, are not there.");
  return new UserError(lines.join("\n"), error.exitCode, { cause: error });
}
