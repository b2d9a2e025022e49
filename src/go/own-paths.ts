import { basename, dirname, isAbsolute, normalize, resolve, sep } from "node:path";
import type { ListedPackage } from "./packages.js";

const NEWLINE = 10;
/** Lines of a package that are looked at to see how its files are named: nearly always the first tells. */
const MAX_LINES = 1000;
/** A line that tells where something is. */
const PLACE = /^((?:[A-Za-z]:)?[^\s:<][^:]*\.go):\d+:\d+: /;

/** A package's directory, and the names of its files. */
interface Place {
  readonly directory: string;
  readonly files: ReadonlySet<string>;
}

/**
 * What go prints, with the files of each package named from where they are. go names files from its working directory,
 * and its cache gives the same names again when it runs elsewhere: after `cd lib && go build -gcflags='-m -m'` they are
 * `./lib.go` wherever it runs. Where a package's own files are not where its lines have them, paths become absolute; all
 * other bytes stay.
 */
export class OwnPaths {
  private readonly places = new Map<string, Place>();
  /** The package whose lines come; null where it is known how they name its files, or nothing is known of it. */
  private open: Place | null = null;
  private looked = 0;
  private renamed: Renamed | null = null;

  /** `directory`: where go runs. */
  constructor(
    listed: readonly ListedPackage[],
    private readonly directory: string,
  ) {
    for (const { importPath, directory: own, files } of listed) {
      const known = this.places.get(importPath)?.files ?? [];
      this.places.set(importPath, { directory: own, files: new Set([...known, ...files]) });
    }
  }

  /** The lines of a package begin. */
  begin(importPath: string): void {
    this.open = this.places.get(importPath) ?? null;
    this.looked = 0;
    this.renamed = null;
  }

  /** Whether the lines of the package have to come whole. */
  get readsLines(): boolean {
    return this.open !== null || this.renamed !== null;
  }

  /** Takes lines, and gives them as they should be: in the same memory where nothing is to be done. */
  lines(bytes: Buffer): Buffer {
    const from = this.open === null ? 0 : this.look(bytes, this.open);
    if (this.renamed === null) return bytes;
    const named = this.renamed.in(bytes.subarray(from));
    return from === 0 ? named : Buffer.concat([bytes.subarray(0, from), named]);
  }

  /** Looks how the package's own files are named. Returns where the line is that shows it. */
  private look(lines: Buffer, place: Place): number {
    for (let start = 0; start < lines.length; ) {
      const stop = lines.indexOf(NEWLINE, start);
      const line = lines.toString("utf8", start, stop < 0 ? lines.length : stop);
      const path = PLACE.exec(line)?.[1];
      const found = path === undefined || !place.files.has(basename(path)) ? null : this.namingOf(path, place);
      if (found !== null || ++this.looked > MAX_LINES) {
        this.open = null;
        this.renamed = found === "right" ? null : found;
        return start;
      }
      if (stop < 0) break;
      start = stop + 1;
    }
    return lines.length;
  }

  /** How the files of a package are named that has this one; null where a directive in the source may have named it. */
  private namingOf(path: string, place: Place): Renamed | "right" | null {
    const directory = resolve(place.directory);
    if (dirname(resolve(this.directory, path)) === directory) return "right";
    if (isAbsolute(path)) return null;
    const [, up = "", down = ""] = UP_AND_DOWN.exec(`${dirname(path)}/`) ?? [];
    const below = down.split(/[/\\]/).join(sep);
    // With -trimpath the names begin with import paths.
    if (!`${directory}${sep}`.endsWith(`${sep}${below}`)) return null;
    return new Renamed(up, directory.slice(0, directory.length + 1 - below.length));
  }
}

/** The part of a path that leads out of directories, and the rest. */
const UP_AND_DOWN = /^(?:\.[/\\])?((?:\.\.[/\\])*)(.*)$/s;

/** A place in a line: at its beginning, or at the end of a step of a flow. */
const FILE = /(^| at )(?![\s/\\<]|[A-Za-z]:)((?:(?! at )[^:\n])+\.go)(:\d+:\d+(?:: |\r?$))/gm;

/** Names the files of a package by absolute paths. */
class Renamed {
  private readonly directory: string;

  /** `up`: what led from go's directory to `directory`, such as `../`; only what is reached that way is known. */
  constructor(
    private readonly up: string,
    directory: string,
  ) {
    this.directory = latin(directory.endsWith(sep) ? directory : `${directory}${sep}`);
  }

  in(lines: Buffer): Buffer {
    const text = lines.toString("latin1");
    return Buffer.from(
      text.replace(FILE, (whole: string, before: string, path: string, rest: string) => {
        const [, up = "", down = ""] = UP_AND_DOWN.exec(path) ?? [];
        if (!up.startsWith(this.up)) return whole;
        return before + normalize(this.directory + up.slice(this.up.length) + down) + rest;
      }),
      "latin1",
    );
  }
}

/** The bytes of a text, as a text of one character each. */
function latin(text: string): string {
  return Buffer.from(text).toString("latin1");
}
