import type { ArtifactLocation, Location, Run } from "sarif";
import { type FileTree, isAbsoluteName, sourceFile } from "../../../report/file-tree.js";
import type { Place } from "../../text/place.js";

/** What the relative addresses start from. No absolute path of a machine gets into a log. */
export const BASES: NonNullable<Run["originalUriBaseIds"]> = {
  "%SRCROOT%": { description: { text: "The root of the repository." } },
  GOROOT: { description: { text: "The directory of the Go toolchain, as in go env GOROOT." } },
  GOMODCACHE: { description: { text: "The module cache, as in go env GOMODCACHE." } },
};

const BASE_OF = { repository: "%SRCROOT%", goroot: "GOROOT", module: "GOMODCACHE" } as const;

/** A place as SARIF has it; null where there is no file. */
export function locationOf({ file, line, column }: Place, tree: FileTree | undefined): Location | null {
  const artifactLocation = artifactOf(file, tree);
  if (artifactLocation === null) return null;
  const region =
    line === null || line < 1
      ? {}
      : { region: { startLine: line, ...(column === null || column < 1 ? {} : { startColumn: column }) } };
  return { physicalLocation: { artifactLocation, ...region } };
}

function artifactOf(file: string | null, tree: FileTree | undefined): ArtifactLocation | null {
  const source = sourceFile(file, tree);
  if (source.kind === "none") return null;
  if (source.kind === "elsewhere") {
    if (!isAbsoluteName(source.path)) return { uri: uri(source.path) };
    const path = source.path.replaceAll("\\", "/");
    return { uri: `file://${path.startsWith("/") ? "" : "/"}${uri(path)}` };
  }
  return { uri: uri(source.path), uriBaseId: BASE_OF[source.kind] };
}

/** A path as a relative reference. In its first part a colon would make a scheme of it. */
function uri(path: string): string {
  // Halves of surrogate pairs cannot be encoded, and become the replacement character this way.
  const encoded = Buffer.from(path).toString().split("/").map(encodeURIComponent).join("/");
  return encoded.replace(/%40/g, "@").replace(/^([A-Za-z])%3A\//, "$1:/");
}
