/** A toolchain that go has fetched by itself lies in the module cache. */
const FETCHED = /\/pkg\/mod\/golang\.org\/toolchain@[^/]+\/(src\/.+)$/;
/** Any other file of the module cache. */
const CACHED = /\/pkg\/mod\/(.+@.+)$/;
/**
 * Where installers and CI services put Go: `/usr/local/go`, `/usr/lib/go-1.22`, `sdk/go1.26.0`, `hostedtoolcache/go/1.26.0/x64`,
 * `C:/Program Files/Go`. Below GOPATH there is a `src` as well, but not with the directories of the standard library.
 */
const INSTALLED = /^(?:\/|[A-Za-z]:\/).*\/(?:[gG]o(?:[-\d][^/]*)?|golang|libexec|x64|arm64)\/(src\/([a-z]+)\/.+)$/;
const STANDARD: ReadonlySet<string> = new Set(
  `archive bufio bytes cmd cmp compress container context crypto database debug embed encoding errors expvar flag fmt go
  hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime slices sort strconv
  strings structs sync syscall testing text time unicode unique unsafe vendor weak`.split(/\s+/),
);

/**
 * The name of a file as records have it. Saved output holds paths of the machine that made it; those below the module cache
 * and below GOROOT are the same everywhere.
 */
export function savedPath(file: string): string {
  const path = file.replaceAll("\\", "/");
  const fetched = FETCHED.exec(path)?.[1];
  if (fetched !== undefined) return `$GOROOT/${fetched}`;
  const cached = CACHED.exec(path)?.[1];
  if (cached !== undefined) return cached.replace(/!(\p{Ll})/gu, (_, c: string) => c.toUpperCase());
  const [, installed, first = ""] = INSTALLED.exec(path) ?? [];
  if (installed !== undefined && STANDARD.has(first)) return `$GOROOT/${installed}`;
  return path.startsWith("./") ? path.slice(2) : path;
}
