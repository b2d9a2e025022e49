import type { ToolchainTables } from "./types.js";

/** More than any release has; a file with more is not the one that is meant. */
const MAX_ENTRIES = 4096;

/**
 * Reads the tables from the sources of a toolchain: `$GOROOT/src/cmd/internal/goobj/builtinlist.go` and
 * `$GOROOT/src/cmd/internal/objabi/reloctype.go`. null when the texts are not what they should be.
 */
export function readTables(builtinList: string, relocationTypes: string): ToolchainTables | null {
  const builtins = [...builtinList.matchAll(/^\t\{"([^"\n]+)", -?\d+\},$/gm)].flatMap(([, name]) => name ?? []);
  const relocations = numberConstants(relocationTypes);
  if (builtins.length === 0 || builtins.length > MAX_ENTRIES || relocations === null) return null;
  return { builtins, relocations };
}

/** `R_ADDR RelocType = 1 + iota`, then one name a line. */
function numberConstants(text: string): ReadonlyMap<string, number> | null {
  const block = /^const \(\n\tR_ADDR RelocType = 1 \+ iota\n([\s\S]*?)^\)/m.exec(text)?.[1];
  if (block === undefined) return null;
  const names = [...block.matchAll(/^\t(R_\w+)\b/gm)].flatMap(([, name]) => name ?? []);
  if (names.length > MAX_ENTRIES) return null;
  return new Map(["R_ADDR", ...names].map((name, index) => [name, index + 1]));
}
