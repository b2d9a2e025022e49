import type { FunctionExtents } from "../../parsers/gosource/index.js";
import type { SourceFunctions } from "../report/files-ahead.js";
import type { SourceFiles } from "./source-files.js";

/** Files whose functions are kept at once. */
const KEPT_FILES = 2048;

/** Where functions begin and end in the source files that may be read. The grammar is loaded with the first of them. */
export function sourceFunctions(sources: SourceFiles): SourceFunctions {
  const known = new Map<string, FunctionExtents | null>();
  return {
    load: async (file) => {
      const extents = known.get(file);
      const found = extents === undefined ? await extentsIn(sources, file) : extents;
      // Behind all others: those that were asked for longest ago go first.
      known.delete(file);
      known.set(file, found);
      if (known.size > KEPT_FILES) known.delete(known.keys().next().value ?? file);
    },
    extentsOf: (file) => known.get(file) ?? null,
  };
}

async function extentsIn(sources: SourceFiles, file: string): Promise<FunctionExtents | null> {
  await sources.load([file]);
  const lines = sources.loaded(file) ?? null;
  if (lines === null) return null;
  const { FunctionExtents, loadGoReader } = await import("../../parsers/gosource/index.js");
  return (await loadGoReader()).read(lines.join("\n"), (each) => FunctionExtents.of(each));
}
