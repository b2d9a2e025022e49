import { resolve } from "node:path";
import { findRepository, type Repository } from "../git/repository.js";
import { type Revision, resolveRevision } from "../git/revision.js";
import { runGo } from "../go/run.js";
import { findGo } from "../go/toolchain.js";
import type { Scope } from "../records/vocabulary.js";
import { type Cache, openCache } from "./cache.js";
import { type RevisionSource, revisionSource } from "./revision-source.js";
import { type BuildRequestArguments, openBuild } from "./run-build.js";
import type { RecordSource } from "./run-report.js";
import { sharedFlags } from "./shared-flags.js";
import type { ToolchainChoice } from "./toolchain-choice.js";
import { type Workspace, workspaceOf } from "./workspace.js";

/** What is to be compared, as the command line has it. */
export interface SidesArguments {
  readonly C?: string | undefined;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly base?: string | undefined;
  readonly head?: string | undefined;
  readonly packages?: readonly string[] | undefined;
  readonly scope: Scope;
  readonly tests: boolean;
  readonly go?: readonly string[] | undefined;
  readonly cacheDir?: string | undefined;
  readonly "--"?: readonly string[] | undefined;
}

/** One side of a comparison. Nothing is built before it is read. */
export interface Side {
  /** How people call it: `main`, `working tree`, `go1.26.0`. */
  readonly name: string;
  readonly source: RecordSource & Partial<Pick<RevisionSource, "cached">>;
}

const WORKING_TREE = "working tree";

/** Opens sides of one comparison; asks for what they share once. */
export class SideOpener {
  readonly notes: string[] = [];
  private found: Promise<Repository> | undefined;
  private cache: Promise<Cache> | undefined;
  private workspace: Promise<Workspace> | undefined;

  constructor(
    private readonly args: SidesArguments,
    private readonly signal: AbortSignal,
  ) {}

  repository(): Promise<Repository> {
    this.found ??= findRepository({
      directory: this.directory,
      signal: this.signal,
      onCommand: (words) => {
        if (this.args.verbose) process.stderr.write(`${words.join(" ")}\n`);
      },
    });
    return this.found;
  }

  /** The working tree where no revision is named. */
  async open(name: string | undefined, toolchain: ToolchainChoice | undefined): Promise<Side> {
    if (name !== undefined) {
      return this.openRevision(await resolveRevision(await this.repository(), name), toolchain);
    }
    return { name: WORKING_TREE, source: workingTreeSource(() => this.openWorkingTree(toolchain), this.args) };
  }

  async openRevision(revision: Revision, toolchain: ToolchainChoice | undefined): Promise<Side> {
    const [repository, workspace] = [await this.repository(), await this.workspaceInForce(toolchain)];
    this.cache ??= openCache(this.args.cacheDir, this.directory);
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

  private async openWorkingTree(toolchain: ToolchainChoice | undefined): Promise<RecordSource> {
    const build = this.build(toolchain);
    // Between toolchains there is one working tree, built as it is; a commit can lack the workspace around it.
    const outside = this.found !== undefined && (await this.workspaceInForce(toolchain)).kind === "outside";
    const env = outside ? { ...build.env, GOWORK: "off" } : { ...build.env };
    return openBuild({ ...build, env, "--": sharedFlags(this.args["--"] ?? []) }, this.signal);
  }

  private workspaceInForce(toolchain: ToolchainChoice | undefined): Promise<Workspace> {
    this.workspace ??= this.findWorkspace(toolchain);
    return this.workspace;
  }

  private async findWorkspace(toolchain: ToolchainChoice | undefined): Promise<Workspace> {
    const { directory, signal } = this;
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

  private build(toolchain: ToolchainChoice | undefined): BuildRequestArguments {
    const { C, quiet, verbose, packages, scope, tests } = this.args;
    return {
      C,
      quiet,
      verbose,
      packages,
      scope,
      tests,
      "--": this.args["--"],
      go: toolchain?.go,
      env: toolchain?.env ?? {},
    };
  }

  private get directory(): string {
    return resolve(this.args.C ?? ".");
  }
}

/** Asks go about the working tree when it is read, and names the flags as the user gave them. */
function workingTreeSource(open: () => Promise<RecordSource>, args: SidesArguments): RecordSource {
  let opened: RecordSource | null = null;
  return {
    read: async (kinds, sink) => {
      opened = await open();
      return opened.read(kinds, sink);
    },
    facts: () => {
      const facts = opened?.facts() ?? { toolchain: null, build: null };
      return { ...facts, build: facts.build === null ? null : { ...facts.build, flags: [...(args["--"] ?? [])] } };
    },
    get root() {
      return opened?.root;
    },
    next: () => [],
  };
}
