import { ToolchainError, UsageError } from "../errors.js";
import { findRepository, type Repository } from "../git/repository.js";
import { defaultBranch, mergeBase, type Revision, resolveRevision } from "../git/revision.js";
import { BrokenBuild } from "../go/broken-packages.js";
import { runGo } from "../go/run-go.js";
import { findGo } from "../go/toolchain.js";
import { goDirectory, realPath } from "../go/working-directory.js";
import type { BuildRequest } from "./build-context.js";
import { openBuild } from "./build-source.js";
import { type Cache, openCache } from "./cache-directory.js";
import type { RecordSource, SourceFacts } from "./record-source.js";
import { type RevisionSource, revisionSource } from "./revision-source.js";
import { NO_SOURCES, SourceFiles } from "./source-files.js";
import { readToolchains, type ToolchainChoice } from "./toolchain-choice.js";
import { waysOn } from "./ways-on.js";
import { type Workspace, workspaceOf } from "./workspace.js";

/** Which two builds to compare. */
export interface ComparisonRequest extends Omit<BuildRequest, "go" | "env"> {
  /** The older revision; undefined for where this branch left the default branch. */
  readonly base?: string | undefined;
  /** The newer revision; undefined for the working tree. */
  readonly head?: string | undefined;
  /** Go commands or releases: none, one for both sides, or one for each side of the same source. */
  readonly go: readonly string[];
  /** Where reports and files of commits are kept; undefined for the user's cache directory. */
  readonly cacheDirectory?: string | undefined;
}

/** One side of a comparison. Nothing is built before it is read. */
export interface Side {
  /** How people call it: `main`, `working tree`, `go1.26.0`. */
  readonly name: string;
  readonly source: RecordSource & Partial<Pick<RevisionSource, "cached">>;
}

/** Both sides, and what the reader of the result should know: complete when both have been read. */
export interface Sides {
  readonly before: Side;
  readonly after: Side;
  readonly notes: readonly string[];
}

/** Finds both sides of a comparison: two revisions, a revision and the working tree, or one source under two toolchains. */
export async function openSides(request: ComparisonRequest, signal: AbortSignal): Promise<Sides> {
  const toolchains = readToolchains(request.go);
  const [first, second] = toolchains;
  const opener = new SideOpener(request, signal);
  if (first !== undefined && second !== undefined) {
    if (request.head !== undefined) {
      throw new UsageError(
        "With two --go the same source is compared, so there is one revision at most: " +
          `escape-report compare --go ${first.name} --go ${second.name} ${request.base}`,
      );
    }
    const before = { ...(await opener.open(request.base, first)), name: first.name };
    const after = { ...(await opener.open(request.base, second)), name: second.name };
    return { before, after, notes: opener.notes };
  }
  const repository = await opener.repository();
  if (repository.top === null && request.head === undefined) {
    throw new UsageError("This repository has no working tree: name both revisions: escape-report compare BASE HEAD");
  }
  const head = request.head === undefined ? null : await resolveRevision(repository, request.head);
  const base =
    request.base === undefined
      ? await mergeBase(
          repository,
          await defaultBranch(repository),
          head ?? (await resolveRevision(repository, "HEAD")),
        )
      : await resolveRevision(repository, request.base);
  return {
    before: await opener.openRevision(base, first),
    after: head === null ? await opener.open(undefined, first) : await opener.openRevision(head, first),
    notes: opener.notes,
  };
}

/** The working tree alone. It needs no git repository. */
export async function openWorkingTree(request: ComparisonRequest, signal: AbortSignal): Promise<Side> {
  const [toolchain, second] = readToolchains(request.go);
  if (second !== undefined) throw new UsageError("Only compare takes two --go");
  return new SideOpener(request, signal).open(undefined, toolchain);
}

const WORKING_TREE = "working tree";

/** Opens sides of one comparison; asks for what they share once. */
class SideOpener {
  readonly notes: string[] = [];
  private found: Promise<Repository> | undefined;
  private cache: Promise<Cache> | undefined;
  private workspace: Promise<Workspace> | undefined;

  constructor(
    private readonly request: ComparisonRequest,
    private readonly signal: AbortSignal,
  ) {}

  repository(): Promise<Repository> {
    const { onCommand = () => {} } = this.request;
    this.found ??= findRepository({ directory: this.directory, signal: this.signal, onCommand });
    return this.found;
  }

  /** The working tree where no revision is named. */
  async open(name: string | undefined, toolchain: ToolchainChoice | undefined): Promise<Side> {
    if (name !== undefined) {
      return this.openRevision(await resolveRevision(await this.repository(), name), toolchain);
    }
    const source = whenRead(() => this.openWorkingTree(toolchain));
    return { name: WORKING_TREE, source };
  }

  async openRevision(revision: Revision, toolchain: ToolchainChoice | undefined): Promise<Side> {
    const [repository, workspace] = [await this.repository(), await this.workspaceInForce(toolchain)];
    this.cache ??= this.openCache(repository);
    const source = revisionSource({
      repository,
      revision,
      workspace,
      cache: await this.cache,
      build: this.build(toolchain),
      signal: this.signal,
      note: (text) => this.notes.push(text),
    });
    return { name: revision.name, source };
  }

  private async openCache({ top }: Repository): Promise<Cache> {
    const cache = await openCache(this.request.cacheDirectory, this.directory, top);
    if (cache.isTemporary) {
      this.notes.push("The cache directory cannot be written to, so nothing is kept for the next run.");
    }
    return cache;
  }

  private async openWorkingTree(toolchain: ToolchainChoice | undefined): Promise<RecordSource> {
    const build = this.build(toolchain);
    // Between toolchains there is one working tree, built as it is; a commit can lack the workspace around it.
    const outside = this.found !== undefined && (await this.workspaceInForce(toolchain)).kind === "outside";
    const env = outside ? { ...build.env, GOWORK: "off" } : { ...build.env };
    return openBuild({ ...build, env }, this.signal);
  }

  private workspaceInForce(toolchain: ToolchainChoice | undefined): Promise<Workspace> {
    this.workspace ??= this.findWorkspace(toolchain);
    return this.workspace;
  }

  private async findWorkspace(toolchain: ToolchainChoice | undefined): Promise<Workspace> {
    const { signal } = this;
    const directory = goDirectory(this.directory);
    const runner = { go: await findGo(toolchain?.go, directory), directory, signal, env: { ...toolchain?.env } };
    const { exitCode, stdout } = await runGo(runner, ["env", "GOWORK"]);
    const gowork = exitCode === 0 && stdout.trim() !== "off" ? stdout.trim() : "";
    const workspace = await workspaceOf(await this.repository(), gowork);
    if (workspace.kind === "outside") {
      this.notes.push(
        `The workspace ${workspace.file} lies outside the repository, so no commit has it: both sides are built ` +
          "without it (GOWORK=off).",
      );
    }
    return workspace;
  }

  private build(toolchain: ToolchainChoice | undefined): BuildRequest {
    const { base, head, cacheDirectory, ...build } = this.request;
    return { ...build, go: toolchain?.go, env: toolchain?.env ?? {} };
  }

  private get directory(): string {
    return realPath(this.request.directory);
  }
}

/** Asks go about the working tree when it is read. */
function whenRead(open: () => Promise<RecordSource>): RecordSource {
  let opened: RecordSource | null = null;
  return {
    read: async (kinds, sink) => {
      try {
        opened = await open();
        return await opened.read(kinds, sink);
      } catch (error) {
        if (!(error instanceof BrokenBuild)) throw error;
        throw new ToolchainError([error.message, "", ...waysOn(error)].join("\n"), { cause: error });
      }
    },
    facts: (): SourceFacts => opened?.facts() ?? { toolchain: null, build: null },
    get root() {
      return opened?.root;
    },
    sources: async () => (await opened?.sources?.()) ?? new SourceFiles(NO_SOURCES),
  };
}
