/** Where a file is that a record names. */
export type SourceFile =
  | { readonly kind: "repository" | "goroot" | "module"; readonly path: string }
  | { readonly kind: "absolute"; readonly path: string }
  /** Written by the compiler or by cgo: nobody can open it. */
  | { readonly kind: "none" };

/**
 * Reads the name of a file as records have it. `prefix`: the path from the repository's root to the directory that
 * names start from, such as `services/api`; "" where that is the root.
 */
export function sourceFile(file: string | null, prefix: string): SourceFile {
  if (file === null || file === "" || file.startsWith("<") || file.startsWith("_cgo_")) return { kind: "none" };
  if (file.startsWith("$GOROOT/")) return { kind: "goroot", path: file.slice("$GOROOT/".length) };
  if (/^(?:\/|[A-Za-z]:\/)/.test(file)) return { kind: "absolute", path: file };
  // A module's directory in the cache ends with its version: golang.org/x/net@v0.30.0/html/parse.go.
  if (/^[^@]+@v\d[^/]*\//.test(file)) return { kind: "module", path: file };
  return { kind: "repository", path: normalized([...prefix.split("/"), ...file.split("/")]) };
}

/** Joins the parts of a relative path, without `.` and without going up and down again. */
function normalized(parts: readonly string[]): string {
  const path: string[] = [];
  for (const part of parts) {
    if (part === "" || part === ".") continue;
    if (part === ".." && path.length > 0 && path.at(-1) !== "..") path.pop();
    else path.push(part);
  }
  return path.join("/");
}
