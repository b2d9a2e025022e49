import { isAbsolute, join, relative, sep } from "node:path";

/** Where the files are that records name. Paths are absolute, and the real ones: without symbolic links. */
export interface FileTree {
  /** The root of the repository; of the module where there is no repository. */
  readonly repository: string;
  /** The directory that the command works in. */
  readonly working: string;
  /** The path of a file on this machine; null where it is not known, as that of the standard library without Go. */
  readonly pathOf: (file: string) => string | null;
}

/** Where a file is that a record names. */
export type SourceFile =
  /** In the repository. `path` starts from its root. */
  | { readonly kind: "repository"; readonly path: string }
  /** In the standard library, below `$GOROOT`, or in the module cache. `path` starts from there. */
  | { readonly kind: "goroot" | "module"; readonly path: string }
  /** Elsewhere: absolute, or relative and out of the repository. */
  | { readonly kind: "elsewhere"; readonly path: string }
  /** Written by the compiler or by cgo: nobody can open it. */
  | { readonly kind: "none" };

/** Reads the name of a file as records have it. Without a tree, names start from the repository's root. */
export function sourceFile(file: string | null, tree: FileTree | undefined): SourceFile {
  if (file === null || file === "" || file.startsWith("<") || file.startsWith("_cgo_")) return { kind: "none" };
  const own = tree === undefined ? null : inRepository(file, tree);
  if (own !== null) return { kind: "repository", path: own };
  if (file.startsWith("$GOROOT/")) return { kind: "goroot", path: file.slice("$GOROOT/".length) };
  if (isAbsoluteName(file)) return { kind: "elsewhere", path: file };
  if (isInModuleCache(file)) return { kind: "module", path: file };
  const path = slashed(join(file));
  return tree === undefined && !isAbove(path) ? { kind: "repository", path } : { kind: "elsewhere", path };
}

/**
 * The name to open a file by from the working directory, as `go build` writes it: relative where that is shorter, with
 * `./` before a file of the directory itself. null for what is in no file, or in one that cannot be found.
 */
export function openedFile(file: string | null, tree: FileTree | undefined): string | null {
  if (file === null || sourceFile(file, tree).kind === "none") return null;
  if (tree === undefined) return file.startsWith("$GOROOT/") || isInModuleCache(file) ? null : goName(file);
  const path = tree.pathOf(file);
  if (path === null) return null;
  const below = relative(tree.working, path);
  return isAbsolute(below) || below.length >= path.length ? path : goName(below);
}

/** A module's directory in the cache ends with its version: golang.org/x/net@v0.30.0/html/parse.go. */
export function isInModuleCache(file: string): boolean {
  return /^[^@]+@v\d[^/]*\//.test(file);
}

/** Whether a name starts from the root of a file system, of this kind or of another. */
export function isAbsoluteName(file: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:[/\\])/.test(file);
}

function inRepository(file: string, tree: FileTree): string | null {
  const path = tree.pathOf(file);
  if (path === null) return null;
  const below = slashed(relative(tree.repository, path));
  return below === "" || isAbove(below) || isAbsoluteName(below) ? null : below;
}

function isAbove(path: string): boolean {
  return path === ".." || path.startsWith("../");
}

function goName(path: string): string {
  return /[/\\]/.test(path) ? path : `.${sep}${path}`;
}

function slashed(path: string): string {
  return path.split(sep).join("/");
}
