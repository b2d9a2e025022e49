import { basename, dirname, join, resolve } from "node:path";
import type { ResultFlow } from "../../parsers/gosource/index.js";
import { dependentsOf } from "../go/broken-packages.js";
import { compilerFlagsOf, gcflagsArguments } from "../go/flags.js";
import { compileListed, type ListedPackage } from "../go/packages.js";
import { variantsFor, withVariants } from "../go/variants.js";
import type { DiagnosticRecord } from "../records/record.js";
import type { RecordKind } from "../records/vocabulary.js";
import { collect } from "../report/collect.js";
import type { PackageImports } from "../report/listed-packages.js";
import { type BuildContext, type BuildRequest, mapperOf, openContext } from "./build-context.js";
import { importsOf } from "./build-source.js";
import { MachineCode } from "./machine-code.js";
import { type OverlaidFile, withOverlay, withoutCopies } from "./overlay.js";
import type { SourceFacts } from "./record-source.js";
import { sourceFunctions } from "./source-functions.js";

/** What one compilation of chosen packages prints. */
export interface TrialRecords {
  readonly records: readonly DiagnosticRecord[];
  /** Results that parameters flow to, by `file:line:column` of the parameter: records of one that leaks leave them out. */
  readonly resultFlows: ReadonlyMap<string, readonly ResultFlow[]>;
  /** What go says where they do not compile: its first line; null where they do. */
  readonly failure: string | null;
}

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

const KINDS: ReadonlySet<RecordKind> = new Set(["escape", "allocation", "leak", "inlining", "inlined-call"]);

const NO_FILE = "its place is in no Go file of the build";

/** Type parameters came with Go 1.18. */
const GENERIC_LANGUAGE = "-lang=go1.21";

/** Compiles packages of a build again, with other texts for some of their files. The tree stays as it is. */
export class TrialBuild {
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

  /** Compiles, and keeps what was printed. */
  async compile({ packages, files, generic = [] }: Trial): Promise<TrialRecords> {
    if (files.length === 0) return this.run(packages, generic, []);
    return withOverlay(files, (overlay) => this.run(packages, generic, [`-overlay=${overlay}`]));
  }

  private async run(
    packages: readonly string[],
    generic: readonly string[],
    more: readonly string[],
  ): Promise<TrialRecords> {
    const { request, runner, flags, env } = this.context;
    const user = [...compilerFlagsOf(env.goflags), ...flags.compiler];
    const all = user.filter(({ pattern }) => pattern === null).flatMap((each) => each.flags);
    const language = generic.map((pattern) => ({ pattern, flags: [...all, GENERIC_LANGUAGE] }));
    const progress = request.onBuild?.(packages.length);
    try {
      const { exitCode, listed, printed } = await compileListed(runner, {
        packages,
        flags: [...flags.others, ...more],
        tests: request.tests,
        compile: gcflagsArguments([null], [...user, ...language]),
      });
      return await this.read(packages, listed, printed, exitCode);
    } finally {
      progress?.end();
    }
  }

  private async read(
    packages: readonly string[],
    compiled: readonly ListedPackage[],
    printed: string,
    exitCode: number,
  ): Promise<TrialRecords> {
    const { env, listed, sources, covered } = this.context;
    const mapFile = mapperOf(this.context);
    const code = exitCode === 0 ? await MachineCode.of(env.goroot, compiled, mapFile) : null;
    const wanted = new Set(packages);
    const records: DiagnosticRecord[] = [];
    const errors: string[] = [];
    const options = {
      kinds: KINDS,
      code: code === null ? undefined : (path: string, variant: string | null) => code.code(path, variant),
      packages: importsOf(listed),
      mapFile,
      wants: (path: string, variant: string | null) => wanted.has(path) && covered.wants(path, variant),
      source: sources.now,
      functions: sourceFunctions(sources),
    };
    try {
      await collect(withVariants(oneChunk(printed), variantsFor(null, listed)), options, {
        record: (record) => {
          if (record.kind === "unknown") errors.push(record.message);
          else records.push(JSON.parse(JSON.stringify(record)) as DiagnosticRecord);
        },
      });
    } finally {
      // Each trial opens its own archives, and there can be many.
      code?.release();
    }
    const resultFlows = exitCode === 0 ? resultFlowsIn(printed, mapFile) : new Map<string, ResultFlow[]>();
    return { records, resultFlows, failure: exitCode === 0 ? null : firstError(errors) };
  }
}

async function* oneChunk(text: string): AsyncGenerator<Uint8Array, number> {
  yield Buffer.from(text);
  return 0;
}

const RESULT_FLOW = /^(.+?):(\d+):(\d+): parameter \S+ leaks to ([^{\s]\S*)(?: for .*)? with derefs=(\d+):$/gm;

/** The explanations of flows to results, which the compiler prints also of parameters that leak to the heap. */
function resultFlowsIn(printed: string, mapFile: (file: string) => string): Map<string, ResultFlow[]> {
  const found = new Map<string, ResultFlow[]>();
  for (const [, file = "", line, column, result = "", derefs] of printed.matchAll(RESULT_FLOW)) {
    const key = `${mapFile(file)}:${line}:${column}`;
    const flow = { result, content: Number(derefs) > 0 };
    const known = found.get(key);
    if (known === undefined) found.set(key, [flow]);
    // Instances of a generic function are explained each; the nearest flow holds the others.
    else if (!known.some((each) => each.result === result && each.content === flow.content)) known.push(flow);
  }
  return found;
}

/** What the compiler refuses, or what go says where it says no more. */
function firstError(lines: readonly string[]): string {
  const found = lines.find((line) => /^\S.*?:\d+(?::\d+)?: /.test(line)) ?? lines.find((line) => line.trim() !== "");
  return withoutCopies(found ?? "go ended with an error and said nothing");
}

function knowsGenerics(goVersion: string | null): boolean {
  // Without a go line a module is written in Go 1.16.
  const [, major = "1", minor = "16"] = /^(\d+)\.(\d+)/.exec(goVersion ?? "") ?? [];
  return Number(major) > 1 || Number(minor) >= 18;
}
