import { posix } from "node:path";
import picomatch from "picomatch";
import { packageNameOf } from "../callees/function-names.js";
import { UsageError } from "../errors.js";
import { wildcardTest } from "./wildcard.js";

/** What patterns of packages and paths may leave out. */
export interface CodePlace {
  /** Paths of the main module, or of the workspace's modules; none where that is not known. */
  readonly modules: readonly string[];
  /** Import paths that there are; null where that is not known yet. */
  readonly packages: readonly string[] | null;
  /** The directory that files are named from; null where that is not known. */
  readonly root: string | null;
  /** The directory that `./` stands for, seen from there, with `/`; "" for the same. */
  readonly below: string;
}

/** Nothing is known of the code: as for saved output. */
export const ANYWHERE: CodePlace = { modules: [], packages: null, root: null, below: "" };

/** Longer ones take long to compile, and are refused by picomatch in the end. */
const MAX_PATTERN = 4096;

type TextTest = (text: string) => boolean;

/** The package of a record, and its file. */
export interface PlacedRecord {
  readonly package: string | null;
  readonly file: string | null;
}

/**
 * A test of packages for a pattern: an import path, a glob, or `...` as in go; the same below the module; a path to the
 * directory (`./internal/...`), as in go build; and where none of these is the path of a package, the end of one.
 */
export function packageTest(pattern: string, place: CodePlace): (record: PlacedRecord) => boolean {
  if (pattern === "" || /^\.\.?(?:\/|$)/.test(pattern)) return directoryTest(pattern, place);
  const path = pattern.replace(/\/+$/, "");
  const tests = [path, ...place.modules.map((module) => `${module}/${path}`)].map(importPathTest);
  const whole: TextTest = (importPath) => tests.some((test) => test(importPath));
  if (place.packages?.some(whole) === true)
    return ({ package: importPath }) => importPath !== null && whole(importPath);
  const end = importPathTest(`.../${path}`);
  return ({ package: importPath }) =>
    importPath !== null && (whole(importPath) || end(importPath) || packageNameOf(importPath) === path);
}

/** Of packages by where their files are. Below the module's path too: files of other modules are not named so. */
function directoryTest(pattern: string, { modules, below }: CodePlace): (record: PlacedRecord) => boolean {
  const path = posix.join(below, pattern).replace(/\/+$/, "");
  const isAll = path === "...";
  const directory = importPathTest(path === "" ? "." : path);
  const tests = modules.map((module) => importPathTest(path === "" || path === "." ? module : `${module}/${path}`));
  return ({ package: importPath, file }) => {
    if (importPath !== null && tests.some((test) => test(importPath))) return true;
    if (file === null || /^[$<]|@/.test(file)) return isAll && modules.length === 0;
    return isAll || directory(posix.dirname(file));
  };
}

/** As in go: `...` is any string, and a trailing `/...` matches the package itself too. */
function importPathTest(pattern: string): TextTest {
  if (!pattern.includes("...")) return globTest(pattern);
  const test = wildcards(pattern);
  if (!pattern.endsWith("/...")) return test;
  const own = wildcards(pattern.slice(0, -"/...".length));
  return (text) => test(text) || own(text);
}

function wildcards(pattern: string): TextTest {
  const parts = pattern.split("...").flatMap((part, i) => (i === 0 ? [part] : [{ any: "all" } as const, part]));
  return wildcardTest(parts);
}

/**
 * A test of files for a pattern: a glob from the root or from the working directory, a name without a directory, or the
 * end of a file's path. A directory stands for what is below it.
 */
export function pathTest(pattern: string, { root, below }: CodePlace): (record: PlacedRecord) => boolean {
  const written = pattern.replaceAll("\\", "/").replace(/\/+$/, "");
  if (root !== null && (written === root || written.startsWith(`${root}/`))) {
    return fileTest(written.slice(root.length + 1));
  }
  if (/^\.\.?(?:\/|$)/.test(written) || written === "") return fileTest(posix.join(below, written));
  const tests = [fileTest(written), ...(below === "" ? [] : [fileTest(posix.join(below, written))])];
  if (/^[^*?]+\.\w+$/.test(written)) tests.push(fileTest(`**/${written}`));
  return (record) => tests.some((test) => test(record));
}

function fileTest(path: string): (record: PlacedRecord) => boolean {
  const clean = path.replace(/\/+$/, "");
  if (clean === "" || clean === ".") return ({ file }) => file !== null;
  const test = globTest(clean);
  const inside = globTest(`${clean}/**`);
  const base = clean.includes("/") ? null : test;
  return ({ file }) =>
    file !== null && (test(file) || inside(file) || (base?.(file.slice(file.lastIndexOf("/") + 1)) ?? false));
}

function globTest(pattern: string): TextTest {
  if (pattern.length > MAX_PATTERN) {
    throw new UsageError(`A pattern is too long: ${pattern.length} characters, and ${MAX_PATTERN} are allowed`);
  }
  return pattern === "" ? (text) => text === "" : picomatch(pattern, { dot: true, nonegate: true });
}
