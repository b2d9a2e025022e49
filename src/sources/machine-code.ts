import { createHash } from "node:crypto";
import {
  type MachineCall,
  type MachineFunction,
  readTables,
  type SymbolReference,
} from "../../parsers/archive/index.js";
import { readNumberSources } from "../go/number-tables.js";
import type { ListedPackage } from "../go/packages.js";
import { type CompactCode, type PackageCode, packageCode, takesType } from "../sites/index.js";
import { ArchiveReader, type Archives, packageKey, sizeOf } from "./archive-reader.js";
import { ArchiveThread } from "./archive-thread.js";
import type { CodeCache } from "./code-cache.js";

/** As go names what it has compiled. Others, such as an empty one, name nothing. */
const BUILD_ID = /^[\w-]+\/[\w-]+$/;
/** Allocations of packages that are read before they are needed: some 500 bytes each. */
const MAX_SITES_AHEAD = 10_000;

/** What was not read, by what was wrong with it. */
export type SkippedArchives = ReadonlyMap<string, number>;

/** A package of a build, or a variant of it. */
type PackageName = Pick<ListedPackage, "importPath" | "variant">;

/** Reads the compiled packages of a build, each when it is asked for. */
export class MachineCode {
  /** Archives that could not be read, by the reason. */
  readonly skipped: SkippedArchives;
  private readonly skips = new Map<string, number>();
  private readonly reader: ArchiveReader;
  private readonly tablesDigest: string;
  private readonly ahead = new Map<string, PackageCode | null>();
  private aheadSites = 0;
  private readonly asked = new Set<string>();
  private readonly keys = new Map<string, string | null>();
  private thread: ArchiveThread | null = null;

  private constructor(
    private readonly archives: Archives,
    private readonly mapFile: (file: string) => string,
    private readonly cache: CodeCache | null,
  ) {
    this.skipped = this.skips;
    this.reader = new ArchiveReader(archives);
    const { builtins, relocations } = archives.tables;
    this.tablesDigest = createHash("sha256")
      .update(JSON.stringify([builtins, [...relocations]]))
      .digest("hex");
  }

  /**
   * null when the sources of the toolchain do not have the numbers that its archives use. `cache`: where to keep what
   * packages show.
   */
  static async of(
    goroot: string,
    listed: readonly ListedPackage[],
    mapFile: (file: string) => string,
    cache: CodeCache | null = null,
  ): Promise<MachineCode | null> {
    const sources = await readNumberSources(goroot);
    const tables = sources === null ? null : readTables(sources.builtins, sources.relocations);
    if (tables === null) return null;
    const files = new Map<string, string>();
    const buildIds = new Map<string, string>();
    const programs = new Set<string>();
    const builtFor = new Set<string>();
    for (const { importPath, variant, name, archive, buildId } of listed) {
      if (variant !== null) builtFor.add(variant);
      if (name === "main" && variant === null) programs.add(importPath);
      if (archive === null) continue;
      files.set(packageKey(importPath, variant), archive);
      if (typeof buildId === "string" && BUILD_ID.test(buildId)) buildIds.set(packageKey(importPath, variant), buildId);
    }
    // The compiler writes `$GOROOT` for the directory itself in packages of the standard library.
    const expanded = (file: string) => mapFile(file.replace(/^\$GOROOT(?=\/)/, () => goroot));
    return new MachineCode({ files, buildIds, programs, builtFor, tables }, expanded, cache);
  }

  /**
   * Reads packages before they are asked for: in a thread of its own where that is much, else while there is nothing else to
   * do, such as while go starts. Returns what ends it.
   */
  readAhead(packages: readonly PackageName[]): () => void {
    const there = packages.filter(({ importPath, variant }) => this.reader.has(importPath, variant));
    const jobs = there.flatMap(({ importPath, variant }) => {
      const key = this.keyOf(importPath, variant);
      if (key !== null && this.cache?.has(key) === true) return [];
      return [{ importPath, variant, key, bytes: this.reader.bytesOf(importPath, variant) }];
    });
    this.thread = ArchiveThread.start(this.archives, jobs, this.cache);
    return this.thread === null ? this.readInBetween(there) : () => this.thread?.stop();
  }

  private readInBetween(packages: readonly PackageName[]): () => void {
    let ended = false;
    const left = packages[Symbol.iterator]();
    const next = () => {
      const { value, done } = ended || this.aheadSites > MAX_SITES_AHEAD ? { value: null, done: true } : left.next();
      if (done === true || value === null) return;
      const { importPath, variant } = value;
      const key = packageKey(importPath, variant);
      if (!this.asked.has(key)) {
        const code = this.read(importPath, variant);
        this.ahead.set(key, code);
        this.aheadSites += code?.sites.length ?? 0;
      }
      setImmediate(next);
    };
    setImmediate(next);
    return () => {
      ended = true;
    };
  }

  /** What the machine code of a package shows; null where it cannot be read. */
  code(importPath: string, variant: string | null): PackageCode | null {
    const key = packageKey(importPath, variant);
    const known = this.ahead.get(key);
    this.asked.add(key);
    if (known === undefined) return this.read(importPath, variant);
    this.ahead.delete(key);
    return known;
  }

  private read(importPath: string, variant: string | null): PackageCode | null {
    const taken = this.thread?.take(packageKey(importPath, variant)) ?? null;
    if (taken !== null) return "skipped" in taken ? this.skip(taken.skipped) : packageCode(taken.code, this.mapFile);
    const key = this.keyOf(importPath, variant);
    const kept = key === null ? null : this.kept(key);
    if (kept !== null) return kept;
    const found = this.reader.read(importPath, variant);
    if ("skipped" in found) return this.skip(found.skipped);
    if (key !== null && found.isWhole) this.cache?.keep(key, found.code);
    return packageCode(found.code, this.mapFile);
  }

  /** What the cache calls a package: by everything that its code depends on. null where that is not known. */
  private keyOf(importPath: string, variant: string | null): string | null {
    const name = packageKey(importPath, variant);
    let key = this.keys.get(name);
    if (key === undefined) {
      const identity = this.reader.identity(importPath, variant);
      key = identity === null ? null : (this.cache?.keyOf({ ...identity, tables: this.tablesDigest }) ?? null);
      this.keys.set(name, key);
    }
    return key;
  }

  private kept(key: string): PackageCode | null {
    const code: CompactCode | null = this.cache?.get(key) ?? null;
    if (code === null) return null;
    try {
      return packageCode(code, this.mapFile);
    } catch {
      return null; // not as it was written
    }
  }

  /** Every function of a package with all its calls; null where its archive cannot be read. */
  functions(importPath: string): readonly MachineFunction[] | null {
    const result = this.reader.archive(importPath, null, () => true);
    if (result === null) return null;
    return result.kind === "package" ? result.functions : this.skip(result.note);
  }

  /** Whether the build has a package of this import path. */
  has(importPath: string): boolean {
    return this.reader.has(importPath, null);
  }

  /** The name that another package's archive gives to a symbol. */
  nameOf(reference: SymbolReference): string | null {
    return this.reader.definitions(reference.package, null)?.name(reference.index) ?? null;
  }

  /** The type that a call names, and its size. */
  typeOf({ type, callee }: MachineCall): { readonly type: string | null; readonly bytes: number | null } {
    if (type === null || !takesType(callee)) return { type: null, bytes: null };
    const { name, reference, size } = type;
    const named = name ?? (reference === null ? null : this.nameOf(reference));
    const bytes = size ?? sizeOf(type, (importPath) => this.reader.definitions(importPath, null));
    return { type: named?.replace(/^type:/, "") ?? null, bytes };
  }

  /** A file's name in records. */
  fileOf(file: string): string {
    return this.mapFile(file);
  }

  /** Gives back files and memory until something is asked for again. */
  release(): void {
    this.thread?.stop();
    this.thread = null;
    this.reader.release();
    this.ahead.clear();
  }

  private skip(note: string): null {
    this.skips.set(note, (this.skips.get(note) ?? 0) + 1);
    return null;
  }
}
