import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import {
  type ArchiveParts,
  type ArchiveResult,
  BUILD_ID_BYTES,
  type Definitions,
  openDefinitions,
  readArchive,
  readBuildId,
  type SymbolReference,
  type ToolchainTables,
} from "../../parsers/archive/index.js";
import { type CompactCode, compactCode } from "../sites/compact-code.js";
import { allocates } from "../sites/run-time-calls.js";
import { FileParts } from "./file-parts.js";

/** A larger archive is not read. */
const MAX_ARCHIVE_BYTES = 1 << 29;
/** Bytes that are kept to look definitions up; at least those of the last archive are. */
const MAX_HELD_BYTES = 24 << 20;

/** The compiled packages of a build, as another thread can be given them. */
export interface Archives {
  /** Files, by {@link packageKey}. */
  readonly files: ReadonlyMap<string, string>;
  /** What go identifies them by, where it was asked: it stands in the files, too. */
  readonly buildIds: ReadonlyMap<string, string>;
  /** Programs, whose symbols begin with `main.`; built for a test they are packages like others. */
  readonly programs: ReadonlySet<string>;
  /** Programs and tests that packages are compiled for once more. */
  readonly builtFor: ReadonlySet<string>;
  readonly tables: ToolchainTables;
}

/** What an archive shows. */
export type ReadPackage =
  | {
      readonly code: CompactCode;
      /** Whether every archive that it names something of was there. */
      readonly isWhole: boolean;
    }
  | { readonly skipped: string };

/** What a package was compiled from. */
export interface PackageIdentity {
  readonly buildId: string;
  /** What its symbols begin with. */
  readonly prefix: string;
}

/** One package of a build, as it is built for a program or a test. */
export function packageKey(importPath: string, variant: string | null): string {
  return `${importPath} ${variant ?? ""}`;
}

/** Reads archives, one after the other. */
export class ArchiveReader {
  private readonly open = new Map<string, Definitions>();
  private heldBytes = 0;
  private readonly parts = new FileParts();
  private readonly whole = new WholeFiles();

  constructor(private readonly archives: Archives) {}

  has(importPath: string, variant: string | null): boolean {
    return this.archives.files.has(packageKey(importPath, variant));
  }

  /** null where the archive does not say it. */
  identity(importPath: string, variant: string | null): PackageIdentity | null {
    const known = this.archives.buildIds.get(packageKey(importPath, variant));
    const parts = known === undefined ? this.partsOf(importPath, variant) : null;
    const buildId = known ?? (parts === null ? null : readBuildId(parts.read(0, BUILD_ID_BYTES)));
    return buildId === null ? null : { buildId, prefix: this.prefix(importPath, variant) };
  }

  /** Bytes of the archive; null where it cannot be read. */
  bytesOf(importPath: string, variant: string | null): number | null {
    return this.partsOf(importPath, variant)?.length ?? null;
  }

  private partsOf(importPath: string, variant: string | null): ArchiveParts | null {
    const path = this.archives.files.get(packageKey(importPath, variant));
    return path === undefined ? null : this.parts.of(path, MAX_ARCHIVE_BYTES);
  }

  /** What allocates in a package. */
  read(importPath: string, variant: string | null): ReadPackage {
    const result = this.archive(importPath, variant, isWanted);
    if (result === null) return { skipped: "its archive is not there, or too large" };
    if (result.kind === "unreadable") return { skipped: result.note };
    // A program with a profile is one package, and what it imports is compiled for it.
    const apart = variant ?? (this.archives.builtFor.has(importPath) ? importPath : null);
    let isWhole = true;
    const definitions = (of: string) => {
      const found = this.definitions(of, apart);
      if (found === null) isWhole = false;
      return found;
    };
    const code = compactCode(result, {
      importPath: this.prefix(importPath, variant),
      nameOf: (reference) => definitions(reference.package)?.name(reference.index) ?? null,
      sizeOf: (type) => sizeOf(type, definitions),
    });
    return { code, isWhole };
  }

  /** Functions with the calls that are wanted; null where there is no archive. What is read holds until the next one is. */
  archive(
    importPath: string,
    variant: string | null,
    wanted: (callee: string | null) => boolean,
  ): ArchiveResult | null {
    const path = this.archives.files.get(packageKey(importPath, variant));
    const bytes = path === undefined ? null : this.whole.read(path);
    return bytes === null ? null : readArchive(bytes, this.archives.tables, wanted);
  }

  /** The archive that defines the symbols of a package: the one built for the same tests, or the ordinary one. */
  definitions(importPath: string, variant: string | null): Definitions | null {
    const { files } = this.archives;
    const path = files.get(packageKey(importPath, variant)) ?? files.get(packageKey(importPath, null));
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

  /** Gives back files and memory until something is asked for again. */
  release(): void {
    this.parts.close();
    this.whole.release();
  }

  private prefix(importPath: string, variant: string | null): string {
    return variant === null && this.archives.programs.has(importPath) ? "main" : importPath;
  }
}

/** What allocates, and copies of generic functions, which tell the types that they are called for. */
function isWanted(callee: string | null): boolean {
  return allocates(callee) || callee?.includes("[go.shape.") === true;
}

/** Basic types stand in the archive of the run time. */
const BASIC = "runtime";

export function sizeOf(
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
