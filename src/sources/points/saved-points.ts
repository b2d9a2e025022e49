import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { InputError } from "../../errors.js";
import type { Point } from "../../leaks/point.js";
import { processMismatch } from "../../leaks/same-process.js";
import { SiteTable } from "../../leaks/site.js";
import { hasSeveral, inTime, type NamedPart, pointOf, pointsOf } from "./assemble.js";
import { readPart } from "./read-part.js";

/** Files that one run reads at most: a directory with more is not one of points. */
const MAX_FILES = 4096;

/** Points that were read, and what was passed over. */
export interface SavedPoints {
  readonly points: readonly Point[];
  /** Files in directories that are no part of a point, and why. */
  readonly passedOver: readonly string[];
}

/**
 * Reads points of one process: files, told apart by what is in them, directories with the files of one point, and
 * directories of such directories. `maxBytes`: how much each may expand to. Throws {@link InputError} where they are of two processes.
 */
export async function readSavedPoints(
  paths: readonly string[],
  directory: string,
  maxBytes?: number,
): Promise<SavedPoints> {
  const reader = new PointReader(directory, maxBytes);
  for (const path of paths) await reader.path(path);
  const points = inTime([...reader.points, ...pointsOf(reader.loose)]);
  if (points.length === 0) {
    throw new InputError(
      `There are no profiles in ${paths.join(", ")}. Take some with: escape-report leaks http://localhost:6060 --keep points`,
    );
  }
  const mismatch = processMismatch(points);
  if (mismatch !== null) throw new InputError(`${mismatch}. Growth can only be seen in points of one process`);
  return { points, passedOver: reader.passedOver };
}

class PointReader {
  readonly points: Point[] = [];
  readonly loose: NamedPart[] = [];
  readonly passedOver: string[] = [];
  private readonly sites = new SiteTable();
  private files = 0;

  constructor(
    private readonly directory: string,
    private readonly maxBytes: number | undefined,
  ) {}

  /** Reads a file, or a directory. */
  async path(path: string): Promise<void> {
    const facts = await stat(resolve(this.directory, path)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") throw new InputError(`${path} does not exist${addressHint(path)}`);
      throw new InputError(`${path} cannot be read: ${error.message}`);
    });
    if (facts.isDirectory()) await this.folder(path, true);
    else {
      const part = await this.read(path);
      if (part.kind === "foreign") throw new InputError(part.problem);
      this.loose.push({ name: path, part });
    }
  }

  /** Reads a directory: the files of one point, or of several where some are of one kind, and directories of points. */
  private async folder(path: string, withFolders: boolean): Promise<void> {
    const entries = (await readdir(resolve(this.directory, path), { withFileTypes: true })).sort(byName);
    const parts: NamedPart[] = [];
    for (const entry of entries) {
      if (!entry.isFile() || entry.name.startsWith(".")) continue;
      const name = join(path, entry.name);
      const part = await this.read(name);
      if (part.kind === "foreign") this.passedOver.push(part.problem);
      else parts.push({ name, part });
    }
    if (hasSeveral(parts)) this.loose.push(...parts);
    else if (parts.length > 0) this.points.push(pointOf(path, parts));
    if (!withFolders) return;
    for (const entry of entries) {
      if (entry.isDirectory() && !entry.name.startsWith(".")) await this.folder(join(path, entry.name), false);
    }
  }

  private async read(name: string): Promise<NamedPart["part"]> {
    if (++this.files > MAX_FILES) throw new InputError(`More than ${MAX_FILES} files: name the points one by one`);
    return readPart(name, this.directory, this.sites, this.maxBytes);
  }
}

/** For an address without its scheme. */
function addressHint(path: string): string {
  return /^(?:[\w.-]+|\[[\da-f:]+\])?:\d+(?:\/|$)/i.test(path)
    ? `. For a running program: escape-report leaks http://${path.startsWith(":") ? "localhost" : ""}${path}`
    : "";
}

const names = new Intl.Collator("en", { numeric: true });

/** 2 before 10. */
function byName(a: Dirent, b: Dirent): number {
  return names.compare(a.name, b.name);
}
