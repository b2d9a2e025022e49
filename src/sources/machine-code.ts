import { readFileSync, statSync } from "node:fs";
import {
  type Definitions,
  type MachineCall,
  type MachineFunction,
  openDefinitions,
  readArchive,
  readTables,
  type SymbolReference,
  type ToolchainTables,
} from "../../parsers/archive/index.js";
import { readNumberSources } from "../go/number-tables.js";
import type { ListedPackage } from "../go/packages.js";
import { allocates, type PackageCode, packageCode, takesType } from "../sites/index.js";

/** A larger archive is not read. */
const MAX_ARCHIVE_BYTES = 1 << 29;
/** Bytes of the archives that are kept open to look definitions up; at least the last one is. */
const MAX_OPEN_BYTES = 96 << 20;

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
  private readonly open = new Map<string, { readonly definitions: Definitions; readonly bytes: number }>();
  private openBytes = 0;

  private constructor(
    listed: readonly ListedPackage[],
    private readonly tables: ToolchainTables,
    private readonly mapFile: (file: string) => string,
  ) {
    this.skipped = this.skips;
    for (const { importPath, variant, name, archive } of listed) {
      if (name === "main" && variant === null) this.programs.add(importPath);
      if (archive !== null) this.archives.set(keyOf(importPath, variant), archive);
    }
  }

  /** null when the sources of the toolchain do not have the numbers that its archives use. */
  static async of(
    goroot: string,
    listed: readonly ListedPackage[],
    mapFile: (file: string) => string,
  ): Promise<MachineCode | null> {
    const sources = await readNumberSources(goroot);
    const tables = sources === null ? null : readTables(sources.builtins, sources.relocations);
    if (tables === null) return null;
    // The compiler writes `$GOROOT` for the directory itself in packages of the standard library.
    const expanded = (file: string) => mapFile(file.replace(/^\$GOROOT(?=\/)/, () => goroot));
    return new MachineCode(listed, tables, expanded);
  }

  /** What the machine code of a package shows; null where it cannot be read. */
  code(importPath: string, variant: string | null): PackageCode | null {
    const path = this.archives.get(keyOf(importPath, variant));
    const bytes = path === undefined ? null : readBounded(path);
    if (bytes === null) return this.skip("its archive is not there, or too large");
    const result = readArchive(bytes, this.tables, allocates);
    if (result.kind === "unreadable") return this.skip(result.note);
    const definitions = (name: string) => this.definitions(name, variant);
    return packageCode(result, {
      importPath: variant === null && this.programs.has(importPath) ? "main" : importPath,
      mapFile: this.mapFile,
      nameOf: (reference) => definitions(reference.package)?.name(reference.index) ?? null,
      sizeOf: (type) => sizeOf(type, definitions),
    });
  }

  /** Every function of a package with all its calls; null where its archive cannot be read. */
  functions(importPath: string): readonly MachineFunction[] | null {
    const path = this.archives.get(keyOf(importPath, null));
    const bytes = path === undefined ? null : readBounded(path);
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
      return known.definitions;
    }
    const bytes = readBounded(path);
    if (bytes === null) return null;
    const definitions = openDefinitions(bytes);
    this.open.set(path, { definitions, bytes: bytes.length });
    this.openBytes += bytes.length;
    for (const [oldest, { bytes: size }] of this.open) {
      if (this.openBytes <= MAX_OPEN_BYTES || oldest === path) break;
      this.open.delete(oldest);
      this.openBytes -= size;
    }
    return definitions;
  }
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

function readBounded(path: string): Buffer | null {
  try {
    return statSync(path).size > MAX_ARCHIVE_BYTES ? null : readFileSync(path);
  } catch {
    return null;
  }
}

function keyOf(importPath: string, variant: string | null): string {
  return `${importPath} ${variant ?? ""}`;
}
