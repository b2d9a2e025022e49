import { ToolchainError } from "../errors.js";
import { BrokenBuild } from "../go/broken-packages.js";
import { openBuild } from "./build-source.js";
import { type ComparisonRequest, type LocatedSide, locateSides, locateWorkingTree } from "./located-sides.js";
import type { RecordSource, SourceFacts } from "./record-source.js";
import { type RevisionSource, revisionSource } from "./revision-source.js";
import { type SideFiles, sideFiles } from "./side-files.js";
import { NO_SOURCES, SourceFiles } from "./source-files.js";
import { waysOn } from "./ways-on.js";

/** One side of a comparison. Nothing is built before it is read. */
export interface Side {
  /** How people call it: `main`, `working tree`, `go1.26.0`. */
  readonly name: string;
  readonly source: RecordSource & Partial<Pick<RevisionSource, "cached">>;
  /** Its source files. Asked after reading. */
  readonly files: SideFiles;
}

/** Both sides, and what the reader of the result should know: complete when both have been read. */
export interface Sides {
  readonly before: Side;
  readonly after: Side;
  readonly notes: readonly string[];
}

/** Finds both sides of a comparison: two revisions, a revision and the working tree, or one source under two toolchains. */
export async function openSides(request: ComparisonRequest, signal: AbortSignal): Promise<Sides> {
  const { before, after, notes } = await locateSides(request, signal);
  return { before: sideOf(before, signal), after: sideOf(after, signal), notes };
}

/** The working tree alone. It needs no git repository. */
export async function openWorkingTree(request: ComparisonRequest, signal: AbortSignal): Promise<Side> {
  return sideOf(await locateWorkingTree(request, signal), signal);
}

function sideOf(side: LocatedSide, signal: AbortSignal): Side {
  const { name, place } = side;
  const source =
    place.kind === "commit"
      ? revisionSource(place.request)
      : whenRead(async () => openBuild(await place.build(), signal));
  return { name, source, files: sideFiles(side, source) };
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
    get packages() {
      return opened?.packages;
    },
    get imported() {
      return opened?.imported;
    },
    program: () => opened?.program?.() ?? null,
    sources: async () => (await opened?.sources?.()) ?? new SourceFiles(NO_SOURCES),
  };
}
