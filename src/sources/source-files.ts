import { realpathSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { isAbsolute, relative, sep } from "node:path";
import { type ReadLimits, readRegularFile, readRegularFileSync } from "./regular-file.js";

/** A larger file gives no line; the largest that people have generated are a few MiB. The real path has no link left. */
const LIMITS: ReadLimits = { maxBytes: 16 * 1024 * 1024, followLink: false };
/** Text that is kept at most, in characters. */
const KEPT_CHARACTERS = 48 * 1024 * 1024;
/** How often something is computed again because it has asked for further files. */
const MAX_ROUNDS = 24;

/** The lines of a source file by the name that records give it; null where it may not be read, or is not there. */
export type SourceLookup = (file: string) => readonly string[] | null;

/** Which files may be read. Names come from directives in source, from reports and saved output: from anybody. */
export interface SourceRules {
  /** Where the file of that name may be: absolute paths, the likeliest first. */
  candidates(file: string): readonly string[];
  /** Whether a path, links not followed, is one of those that were built, or lies where the user said. */
  isMeant(path: string): boolean;
  /** Directories; the real path, all links followed, lies in one of them. */
  readonly within: readonly string[];
}

/** Nothing may be read. */
export const NO_SOURCES: SourceRules = { candidates: () => [], isMeant: () => false, within: [] };

/**
 * Source files of which lines are shown: regular files that end in `.go`, as the rules allow them (docs/security.md). Each
 * is read at most once while it is kept.
 */
export class SourceFiles {
  private readonly files = new Map<string, readonly string[] | null>();
  private characters = 0;
  private roots: readonly string[] | null = null;

  constructor(private readonly rules: SourceRules) {}

  /** The lines of a file that was loaded; undefined for one that was not. */
  loaded(file: string): readonly string[] | null | undefined {
    return this.files.get(file);
  }

  /** Reads files, so that they are loaded. Never throws: what cannot be read is null. */
  async load(files: Iterable<string>): Promise<void> {
    for (const file of files) {
      if (this.files.has(file)) continue;
      let text: string | null = null;
      for (const path of this.pathsOf(file)) {
        text = await this.read(path);
        if (text !== null) break;
      }
      this.keep(file, text);
    }
  }

  /** The lines of a file, read here and now: for the few that the compiler's text is not enough without. */
  readonly now: SourceLookup = (file) => {
    const known = this.files.get(file);
    return known === undefined ? this.keep(file, this.textNow(file)) : known;
  };

  /** The text of a file, read here and now, and not kept; null where it may not be read, or is not there. */
  textNow(file: string): string | null {
    for (const path of this.pathsOf(file)) {
      const text = this.readSync(path);
      if (text !== null) return text;
    }
    return null;
  }

  private pathsOf(file: string): readonly string[] {
    // What the compiler and cgo make up is nowhere; and no name of a file holds a NUL.
    if (!file.endsWith(".go") || file.startsWith("<") || file.startsWith("_cgo_") || file.includes("\0")) return [];
    return this.rules.candidates(file).filter((path) => path.endsWith(".go") && this.rules.isMeant(path));
  }

  private async read(path: string): Promise<string | null> {
    try {
      const real = await realpath(path);
      return this.mayBe(real) ? (await readRegularFile(real, LIMITS)).toString("utf8") : null;
    } catch {
      return null; // generated files need not be on disk
    }
  }

  private readSync(path: string): string | null {
    try {
      const real = realpathSync.native(path);
      return this.mayBe(real) ? readRegularFileSync(real, LIMITS).toString("utf8") : null;
    } catch {
      return null;
    }
  }

  private mayBe(real: string): boolean {
    this.roots ??= this.rules.within.flatMap(realDirectory);
    if (!real.endsWith(".go") || isGits(real)) return false;
    return this.roots.some((root) => isBelow(root, real));
  }

  private keep(file: string, text: string | null): readonly string[] | null {
    const characters = text?.length ?? 0;
    if (this.characters + characters > KEPT_CHARACTERS) {
      this.files.clear();
      this.characters = 0;
    }
    const lines = text?.split("\n") ?? null;
    this.files.set(file, lines);
    this.characters += characters;
    return lines;
  }
}

/**
 * Computes what needs source files: again and again, with what it has asked for read in between, until it asks for no more.
 * `compute` changes nothing, so that only its last result counts.
 */
export async function withSources<T>(sources: SourceFiles, compute: (source: SourceLookup) => T): Promise<T> {
  for (let round = 1; ; round++) {
    const missing = new Set<string>();
    const result = compute((file) => {
      const lines = sources.loaded(file);
      if (lines === undefined) missing.add(file);
      return lines ?? null;
    });
    if (missing.size === 0 || round === MAX_ROUNDS) return result;
    await sources.load(missing);
  }
}

/** Whether a path is below a directory; both absolute. */
export function isBelow(directory: string, path: string): boolean {
  const below = relative(directory, path);
  return below !== "" && below !== ".." && !below.startsWith(`..${sep}`) && !isAbsolute(below);
}

/** Whether a path leads to what git keeps for itself. */
export function isGits(path: string): boolean {
  return path.split(sep).some((name) => name.toLowerCase() === ".git");
}

function realDirectory(directory: string): string[] {
  try {
    return directory === "" ? [] : [realpathSync.native(directory)];
  } catch {
    return [];
  }
}
