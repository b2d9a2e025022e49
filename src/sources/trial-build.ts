import { basename, dirname, join, resolve } from "node:path";
import { dependentsOf } from "../go/broken-packages.js";
import { compilerFlagsOf, gcflagsArguments, withPatterns } from "../go/flags.js";
import { compileListed, type ListedPackage } from "../go/packages.js";
import { WITHOUT_PROFILE } from "../go/profile.js";
import type { PackageImports } from "../report/listed-packages.js";
import { packageKey } from "./archive-reader.js";
import { type BuildContext, type BuildRequest, mapperOf, openContext } from "./build-context.js";
import { copyIndex, type OverlaidFile, withOverlay } from "./overlay.js";
import { importsOf } from "./package-imports.js";
import type { SourceFacts } from "./record-source.js";
import { TrialOutput } from "./trial-output.js";

/** What a compilation is of. */
export interface Trial {
  /** Import paths. */
  readonly packages: readonly string[];
  /** Files that are compiled in place of those of the tree, or beside them. */
  readonly files: readonly OverlaidFile[];
  /** Packages whose language is to know type parameters, whatever their go.mod says. */
  readonly generic?: readonly string[] | undefined;
}

/** A file of the user's own modules that can be written anew, for the compiler alone. */
export interface OwnFile {
  readonly importPath: string;
  readonly path: string;
  readonly directory: string;
  readonly packageName: string;
  readonly text: string;
  /** Whether its package knows type parameters. */
  readonly knowsGenerics: boolean;
}

/** Something that the compiler refuses. */
export interface Refusal {
  /** As in records. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const REFUSAL = /^(?:vet: )?(\S.*?\.go):(\d+):(\d+): (.*)$/gm;

const NO_FILE = "its place is in no Go file of the build";

/** Type parameters came with Go 1.18. */
const GENERIC_LANGUAGE = "-lang=go1.21";

/** Without it the compiler stops at the tenth. */
const ALL_ERRORS = "-e";

/** Compiles packages of a build again, with other texts for some of their files. The tree stays as it is. */
export class TrialBuild {
  /** What was compiled without other texts, by import path and variant. */
  private readonly compiled = new Map<string, ListedPackage>();

  private constructor(
    private readonly context: BuildContext,
    private readonly asked: readonly string[],
  ) {}

  /** Asks go about the packages; compiles nothing. */
  static async open(request: BuildRequest, signal: AbortSignal): Promise<TrialBuild> {
    const { asked, context } = await openContext({ ...request, machineCode: false }, signal, false);
    return new TrialBuild(context, asked);
  }

  /** Import paths of what is reported. */
  get packages(): readonly string[] {
    return this.context.covered.packages;
  }

  get root(): string {
    return this.context.runner.directory;
  }

  get imports(): ReadonlyMap<string, PackageImports> {
    return importsOf(this.context.listed);
  }

  facts(): SourceFacts {
    const { request, covered, env } = this.context;
    const { scope, tests, flags } = request;
    const build = { packages: [...this.asked], scope, tests, flags: [...flags], modules: [...covered.modules] };
    return { toolchain: env.toolchain, build: { ...build, machineCode: true } };
  }

  /** Why nothing of this build can be compiled with other texts; null where it can. */
  get unfit(): string | null {
    const { flags, env, covered } = this.context;
    if (flags.needsBuild) return "flags for go build alone (-o, -json) are given";
    const words = [...flags.others, ...env.goflags.split(/\s+/)];
    if (words.some((word) => /^--?overlay(?:=|$)/.test(word))) return "the build has an -overlay of its own";
    if (covered.packages.includes("command-line-arguments")) return "files are named, and no packages";
    return null;
  }

  /** Whether a profile guides the build of the report. Trials leave it aside: it would hold for other code. */
  get isProfiled(): boolean {
    return this.context.profiled !== "none";
  }

  /** A package of the report and those that import it, at any remove. */
  importersOf(importPath: string): string[] {
    const found = new Set([importPath, ...dependentsOf(new Set([importPath]), this.context.listed)]);
    return this.packages.filter((each) => found.has(each)).sort();
  }

  /** Whether a file that a record names can be written anew, as far as its name tells. */
  isOwn(file: string | null): boolean {
    return typeof this.ownerOf(file) !== "string";
  }

  /** Import path of the package that a file belongs to; null where it is not one's own. */
  packageOf(file: string | null): string | null {
    const owner = this.ownerOf(file);
    return typeof owner === "string" ? null : owner.importPath;
  }

  /** Reads a file that a record names; a text says why it cannot be written anew. */
  async ownFile(file: string | null): Promise<OwnFile | string> {
    const owner = this.ownerOf(file);
    if (typeof owner === "string" || file === null) return typeof owner === "string" ? owner : NO_FILE;
    const { sources } = this.context;
    await sources.load([file]);
    const text = sources.loaded(file)?.join("\n");
    if (text === undefined) return "its source cannot be read";
    const { importPath, directory, name, module } = owner;
    return {
      importPath,
      path: join(directory, basename(file)),
      directory,
      // A test of another package lies in the same directory.
      packageName: /^package[ \t]+([\p{L}_][\p{L}\p{N}_]*)/mu.exec(text)?.[1] ?? name,
      text,
      knowsGenerics: knowsGenerics(module?.goVersion ?? null),
    };
  }

  private ownerOf(file: string | null): ListedPackage | string {
    if (file === null || file.startsWith("<")) return NO_FILE;
    const path = resolve(this.root, file);
    const owner = this.context.listed.find(
      ({ directory, files }) => directory === dirname(path) && files.includes(basename(path)),
    );
    if (file.startsWith("$GOROOT/") || (owner !== undefined && owner.module?.main !== true)) {
      return "it is not in a module of yours";
    }
    return owner ?? NO_FILE;
  }

  /** Whether a file is there, or the build has one of this name. */
  hasFile(directory: string, name: string): boolean {
    return this.context.listed.some((each) => each.directory === directory && each.files.includes(name));
  }

  /** The files of a package, also of its tests, as records name them. */
  filesOf(importPath: string): string[] {
    const nameOf = mapperOf(this.context);
    const files = this.context.listed
      .filter((each) => each.importPath === importPath)
      .flatMap(({ directory, files: names }) => names.map((name) => nameOf(join(directory, name))));
    return [...new Set(files)];
  }

  /** The texts of all files of a package. */
  async sourcesOf(importPath: string): Promise<string[]> {
    const { sources } = this.context;
    const names = this.filesOf(importPath);
    await sources.load(names);
    return names.map((name) => sources.loaded(name)?.join("\n") ?? "");
  }

  /** Import paths of one's own packages that a name can stand for: `store`, `app/store`, or all of the path. */
  packagesNamed(name: string): string[] {
    const found = this.context.listed.filter(
      ({ importPath, variant, module, name: short }) =>
        variant === null &&
        module?.main === true &&
        (importPath === name || importPath.endsWith(`/${name}`) || short === name),
    );
    return [...new Set(found.map(({ importPath }) => importPath))];
  }

  /** What the compiler refuses of packages with these texts, all of it; null where it refuses nothing. */
  async refusals({ packages, files, generic = [] }: Trial): Promise<readonly Refusal[] | null> {
    const { request, runner, flags } = this.context;
    const { exitCode, printed } = await withOverlay(files, (overlay) =>
      compileListed(runner, {
        packages,
        flags: [...flags.others, ...this.withoutProfile, `-overlay=${overlay}`],
        tests: request.tests,
        compile: this.compilerFlags(generic, packages),
      }),
    );
    if (exitCode === 0) return null;
    const nameOf = mapperOf(this.context);
    return [...printed.toString().matchAll(REFUSAL)].map(([, printedFile = "", line, column, message = ""]) => {
      const copy = copyIndex(printedFile);
      const file = nameOf(copy === null ? printedFile : (files[copy]?.path ?? printedFile));
      return { file, line: Number(line), column: Number(column), message };
    });
  }

  /** Compiles, and keeps what was printed. */
  async compile({ packages, files, generic = [] }: Trial): Promise<TrialOutput> {
    if (files.length === 0) return this.run(packages, generic, []);
    return withOverlay(files, (overlay) => this.run(packages, generic, [`-overlay=${overlay}`]));
  }

  private async run(
    packages: readonly string[],
    generic: readonly string[],
    more: readonly string[],
  ): Promise<TrialOutput> {
    const { request, runner, flags } = this.context;
    const progress = request.onBuild?.(packages.length);
    try {
      const compilation = await compileListed(runner, {
        packages,
        flags: [...flags.others, ...this.withoutProfile, ...more],
        tests: request.tests,
        compile: this.compilerFlags(generic),
      });
      if (more.length === 0)
        for (const each of compilation.listed) this.compiled.set(packageKey(each.importPath, each.variant), each);
      return await TrialOutput.of(this.context, packages, {
        ...compilation,
        listed: this.withOthers(compilation.listed),
      });
    } finally {
      progress?.end();
    }
  }

  private get withoutProfile(): readonly string[] {
    return this.isProfiled ? WITHOUT_PROFILE : [];
  }

  /** Sizes of basic types stand in the archive of the run time, which not all packages import. */
  private withOthers(listed: readonly ListedPackage[]): ListedPackage[] {
    const all = new Map(this.compiled);
    for (const each of listed) all.set(packageKey(each.importPath, each.variant), each);
    return [...all.values()];
  }

  /** As the build of the report has them, so that go compiles what a trial changes and nothing else. `whole`: packages of which all errors are wanted. */
  private compilerFlags(generic: readonly string[], whole: readonly string[] = []): string[] {
    const { flags, env, covered, listed } = this.context;
    const named = namedPatterns(listed, covered.modules);
    const given = [...compilerFlagsOf(env.goflags), ...flags.compiler];
    const all = given.filter(({ pattern }) => pattern === null).flatMap((each) => each.flags);
    const user = withPatterns(given, named);
    const own = [...new Set([...generic, ...whole])].map((pattern) => {
      const language = generic.includes(pattern) ? [GENERIC_LANGUAGE] : [];
      return { pattern, flags: [...all, ...language, ...(whole.includes(pattern) ? [ALL_ERRORS] : [])] };
    });
    const patterns = covered.patterns.flatMap((each) => (each === null ? named : [each]));
    return gcflagsArguments(patterns, [...user, ...own]);
  }
}

/** Patterns for the packages that were named: those of a command for fewer packages have to stand for the same ones. */
function namedPatterns(listed: readonly ListedPackage[], modules: readonly string[]): string[] {
  const plain = listed.filter(({ variant, importPath }) => variant === null && !importPath.endsWith(".test"));
  const isWhole = plain.every(({ module, dependency }) => module?.main !== true || !dependency);
  if (modules.length > 0 && isWhole) return modules.map((path) => (path === "std" ? "std" : `${path}/...`));
  return plain.filter(({ dependency }) => !dependency).map(({ importPath }) => importPath);
}

function knowsGenerics(goVersion: string | null): boolean {
  // Without a go line a module is written in Go 1.16.
  const [, major = "1", minor = "16"] = /^(\d+)\.(\d+)/.exec(goVersion ?? "") ?? [];
  return Number(major) > 1 || Number(minor) >= 18;
}
