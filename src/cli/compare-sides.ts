import { UsageError } from "../errors.js";
import { defaultBranch, mergeBase, resolveRevision } from "../git/revision.js";
import { type Side, SideOpener, type SidesArguments } from "./side-opener.js";
import { readToolchains } from "./toolchain-choice.js";

/** Both sides, and what the reader of the result should know: complete when both have been read. */
export interface Sides {
  readonly before: Side;
  readonly after: Side;
  readonly notes: readonly string[];
}

/** Finds both sides of a comparison: two revisions, a revision and the working tree, or one source under two toolchains. */
export async function openSides(args: SidesArguments, signal: AbortSignal): Promise<Sides> {
  const toolchains = readToolchains(args.go ?? []);
  const [first, second] = toolchains;
  const opener = new SideOpener(args, signal);
  if (first !== undefined && second !== undefined) {
    if (args.head !== undefined) {
      throw new UsageError(
        "With two --go the same source is compared, so there is one revision at most: " +
          `escape-report compare --go ${first.name} --go ${second.name} ${args.base}`,
      );
    }
    const before = { ...(await opener.open(args.base, first)), name: first.name };
    const after = { ...(await opener.open(args.base, second)), name: second.name };
    return { before, after, notes: opener.notes };
  }
  const repository = await opener.repository();
  if (repository.top === null && args.head === undefined) {
    throw new UsageError("This repository has no working tree: name both revisions: escape-report compare BASE HEAD");
  }
  const head = args.head === undefined ? null : await resolveRevision(repository, args.head);
  const base =
    args.base === undefined
      ? await mergeBase(
          repository,
          await defaultBranch(repository),
          head ?? (await resolveRevision(repository, "HEAD")),
        )
      : await resolveRevision(repository, args.base);
  return {
    before: await opener.openRevision(base, first),
    after: head === null ? await opener.open(undefined, first) : await opener.openRevision(head, first),
    notes: opener.notes,
  };
}

/** The working tree alone. It needs no git repository. */
export async function openWorkingTree(args: SidesArguments, signal: AbortSignal): Promise<Side> {
  const [toolchain, second] = readToolchains(args.go ?? []);
  if (second !== undefined) throw new UsageError("Only compare takes two --go");
  return new SideOpener(args, signal).open(undefined, toolchain);
}
