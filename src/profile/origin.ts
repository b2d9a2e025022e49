import type { Origin } from "../records/profile.js";
import type { ProfileLine } from "./lines.js";
import { baseName } from "./symbol.js";

/** Functions through which the run time allocates for others: they stand above the place that asked. */
const FOR_OTHERS =
  /^(?:internal\/bytealg\.MakeNoZero|internal\/reflectlite\.unsafe_New|reflect\.(?:unsafe_New|mapassign|makemap|makechan|mapclone)\w*|maps\.clone)/;

/** Whether a line is of the run time, or of a function that it allocates in for others. */
export function isRunTime({ package: importPath, symbol }: ProfileLine): boolean {
  return (
    importPath === "runtime" ||
    importPath.startsWith("runtime/internal/") ||
    importPath.startsWith("internal/runtime/") ||
    FOR_OTHERS.test(symbol)
  );
}

/** Whether a source file is of the run time, as records and profiles name files. */
export function isRunTimeFile(file: string): boolean {
  return /(?:^|\/src\/)(?:internal\/)?runtime\/(?!pprof|trace|debug|metrics|coverage)/.test(file);
}

/** What allocates at a line where the build has no site. `isBuilt`: whether a package is part of the build. */
export function originOf(
  leaf: ProfileLine,
  outermost: ProfileLine,
  isBuilt: (importPath: string) => boolean,
): Exclude<Origin, "site"> {
  const { package: importPath, symbol, file } = leaf;
  if (symbol.startsWith("_cgo_") || importPath === "runtime/cgo" || symbol.startsWith("0x")) return "cgo";
  if (baseName(file) === "_cgo_gotypes.go" || baseName(file).endsWith(".cgo1.go")) return "cgo";
  if (importPath === "reflect" || importPath === "internal/reflectlite") return "reflect";
  if (isRunTime(leaf) || importPath.startsWith("runtime/")) return "run-time";
  if (file.endsWith(".s")) return "assembly";
  if (importPath === "testing" || importPath.startsWith("testing/")) return "testing";
  return isBuilt(outermost.package) ? "no-site" : "not-built";
}
