import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import {
  BUILD_ID_BYTES,
  type Definitions,
  type MachineCall,
  type MachineFunction,
  openDefinitions,
  readArchive,
  readBuildId,
  readTables,
  type SymbolReference,
  type ToolchainTables,
} from "../../parsers/archive/index.js";
import { readNumberSources } from "../go/number-tables.js";
import type { ListedPackage } from "../go/packages.js";
import { allocates, type CompactCode, compactCode, type PackageCode, packageCode, takesType } from "../sites/index.js";
import type { CodeCache } from "./code-cache.js";
import { FileParts } from "./file-parts.js";

/** A larger archive is not read. */
const MAX_ARCHIVE_BYTES = 1 << 29;
/** Bytes that are kept to look definitions up; at least those of the last archive are. */
const MAX_HELD_BYTES = 24 << 20;

/** Allocations of packages that are read before they are needed: some 500 bytes each. */
const MAX_SITES_AHEAD = 10_000;

const NO_ARCHIVE = "its archive is not there, or too large";

/** What was not read, by what was wrong with it. */
export type SkippedArchives = ReadonlyMap<string, number>;

/** Reads the compiled packages of a build, each when it is asked for. */
export class MachineCode {
  /** Archives that could not be read, by the reason. */
  readonly skipped: SkippedArchives;
  private readonly skips = new Map<string, number>();
  private readonly archives = new Map<string, string>();
  /** Programs, whose symbols begin with `main.`; built for a test they are packages like others. */
  private readonly programs = new Set<string>();
  /** Programs and tests that packages are compiled for once more. */
  private readonly builtFor = new Set<string>();
  private readonly open = new Map<string, Definitions>();
  private heldBytes = 0;
  private readonly ahead = new Map<string, PackageCode | null>();
  private aheadSites = 0;
  private readonly asked = new Set<string>();
  private readonly parts = new FileParts();
  private readonly whole = new WholeFiles();
  private readonly tablesDigest: string;

  private constructor(
    listed: readonly ListedPackage[],
    private readonly tables: ToolchainTables,
    private readonly mapFile: (file: string) => string,
    private readonly cache: CodeCache | null,
  ) {
    this.skipped = this.skips;
    this.tablesDigest = createHash("sha256")
      .update(JSON.stringify([tables.builtins, [...tables.relocations]]))
      .digest("hex");
    for (const { importPath, variant, name, archive } of listed) {
      if (variant !== null) this.builtFor.add(variant);
      if (name === "main" && variant === null) this.programs.add(importPath);
      if (archive !== null) this.archives.set(keyOf(importPath, variant), archive);
    }
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
    // The compiler writes `$GOROOT` for the directory itself in packages of the standard library.
    const expanded = (file: string) => mapFile(file.replace(/^\$GOROOT(?=\/)/, () => goroot));
    return new MachineCode(listed, tables, expanded, cache);
  }

  /**
   * Reads packages while there is nothing else to do, such as while go starts, and keeps them until they are asked for.
   * Returns what ends it.
   */
  readAhead(packages: Iterable<{ readonly importPath: string; readonly variant: string | null }>): () => void {
    let ended = false;
    const left = packages[Symbol.iterator]();
    const next = () => {
      const { value, done } = ended || this.aheadSites > MAX_SITES_AHEAD ? { value: null, done: true } : left.next();
      if (done === true || value === null) return;
      const { importPath, variant } = value;
      const key = keyOf(importPath, variant);
      if (this.archives.has(key) && !this.asked.has(key)) {
        const code = this.readCode(importPath, variant);
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
    const key = keyOf(importPath, variant);
    const known = this.ahead.get(key);
    this.asked.add(key);
    if (known === undefined) return this.readCode(importPath, variant);
    this.ahead.delete(key);
    return known;
  }

  private readCode(importPath: string, variant: string | null): PackageCode | null {
    const path = this.archives.get(keyOf(importPath, variant));
    if (path === undefined) return this.skip(NO_ARCHIVE);
    const name = variant === null && this.programs.has(importPath) ? "main" : importPath;
    const key = this.cache === null ? null : this.cacheKey(path, name);
    const kept = key === null ? null : this.kept(key);
    if (kept !== null) return kept;
    const bytes = this.whole.read(path);
    if (bytes === null) return this.skip(NO_ARCHIVE);
    const result = readArchive(bytes, this.tables, isWanted);
    if (result.kind === "unreadable") return this.skip(result.note);
    // A program with a profile is one package, and what it imports is compiled for it.
    const apart = variant ?? (this.builtFor.has(importPath) ? importPath : null);
    let isWhole = true;
    const definitions = (of: string) => {
      const found = this.definitions(of, apart);
      if (found === null) isWhole = false;
      return found;
    };
    const code: CompactCode = compactCode(result, {
      importPath: name,
      nameOf: (reference) => definitions(reference.package)?.name(reference.index) ?? null,
      sizeOf: (type) => sizeOf(type, definitions),
    });
    if (key !== null && isWhole) this.cache?.keep(key, code);
    return packageCode(code, this.mapFile);
  }

  /** Everything that what an archive shows depends on; null where it does not say what it was compiled from. */
  private cacheKey(path: string, importPath: string): string | null {
    const parts = this.parts.of(path, MAX_ARCHIVE_BYTES);
    const buildId = parts === null ? null : readBuildId(parts.read(0, BUILD_ID_BYTES));
    if (parts === null || buildId === null) return null;
    return this.cache?.keyOf({ buildId, bytes: parts.length, importPath, tables: this.tablesDigest }) ?? null;
  }

  private kept(key: string): PackageCode | null {
    const code = this.cache?.get(key) ?? null;
    if (code === null) return null;
    try {
      return packageCode(code, this.mapFile);
    } catch {
      return null; // not as it was written
    }
  }

  /** Every function of a package with all its calls; null where its archive cannot be read. */
  functions(importPath: string): readonly MachineFunction[] | null {
    const path = this.archives.get(keyOf(importPath, null));
    const bytes = path === undefined ? null : this.whole.read(path);
    if (bytes === null) return null;
    const result = readArchive(bytes, this.tables, () => true);
    return result.kind === "package" ? result.functions : this.skip(result.note);
  }

  /** Whether the build has a package of this import path. */
  has(importPath: string): boolean {
    return this.archives.has(keyOf(importPath, null));
  }

  /** The name that another package's archive gives to a symbol. */
  nameOf(reference: SymbolReference): string | null {
    return this.definitions(reference.package, null)?.name(reference.index) ?? null;
  }

  /** The type that a call names, and its size. */
  typeOf({ type, callee }: MachineCall): { readonly type: string | null; readonly bytes: number | null } {
    if (type === null || !takesType(callee)) return { type: null, bytes: null };
    const definitions = (name: string) => this.definitions(name, null);
    const { name, reference, size } = type;
    const named = name ?? (reference === null ? null : (definitions(reference.package)?.name(reference.index) ?? null));
    return { type: named?.replace(/^type:/, "") ?? null, bytes: size ?? sizeOf(type, definitions) };
  }

  /** A file's name in records. */
  fileOf(file: string): string {
    return this.mapFile(file);
  }

  /** Gives back files and memory until something is asked for again. */
  release(): void {
    this.parts.close();
    this.whole.release();
    this.ahead.clear();
  }

  private skip(note: string): null {
    this.skips.set(note, (this.skips.get(note) ?? 0) + 1);
    return null;
  }

  /** The archive that defines the symbols of a package: the one built for the same tests, or the ordinary one. */
  private definitions(importPath: string, variant: string | null): Definitions | null {
    const path = this.archives.get(keyOf(importPath, variant)) ?? this.archives.get(keyOf(importPath, null));
    if (path === undefined) return null;
    const known = this.open.get(path);
    if (known !== undefined) {
      // The one that was not asked for the longest comes first.
      this.open.delete(path);
      this.open.set(path, known);
      return known;
    }
    const parts = this.parts.of(path, MAX_ARCHIVE_BYTES);
    if (parts === null) return null;
    const definitions = openDefinitions(parts);
    this.open.set(path, definitions);
    this.heldBytes += definitions.held;
    for (const [oldest, { held }] of this.open) {
      if (this.heldBytes <= MAX_HELD_BYTES || oldest === path) break;
      this.open.delete(oldest);
      this.heldBytes -= held;
    }
    return definitions;
  }
}

/** What allocates, and copies of generic functions, which tell the types that they are called for. */
function isWanted(callee: string | null): boolean {
  return allocates(callee) || callee?.includes("[go.shape.") === true;
}

/** Basic types stand in the archive of the run time. */
const BASIC = "runtime";

function sizeOf(
  { name, reference }: { readonly name: string | null; readonly reference: SymbolReference | null },
  definitions: (importPath: string) => Definitions | null,
): number | null {
  if (reference !== null) return definitions(reference.package)?.size(reference.index) ?? null;
  if (name === null) return null;
  const size = BASIC_TYPE.test(name) ? definitions(BASIC)?.sizeOf(name) : null;
  if (size !== undefined && size !== null) return size;
  const importPath = /^([^[\]{}()\s*]+)\.[^./]+$/.exec(name)?.[1];
  return importPath === undefined ? null : (definitions(importPath)?.sizeOf(name) ?? null);
}

const BASIC_TYPE = /^[\w[\]*. {}]+$/;

/** Reads files into the same memory, one after the other: what is read holds until the next one is. */
class WholeFiles {
  private memory = Buffer.alloc(0);

  release(): void {
    this.memory = Buffer.alloc(0);
  }

  /** null where the file cannot be read, or is too large. */
  read(path: string): Buffer | null {
    let descriptor: number | null = null;
    try {
      descriptor = openSync(path, "r");
      const { size } = fstatSync(descriptor);
      if (size > MAX_ARCHIVE_BYTES) return null;
      if (size > this.memory.length) this.memory = Buffer.allocUnsafeSlow(size);
      let used = 0;
      while (used < size) {
        const read = readSync(descriptor, this.memory, used, size - used, used);
        if (read === 0) break;
        used += read;
      }
      return this.memory.subarray(0, used);
    } catch {
      return null;
    } finally {
      if (descriptor !== null) closeSync(descriptor);
    }
  }
}

function keyOf(importPath: string, variant: string | null): string {
  return `${importPath} ${variant ?? ""}`;
}
