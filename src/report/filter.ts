import picomatch from "picomatch";
import { UsageError } from "../errors.js";
import type { DiagnosticRecord, EscapeRecord } from "../records/record.js";
import type { Cause } from "../records/vocabulary.js";

/** Longer ones take long to compile, and are refused by picomatch in the end. */
const MAX_PATTERN = 4096;

/** Which records to keep; every list that is not empty has to match. */
export interface FilterOptions {
  /** Causes; a record matches by its cause or its root cause. */
  readonly causes?: readonly Cause[];
  /** Import path patterns: `example.com/app/...` as in go, or globs. */
  readonly packages?: readonly string[];
  /** Globs over file paths: `internal/**`, `*_gen.go`. */
  readonly paths?: readonly string[];
  /** Globs over function names: `(*Server).*`, `main.func*`. */
  readonly functions?: readonly string[];
}

/** Makes the test for the options. Patterns that start with `!` exclude. */
export function recordFilter(options: FilterOptions): (record: DiagnosticRecord) => boolean {
  const tests: ((record: DiagnosticRecord) => boolean)[] = [];
  if (options.causes !== undefined && options.causes.length > 0) {
    const causes = new Set(options.causes);
    tests.push((record) => {
      if (record.kind === "allocation") return false; // it has a cause of another kind
      return record.kind !== "escape" || causes.has(record.cause) || causes.has(record.rootCause);
    });
  }
  addPatterns(tests, options.packages, packageMatcher, (record) => record.package);
  addPatterns(tests, options.paths, pathMatcher, (record) => record.file);
  addPatterns(tests, options.functions, nameMatcher, (record) => record.function);
  if (tests.length === 0) return () => true;
  return (record) => tests.every((test) => test(record));
}

/** What the rankings show: everything but what never allocates, and what does so only for a panic. */
export function isCandidate(record: EscapeRecord): boolean {
  if (record.reason === "panic") return false;
  return record.allocates !== "no" && record.cause !== "panic" && record.rootCause !== "panic";
}

type Matcher = (text: string) => boolean;

function addPatterns(
  tests: ((record: DiagnosticRecord) => boolean)[],
  patterns: readonly string[] | undefined,
  matcher: (pattern: string) => Matcher,
  text: (record: DiagnosticRecord) => string | null,
): void {
  if (patterns === undefined || patterns.length === 0) return;
  const wanted = patterns.filter((pattern) => !pattern.startsWith("!")).map(matcher);
  const unwanted = patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => matcher(pattern.slice(1)));
  tests.push((record) => {
    const value = text(record);
    if (value === null) return wanted.length === 0;
    return (wanted.length === 0 || wanted.some((test) => test(value))) && !unwanted.some((test) => test(value));
  });
}

/** As in go: `...` is any string, and a trailing `/...` matches the package itself too. */
function packageMatcher(pattern: string): Matcher {
  if (!pattern.includes("...")) return globMatcher(pattern);
  const source = pattern
    .split("...")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*")
    .replace(/\/\.\*$/, "(?:/.*)?");
  const regexp = new RegExp(`^${source}$`);
  return (text) => regexp.test(text);
}

/** Paths may be written as in go, with a leading `./`; a directory stands for what is below it. */
function pathMatcher(pattern: string): Matcher {
  const clean = pattern.replace(/^\.\//, "").replace(/\/+$/, "");
  if (clean === "" || clean === ".") return () => true;
  const test = globMatcher(clean);
  const below = globMatcher(`${clean}/**`);
  const base = clean.includes("/") ? null : globMatcher(clean);
  return (text) => test(text) || below(text) || (base?.(text.slice(text.lastIndexOf("/") + 1)) ?? false);
}

/** Function names hold brackets, parentheses and stars, so only a lone `*` and `?` are wildcards: `(*T).m` is itself. */
function nameMatcher(pattern: string): Matcher {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/(\\\()?\*/g, (_, open: string | undefined) => (open === undefined ? ".*" : "\\(\\*"))
    .replace(/\?/g, ".");
  const regexp = new RegExp(`^${source}$`);
  return (text) => regexp.test(text);
}

function globMatcher(pattern: string): Matcher {
  if (pattern.length > MAX_PATTERN) {
    throw new UsageError(`A pattern is too long: ${pattern.length} characters, and ${MAX_PATTERN} are allowed`);
  }
  return picomatch(pattern, { dot: true, nonegate: true });
}
