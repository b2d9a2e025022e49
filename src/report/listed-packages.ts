import type { BuildFacts } from "../causes/index.js";
import { type Declaration, hasNamedResult, hasParameter, renamesImport } from "./function-signature.js";
import { STANDARD_PACKAGE_NAMES } from "./standard-packages.js";

/** What go list tells of one package of a build. */
export interface PackageImports {
  /** The package's name, as in its package clause. */
  readonly name: string;
  /** Import paths of its direct imports, after vendoring. */
  readonly imports: readonly string[];
}

const NONE: ReadonlySet<string> = new Set();

/** Functions of a package, by the names that the compiler prints inside it. */
interface SeenPackage {
  readonly importPath: string;
  readonly name: string;
  readonly functions: ReadonlySet<string>;
}

/**
 * What is known about the packages of a build: from go list where there is one, else from the input itself. A package
 * is printed after those it imports, so its imports are known when it is read, and packages it does not import change
 * nothing: the answer does not depend on the order in which go finished them.
 */
export class BuildKnowledge implements BuildFacts {
  private readonly seen = new Map<string, SeenPackage>();
  private readonly seenByName = new Map<string, SeenPackage[]>();
  /** Imports of other packages that a name can mean, once looked up, by the names of the packages with inlined functions. */
  private readonly foreign = new WeakMap<
    ReadonlySet<string>,
    { readonly listed: PackageImports; readonly byName: Map<string, readonly string[]> }
  >();
  /** Imports that a name can mean, once looked up. */
  private readonly imported = new WeakMap<PackageImports, Map<string, readonly string[]>>();

  /**
   * `packages`: go list's answer by import path; null for saved output.
   * `earlier`: functions of packages whose lines were left out, since they are known.
   * `source`: the lines of a source file by its name in records; null where it cannot be read.
   */
  constructor(
    private readonly packages: ReadonlyMap<string, PackageImports> | null = null,
    private readonly source: ((file: string) => readonly string[] | null) | null = null,
    private readonly earlier: ((importPath: string) => ReadonlySet<string> | undefined) | null = null,
  ) {}

  /** Notes a package whose lines have been read. */
  add(importPath: string, functions: ReadonlySet<string>): void {
    const name = this.packages?.get(importPath)?.name ?? nameOf(importPath);
    const entry: SeenPackage = { importPath, name, functions };
    this.seen.set(importPath, entry);
    const list = this.seenByName.get(name);
    if (list === undefined) this.seenByName.set(name, [entry]);
    else list.push(entry);
  }

  isPackage(name: string, importer: string | null, inlined: ReadonlySet<string> = NONE): boolean | undefined {
    const listed = importer === null ? undefined : this.packages?.get(importer);
    if (listed !== undefined) return this.knownAs(name, listed, inlined).length > 0 ? true : undefined;
    return this.seenByName.has(name) || STANDARD_PACKAGE_NAMES.has(name) ? true : undefined;
  }

  declares(
    packageName: string,
    name: string,
    importer: string | null,
    inlined: ReadonlySet<string> = NONE,
  ): boolean | undefined {
    const listed = importer === null ? undefined : this.packages?.get(importer);
    if (listed !== undefined) {
      const paths = this.knownAs(packageName, listed, inlined);
      const known = paths.map((path) => this.seen.get(path)?.functions ?? this.earlier?.(path));
      // The compiler prints packages of one name alike, and a file can import several.
      if (known.some((functions) => functions !== undefined && has(functions, name))) return true;
      return known.length === 0 || known.includes(undefined) ? undefined : false;
    }
    const candidates = this.seenByName.get(packageName) ?? [];
    if (candidates.some(({ functions }) => has(functions, name))) return true;
    // A standard package of the same name may be meant, whose functions the input does not hold.
    const standard =
      STANDARD_PACKAGE_NAMES.has(packageName) && !candidates.some(({ importPath }) => isStandard(importPath));
    return candidates.length === 0 || standard ? undefined : false;
  }

  namesResult(declaration: Declaration, name: string): boolean | undefined {
    const lines = this.linesOf(declaration);
    return lines === null ? undefined : hasNamedResult(lines, declaration, name);
  }

  namesParameter(declaration: Declaration, name: string): boolean | undefined {
    const lines = this.linesOf(declaration);
    return lines === null ? undefined : hasParameter(lines, declaration, name) && !renamesImport(lines, name);
  }

  private linesOf({ file }: Declaration): readonly string[] | null {
    return file === null ? null : (this.source?.(file) ?? null);
  }

  /**
   * What a package can mean by a name: its own imports, else those of packages of which functions are inlined in it, and of
   * what is inlined in those.
   */
  private knownAs(name: string, listed: PackageImports, inlined: ReadonlySet<string>): readonly string[] {
    const own = this.importedAs(name, listed);
    if (own.length > 0) return own;
    let known = this.foreign.get(inlined);
    if (known?.listed !== listed) {
      known = { listed, byName: new Map() };
      this.foreign.set(inlined, known);
    }
    let found = known.byName.get(name);
    if (found === undefined) {
      found = this.importedByInlined(name, listed, inlined);
      known.byName.set(name, found);
    }
    return found;
  }

  private importedByInlined(name: string, listed: PackageImports, inlined: ReadonlySet<string>): readonly string[] {
    const looked = new Set<string>();
    for (let layer = [listed]; layer.length > 0; ) {
      const below = layer.flatMap((each) => [...inlined].flatMap((other) => this.importedAs(other, each)));
      const fresh = [...new Set(below)].filter((path) => !looked.has(path));
      layer = fresh.flatMap((path) => this.packages?.get(path) ?? []);
      for (const path of fresh) looked.add(path);
      const found = layer.flatMap((each) => this.importedAs(name, each));
      if (found.length > 0) return [...new Set(found)];
    }
    return [];
  }

  private importedAs(name: string, listed: PackageImports): readonly string[] {
    let byName = this.imported.get(listed);
    if (byName === undefined) {
      byName = new Map();
      this.imported.set(listed, byName);
    }
    let found = byName.get(name);
    if (found === undefined) {
      found = listed.imports.filter(
        (path) => path === name || (this.packages?.get(path)?.name ?? nameOf(path)) === name,
      );
      byName.set(name, found);
    }
    return found;
  }
}

/** Instances of generic functions are printed with their type arguments; a name without any stands for all. */
function has(functions: ReadonlySet<string>, name: string): boolean {
  return functions.has(name) || functions.has(`(*${name.replace(".", ").")}`);
}

function isStandard(importPath: string): boolean {
  return !(importPath.split("/")[0] ?? "").includes(".");
}

/** The likely name of a package: the last element of its path that is no version. */
function nameOf(importPath: string): string {
  const parts = importPath.split("/");
  let last = parts.at(-1) ?? importPath;
  if (/^v\d+$/.test(last) && parts.length > 1) last = parts.at(-2) ?? last;
  return last.replace(/\.v\d+$/, "").replace(/^go-|-go$/, "");
}
