import { join } from "node:path";
import { textOfCommit } from "../git/committed-file.js";
import type { LocatedSide } from "./located-sides.js";
import type { RecordSource } from "./record-source.js";
import { readRegularFile } from "./regular-file.js";
import type { RevisionRequest } from "./revision-request.js";

/** The files of one side of a comparison, by the names that records give them. Asked after the side was read. */
export interface SideFiles {
  /** The text of a Go file or of go.mod; null where it may not be read, or is not there. Never throws. */
  text(file: string): Promise<string | null>;
}

const GO_MOD = "go.mod";
const GO_MOD_LIMITS = { maxBytes: 1024 * 1024, followLink: false } as const;

/** Those of the side that records come from. */
export function sideFiles({ place }: LocatedSide, source: RecordSource): SideFiles {
  return place.kind === "commit" ? commitFiles(place.request) : treeFiles(source);
}

/** As git has them: what is no file of the commit is not found, wherever its name leads. */
function commitFiles({ repository, revision }: RevisionRequest): SideFiles {
  const { onCommand, ...runner } = repository.runner;
  const directories = upwards(repository.prefix);
  return {
    text: async (file) => {
      if (!isOwn(file)) return null;
      for (const directory of directories) {
        const path = directory === "" ? file : `${directory}/${file}`;
        const text = await textOfCommit({ ...repository, runner }, revision.commit, path).catch(() => null);
        if (text !== null) return text;
      }
      return null;
    },
  };
}

function treeFiles(source: RecordSource): SideFiles {
  return {
    text: async (file) => {
      if (file === GO_MOD) {
        if (source.root === undefined) return null;
        return readRegularFile(join(source.root, GO_MOD), GO_MOD_LIMITS).then(String, () => null);
      }
      const sources = await source.sources?.();
      if (sources === undefined || !isOwn(file)) return null;
      await sources.load([file]);
      return sources.loaded(file)?.join("\n") ?? null;
    },
  };
}

/** No file of the standard library, of a dependency, or of the compiler's own. */
function isOwn(file: string): boolean {
  return (file === GO_MOD || file.endsWith(".go")) && !/^[$</]|@|\0|:/.test(file);
}

/** A directory and those around it. Records name files from the module's root, which can be any of them. */
function upwards(prefix: string): string[] {
  const parts = prefix === "" ? [] : prefix.split("/");
  return [...parts.map((_, i) => parts.slice(0, parts.length - i).join("/")), ""];
}
