import { ToolchainError } from "../errors.js";
import { checkOut } from "../git/commit-files.js";
import type { BuildRequest } from "./build-context.js";
import { checkoutsOf, limitCache } from "./cache-directory.js";
import { type ComparisonRequest, type LocatedSide, locateSides } from "./located-sides.js";
import { buildOfTree, explained } from "./revision-build.js";
import type { RevisionRequest } from "./revision-request.js";

/** The files of one side of a comparison, to be worked with. */
export interface SideTree {
  /** How people call it. */
  readonly name: string;
  /** How to build it: the directory, the packages of those asked for that it has, and the environment. */
  readonly build: BuildRequest;
  /** An error of building it, with what a commit can lack that the checkout has. */
  explain(error: unknown): unknown;
  /** Lets other runs have the directory. */
  release(): Promise<void>;
}

/** The files of both sides, and what the reader of the result should know. */
export interface SideTrees {
  readonly before: SideTree;
  readonly after: SideTree;
  readonly notes: readonly string[];
}

/** Has the files of both sides of a comparison at hand. Both have to be released. */
export async function openTrees(request: ComparisonRequest, signal: AbortSignal): Promise<SideTrees> {
  const { before, after, notes } = await locateSides(request, signal);
  const first = await treeOf(before);
  try {
    return { before: first, after: await treeOf(after), notes };
  } catch (error) {
    await first.release();
    throw error;
  }
}

async function treeOf({ name, place }: LocatedSide): Promise<SideTree> {
  if (place.kind === "commit") return commitTree(name, place.request);
  return { name, build: await place.build(), explain: (error) => error, release: async () => {} };
}

async function commitTree(name: string, request: RevisionRequest): Promise<SideTree> {
  const { repository, revision, cache } = request;
  const checkedOut = await checkOut(repository, revision.commit, await checkoutsOf(cache, repository.commonDirectory));
  const release = async () => {
    await checkedOut.release();
    await limitCache(cache);
  };
  try {
    let missing = "";
    const note = (text: string) => {
      missing = text;
    };
    const build = await buildOfTree({ ...request, note }, checkedOut);
    // What is said of a comparison goes on about what is new, and here is nothing to compare.
    if (build === null) throw new ToolchainError(`There is nothing to measure at ${name}. ${missing.split(":")[0]}.`);
    return { name, build, explain: (error) => explained(error, request, checkedOut), release };
  } catch (error) {
    await release();
    throw error;
  }
}
