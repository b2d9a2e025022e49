import { UsageError } from "../errors.js";
import type { Scope } from "../records/vocabulary.js";
import { BrokenBuild, type BrokenPackage, brokenOnes, brokenText } from "./broken-packages.js";
import { type GoRunner, runGo, runGoForBytes } from "./run-go.js";
import { saidBy } from "./toolchain.js";

/** One package of a build, as go list describes it. */
export interface ListedPackage {
  readonly importPath: string;
  /** What stands in brackets behind the import path: the package is built once more for it. */
  readonly variant: string | null;
  readonly name: string;
  readonly standard: boolean;
  /** Only a dependency, not named on the command line. */
  readonly dependency: boolean;
  readonly directory: string;
  /** Its Go files, without those that the build leaves out; names in the directory. */
  readonly files: readonly string[];
  readonly module: {
    readonly path: string;
    readonly directory: string;
    readonly main: boolean;
    /** What its go.mod says: `1.22`; null where it says nothing. */
    readonly goVersion?: string | null;
  } | null;
  /** Import paths of its direct imports. */
  readonly imports: readonly string[];
  /** The file with its compiled code; null where it was not asked for, or there is none. */
  readonly archive: string | null;
  /** What go identifies the archive by, as `ACTION/CONTENT`; absent or null where it was not asked for. */
  readonly buildId?: string | null;
}

interface GoListError {
  readonly Pos?: string;
  readonly Err: string;
}

interface GoListPackage {
  readonly ImportPath: string;
  readonly Name?: string;
  readonly Standard?: boolean;
  readonly DepOnly?: boolean;
  readonly Dir?: string;
  readonly GoFiles?: readonly string[];
  readonly CgoFiles?: readonly string[];
  readonly Imports?: readonly string[];
  readonly Export?: string;
  readonly BuildID?: string;
  readonly Error?: GoListError;
  readonly DepsErrors?: readonly GoListError[];
  readonly Module?: {
    readonly Path: string;
    readonly Dir?: string;
    readonly Main?: boolean;
    readonly GoVersion?: string;
  };
}

/** Refuses package arguments that go would take for flags. */
export function checkPackages(packages: readonly string[]): void {
  for (const argument of packages) {
    if (argument.startsWith("-")) {
      throw new UsageError(
        `"${argument}" is no package. Flags for go build stand after --: escape-report build ./... -- ${argument}`,
      );
    }
    if (argument === "") throw new UsageError("A package argument is empty");
  }
}

/** What to list. */
export interface ListRequest {
  readonly packages: readonly string[];
  /** Flags of go build. */
  readonly flags: readonly string[];
  readonly tests: boolean;
  /** Compiles too, with these -gcflags, and names the archives; null: does not. */
  readonly compile: readonly string[] | null;
  /** Told each package that is compiled for that, dependencies too: not those that go has kept. */
  readonly onCompiled?: ((importPath: string) => void) | undefined;
  /** Given what the compiler prints for that, in pieces that hold until it returns. */
  readonly onPrinted?: ((bytes: Buffer) => void) | undefined;
}

/** The packages of a build. */
export interface Listing {
  /** Those that can be built with their dependencies, in the order in which go needs them. */
  readonly listed: readonly ListedPackage[];
  /** Those that were meant and cannot be built, and what imports them. */
  readonly broken: readonly BrokenPackage[];
  /** Whether what the compiler printed is that of a build of all of them. */
  readonly isPrinted: boolean;
}

/** Lists the packages of a build with their dependencies. Throws {@link ToolchainError} where none can be loaded. */
export async function listPackages(runner: GoRunner, request: ListRequest): Promise<Listing> {
  const { compile, onCompiled, onPrinted } = request;
  const takes = (line: string) => {
    if (onCompiled === undefined || !COMPILED.test(line)) return false;
    onCompiled(line);
    return true;
  };
  const taker = compile === null ? undefined : { takes, keep: onPrinted };
  const failed = await runGo(runner, listArguments(request, false), taker);
  const { exitCode, stdout, stderr } = failed;
  if (exitCode === 0) return { listed: readJsonStream(stdout).map(describe), broken: [], isPrinted: compile !== null };
  const found = readJsonStream((await runGo(runner, listArguments(request, true))).stdout);
  const broken = brokenOnes(found.flatMap(brokenOf));
  // What was compiled for its archive only is no matter of the build.
  if (broken.length === 0 && request.compile !== null) return listPackages(runner, { ...request, compile: null });
  if (broken.length === 0 || !found.some((each) => each.DepOnly !== true && brokenOf(each).length === 0)) {
    const said = broken.length === 0 || stderr.trim() !== "" ? saidBy(failed) : `:\n${brokenText(broken)}`;
    throw new BrokenBuild(`go cannot build the packages${said}${hintFor(said)}`, broken, false);
  }
  return { listed: found.filter((each) => brokenOf(each).length === 0).map(describe), broken, isPrinted: false };
}

/** A line of `go list -v`: an import path, perhaps with the program in brackets that the package is built for. */
const COMPILED = /^[^\s:]+(?: \[[^\s:]+\])?$/;

/** What go says of a package with -e. */
function brokenOf({ ImportPath, Error: own, DepsErrors: deps = [] }: GoListPackage): BrokenPackage[] {
  if (own === undefined && deps.length === 0) return [];
  const text =
    own === undefined ? null : [own.Pos, own.Err].filter((part) => part !== undefined && part !== "").join(": ");
  return [{ importPath: ImportPath.replace(/ \[.+\]$/, ""), reason: text }];
}

function listArguments({ packages, flags, tests, compile, onCompiled }: ListRequest, lenient: boolean): string[] {
  // What is embedded is only looked for where its names are asked for.
  const fields = "-json=ImportPath,Name,Standard,DepOnly,Dir,GoFiles,CgoFiles,EmbedFiles,Imports,Module";
  return [
    "list",
    "-deps",
    ...(tests ? ["-test"] : []),
    `${fields}${compile === null ? "" : ",Export,BuildID"}${lenient ? ",Error,DepsErrors" : ""}`,
    ...(compile === null ? [] : ["-export"]),
    ...(compile === null || onCompiled === undefined || lenient ? [] : ["-v"]),
    ...(lenient ? ["-e"] : []),
    "-buildvcs=false",
    ...listFlags(flags),
    ...(compile ?? []),
    "--",
    ...packages,
  ];
}

/** What to do about messages that do not say it. */
function hintFor(stderr: string): string {
  if (!/does not contain main module|go\.mod file not found|outside main module/.test(stderr)) return "";
  return "\nThere is no go.mod file here, or it is that of another module: run it in a module's directory, or add -C DIR";
}

/** Without what only matters for building, or prints more. */
export function listFlags(flags: readonly string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i < flags.length; i++) {
    const word = flags[i] as string;
    if (/^--?(?:a|i|n|v|x|work|json)$/.test(word) || /^--?(?:o|p)=/.test(word)) continue;
    if (/^--?(?:o|p)$/.test(word)) i++;
    else kept.push(word);
  }
  return kept;
}

function describe(listed: GoListPackage): ListedPackage {
  const [, importPath = listed.ImportPath, variant = null] = /^(\S+) \[(.+)\]$/.exec(listed.ImportPath) ?? [];
  return {
    importPath,
    variant,
    name: listed.Name ?? "",
    standard: listed.Standard ?? false,
    dependency: listed.DepOnly ?? false,
    directory: listed.Dir ?? "",
    files: [...(listed.GoFiles ?? []), ...(listed.CgoFiles ?? [])],
    module:
      listed.Module === undefined
        ? null
        : {
            path: listed.Module.Path,
            directory: listed.Module.Dir ?? "",
            main: listed.Module.Main ?? false,
            goVersion: listed.Module.GoVersion ?? null,
          },
    archive: listed.Export === undefined || listed.Export === "" ? null : listed.Export,
    buildId: listed.BuildID ?? null,
    imports: (listed.Imports ?? []).map((path) => path.replace(/ \[.*\]$/, "")),
  };
}

/** What compiling chosen packages gives, with go's own words. */
export interface Compilation {
  readonly exitCode: number;
  /** The packages and their dependencies, with their archives. */
  readonly listed: readonly ListedPackage[];
  /** What the compiler and go have printed. */
  readonly printed: Buffer;
}

/** Compiles packages with these -gcflags: in one command that lists them with their archives and prints their diagnostics. */
export async function compileListed(
  runner: GoRunner,
  { packages, flags, tests, compile }: ListRequest & { readonly compile: readonly string[] },
): Promise<Compilation> {
  const words = listArguments({ packages, flags, tests, compile }, false);
  const { exitCode, stdout, stderr } = await runGoForBytes(runner, words);
  return { exitCode, listed: exitCode === 0 ? readJsonStream(stdout).map(describe) : [], printed: stderr };
}

/** go list -json prints one object after the other; each ends in a line that is just a brace. */
function readJsonStream(text: string): GoListPackage[] {
  return text.split(/^\}$/m).flatMap((part) => {
    // A program in the place of go may print lines of its own before, between and behind.
    const start = /^\{$/m.exec(part)?.index;
    return start === undefined ? [] : [JSON.parse(`${part.slice(start)}}`) as GoListPackage];
  });
}

/** What a build reports. */
export interface Coverage {
  /** Patterns for -gcflags; null stands for the packages named on the command line. */
  readonly patterns: readonly (string | null)[];
  /** Whether to report a package. */
  wants(importPath: string, variant: string | null): boolean;
  /** Import paths of what is reported. */
  readonly packages: readonly string[];
  /** How many packages will be reported at most. */
  readonly expected: number;
  /** Paths of the main module, or of the workspace's modules. */
  readonly modules: readonly string[];
  /** Those of them that nothing was asked of: packages of theirs are reported since others import them. */
  readonly imported: readonly string[];
}

/**
 * Works out what is in scope. With tests, a package that is built for its tests is reported in that form alone. `only`: of
 * all that, packages of these import paths; `main` stands for every program.
 */
export function coverage(listed: readonly ListedPackage[], scope: Scope, only?: ReadonlySet<string>): Coverage {
  const inScope = listed.filter((each) => {
    if (only !== undefined && !only.has(each.importPath) && !(each.name === "main" && only.has("main"))) return false;
    if (each.importPath.endsWith(".test") && each.variant === null) return false; // the generated main of a test
    if (scope === "all") return true;
    return scope === "named" || each.module === null ? !each.dependency : each.module.main;
  });
  const key = (importPath: string, variant: string | null) => `${importPath} ${variant ?? ""}`;
  const tested = new Set(
    inScope.filter(({ importPath, variant }) => variant === `${importPath}.test`).map(({ importPath }) => importPath),
  );
  const reported = inScope.filter(({ importPath, variant }) => {
    if (variant === null) return !tested.has(importPath);
    if (!variant.endsWith(".test")) return true;
    // Rebuilt because it imports a package under test: the same code once more.
    const subject = variant.slice(0, -5);
    return importPath === subject || importPath === `${subject}_test`;
  });
  const wanted = new Set(reported.map(({ importPath, variant }) => key(importPath, variant)));
  const paths = new Set(reported.map(({ importPath }) => importPath));
  const modules = [...new Set(listed.flatMap(({ module }) => (module?.main === true ? [module.path] : [])))].sort();
  const asked = new Set(
    listed.flatMap(({ module, dependency }) => (module === null || dependency ? [] : [module.path])),
  );
  const others = reported.flatMap(({ module }) =>
    module?.main === true && !asked.has(module.path) ? [module.path] : [],
  );
  return {
    patterns: only === undefined ? patternsFor(scope, modules, reported) : patternsOf(reported),
    // A package can also be built for one program (with its profile): go list does not say so.
    wants: (importPath, variant) =>
      wanted.has(key(importPath, variant)) || (variant !== null && !variant.endsWith(".test") && paths.has(importPath)),
    packages: [...paths],
    expected: wanted.size,
    modules,
    imported: scope === "module" ? [...new Set(others)].sort() : [],
  };
}

/** What decides which packages are reported, as far as that is known before go list has answered. */
export interface Foreseen {
  readonly scope: Scope;
  readonly only: ReadonlySet<string> | undefined;
  /** Paths of the main module, or of the workspace's modules; none outside of modules. */
  readonly modules: readonly string[];
  readonly packages: readonly string[];
}

/**
 * The patterns that {@link coverage} is likely to give. null where that cannot be foreseen, and for everything: a build
 * of its own has most of that compiled already, without diagnostics. Being wrong costs time and nothing else.
 */
export function foreseenPatterns({ scope, only, modules, packages }: Foreseen): readonly (string | null)[] | null {
  const unlikely = packages.some((name) => name.endsWith(".go")) || modules.length === 0 || only?.has("main") === true;
  if (scope === "all" || unlikely) return null;
  if (only === undefined) return scope === "named" ? [null] : patternsFor(scope, [...modules].sort(), []);
  return only.size === 0 || only.size > MAX_PATTERNS ? null : [...only];
}

/** One pattern for each package, as far as a command line can hold them. */
function patternsOf(reported: readonly ListedPackage[]): readonly (string | null)[] {
  const paths = [...new Set(reported.map(({ importPath }) => importPath))];
  if (paths.includes("command-line-arguments") || paths.length > MAX_PATTERNS) return ["all"];
  return paths;
}

/** Each is a flag of its own. */
const MAX_PATTERNS = 500;

function patternsFor(
  scope: Scope,
  modules: readonly string[],
  reported: readonly ListedPackage[],
): readonly (string | null)[] {
  if (scope === "all") return ["all"];
  if (scope === "named") return [null];
  const patterns: (string | null)[] = modules.map((path) => (path === "std" ? "std" : `${path}/...`));
  // Files named on the command line, and code outside modules, match no pattern.
  if (reported.some(({ module }) => module === null) || patterns.length === 0) patterns.push(null);
  return patterns;
}
