import { UsageError } from "../errors.js";
import { findRepository, hasChanges, type Repository } from "../git/repository.js";
import { baseRevision, defaultBranch, mergeBase, type Revision, resolveRevision } from "../git/revision.js";
import { runGo } from "../go/run-go.js";
import { findGo } from "../go/toolchain.js";
import { goDirectory, realPath } from "../go/working-directory.js";
import type { BuildRequest } from "./build-context.js";
import { type Cache, openCache } from "./cache-directory.js";
import type { RevisionRequest } from "./revision-request.js";
import { readToolchains, type ToolchainChoice } from "./toolchain-choice.js";
import { type Workspace, workspaceOf } from "./workspace.js";

/** Which two builds to compare. */
export interface ComparisonRequest extends Omit<BuildRequest, "go" | "env"> {
  /** The older revision; undefined for where this branch left the default branch. */
  readonly base?: string | undefined;
  /** Whether a branch as base stands for where HEAD left it, and a base that is HEAD is no base. Default: no. */
  readonly sinceBranch?: boolean | undefined;
  /** The newer revision; undefined for the working tree. */
  readonly head?: string | undefined;
  /** Go commands or releases: none, one for both sides, or one for each side of the same source. */
  readonly go: readonly string[];
  /** Where reports and files of commits are kept; undefined for the user's cache directory. */
  readonly cacheDirectory?: string | undefined;
}

/** Where the files of a side are: those of a commit, or the working tree as it is. */
export type Place =
  | { readonly kind: "commit"; readonly request: RevisionRequest }
  | { readonly kind: "working-tree"; readonly build: () => Promise<BuildRequest> };

/** One side of a comparison. */
export interface LocatedSide {
  /** How people call it: `main`, `working tree`, `go1.26.0`. */
  readonly name: string;
  readonly place: Place;
}

/** Both sides, and what the reader of the result should know: complete when both have been built. */
export interface LocatedSides {
  readonly before: LocatedSide;
  readonly after: LocatedSide;
  readonly notes: readonly string[];
}

/** Finds both sides of a comparison: two revisions, a revision and the working tree, or one source under two toolchains. */
export async function locateSides(request: ComparisonRequest, signal: AbortSignal): Promise<LocatedSides> {
  const toolchains = readToolchains(request.go);
  const [first, second] = toolchains;
  const finder = new SideFinder(request, signal);
  if (first !== undefined && second !== undefined) {
    if (request.head !== undefined) {
      throw new UsageError(
        "With two --go the same source is compared, so there is one revision at most: " +
          `escape-report compare --go ${first.name} --go ${second.name} ${request.base}`,
      );
    }
    const before = { ...(await finder.open(request.base, first)), name: first.name };
    const after = { ...(await finder.open(request.base, second)), name: second.name };
    return { before, after, notes: finder.notes };
  }
  const repository = await finder.repository();
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
      : await (request.sinceBranch === true ? baseRevision : resolveRevision)(repository, request.base);
  if (request.sinceBranch === true) await checkBase(repository, base, request.base, finder.notes);
  return {
    before: await finder.openRevision(base, first),
    after: head === null ? await finder.open(undefined, first) : await finder.openRevision(head, first),
    notes: finder.notes,
  };
}

/** Tells where there is nothing to compare with: the working tree is as the base is. */
async function checkBase(
  repository: Repository,
  base: Revision,
  named: string | undefined,
  notes: string[],
): Promise<void> {
  const head = await resolveRevision(repository, "HEAD");
  if (base.commit !== head.commit || (await hasChanges(repository))) return;
  if (named !== undefined) {
    notes.push(`${base.name} is this very commit, and nothing is changed since: there is nothing to compare.`);
    return;
  }
  throw new UsageError(
    `There is nothing to compare with: HEAD is the ${base.name}, and nothing is changed since. On the default branch name the ` +
      "base, such as the commit before: escape-report gate --base HEAD~1",
  );
}

/** The working tree alone. It needs no git repository. */
export async function locateWorkingTree(request: ComparisonRequest, signal: AbortSignal): Promise<LocatedSide> {
  const [toolchain, second] = readToolchains(request.go);
  if (second !== undefined) throw new UsageError("Only compare takes two --go");
  return new SideFinder(request, signal).open(undefined, toolchain);
}

const WORKING_TREE = "working tree";

/** Finds sides of one comparison; asks for what they share once. */
class SideFinder {
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
  async open(name: string | undefined, toolchain: ToolchainChoice | undefined): Promise<LocatedSide> {
    if (name !== undefined) {
      return this.openRevision(await resolveRevision(await this.repository(), name), toolchain);
    }
    return { name: WORKING_TREE, place: { kind: "working-tree", build: () => this.workingTree(toolchain) } };
  }

  async openRevision(revision: Revision, toolchain: ToolchainChoice | undefined): Promise<LocatedSide> {
    const [repository, workspace] = [await this.repository(), await this.workspaceInForce(toolchain)];
    this.cache ??= this.openCache(repository);
    const request = {
      repository,
      revision,
      workspace,
      cache: await this.cache,
      build: this.build(toolchain),
      signal: this.signal,
      note: (text: string) => this.notes.push(text),
    };
    return { name: revision.name, place: { kind: "commit", request } };
  }

  private async openCache({ top }: Repository): Promise<Cache> {
    const cache = await openCache(this.request.cacheDirectory, this.directory, top);
    if (cache.isTemporary) {
      this.notes.push("The cache directory cannot be written to, so nothing is kept for the next run.");
    }
    return cache;
  }

  private async workingTree(toolchain: ToolchainChoice | undefined): Promise<BuildRequest> {
    const build = this.build(toolchain);
    // Between toolchains there is one working tree, built as it is; a commit can lack the workspace around it.
    const outside = this.found !== undefined && (await this.workspaceInForce(toolchain)).kind === "outside";
    return { ...build, env: outside ? { ...build.env, GOWORK: "off" } : { ...build.env } };
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
    const { base, head, cacheDirectory, sinceBranch, ...build } = this.request;
    return { ...build, go: toolchain?.go, env: toolchain?.env ?? {} };
  }

  private get directory(): string {
    return realPath(this.request.directory);
  }
}
