import type { FunctionExtents } from "../../parsers/gosource/index.js";
import { asBuffer } from "../text/as-buffer.js";

/** Where functions begin and end in source files, by their names in records. */
export interface SourceFunctions {
  /** Reads a file, so that it can be asked for until many others were read. Never throws. */
  load(file: string): Promise<void>;
  /** null for a file that was not loaded, or cannot be read. */
  extentsOf(file: string): FunctionExtents | null;
}

/** The file that a line of output begins with. The bytes are read as Latin-1: names can be cut at the end of a chunk. */
const FILE = /^((?:[A-Za-z]:)?[^\n:]+\.go):\d+/gm;
/** Longer lines have no place that is of interest in their cut end. */
const MAX_REST = 4096;

/**
 * Loads the source files that compiler output names before it is parsed, where the compiler does not name functions: Go up
 * to 1.24, and a single `-m`. Explanations come before what they explain, so the first of them tells.
 */
export class FilesAhead {
  private isNeeded: boolean | null = null;
  /** The beginning of a line whose end has not come. */
  private rest = "";

  constructor(
    private readonly functions: SourceFunctions,
    private readonly mapFile: (file: string) => string,
  ) {}

  /** Takes the next chunk of output, which it does not keep. */
  async load(chunk: Uint8Array): Promise<void> {
    if (this.isNeeded === false) return;
    const text = this.rest + asBuffer(chunk).toString("latin1");
    this.isNeeded ??= lacksFunctions(text);
    const lastBreak = text.lastIndexOf("\n") + 1;
    this.rest = text.slice(lastBreak, lastBreak + MAX_REST);
    if (this.isNeeded !== true) return;
    const names = new Set<string>();
    for (const [, name = ""] of text.matchAll(FILE)) names.add(name);
    for (const name of names) await this.functions.load(this.mapFile(Buffer.from(name, "latin1").toString("utf8")));
  }
}

/** Whether the output does not name functions; null where it does not tell. */
function lacksFunctions(text: string): boolean | null {
  const found =
    / escapes to heap( in [^\n]*)?:\r?$|: parameter \S+ leaks to [^\n]*?( for [^\n]*)? with derefs=\d+:\r?$|: can inline \S+\r?$/m.exec(
      text,
    );
  return found === null ? null : found[1] === undefined && found[2] === undefined;
}
