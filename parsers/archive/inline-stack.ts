import { damaged } from "./damage.js";
import { AUXILIARY, type ObjectFile, type Target } from "./object.js";
import { firstValue, type PcTable, readPcTable, valueAt } from "./pc-table.js";
import type { Frame, SymbolReference } from "./types.js";

// FuncInfo in cmd/internal/goobj/funcinfo.go.
const INFO = { startLine: 12, files: 16 } as const;
const NODE_BYTES = 24;

/** A call that was inlined: who was called, and where. */
interface InlinedCall {
  /** The call in whose body this one stands; -1: the function itself. */
  readonly parent: number;
  readonly file: number;
  readonly line: number;
  readonly target: Target;
}

/** A range of code with one outermost position: that of the statement of the function itself. */
export interface OuterRange {
  readonly start: number;
  readonly file: number;
  readonly line: number;
}

/** Positions in one function: which line each address belongs to, at each level of inlining. */
export class InlineStacks {
  private readonly info: Buffer;
  private readonly callsAt: number;
  private readonly callCount: number;
  private readonly outerFrames = new Map<number, readonly Frame[]>();
  private readonly read = new Map<number, PcTable>();
  private readonly roots = new Map<number, InlinedCall>();
  private knownRanges: readonly OuterRange[] | null = null;

  /** `scale`: see {@link readPcTable}. `info`: the function's FuncInfo. */
  constructor(
    private readonly object: ObjectFile,
    private readonly symbol: number,
    info: number,
    private readonly name: string,
    private readonly scale: number,
  ) {
    this.info = object.data(info);
    const fileCount = this.info.readUInt32LE(INFO.files);
    this.callsAt = INFO.files + 4 + 4 * fileCount + 4;
    this.callCount = this.info.readUInt32LE(this.callsAt - 4);
    if (this.callsAt + NODE_BYTES * this.callCount > this.info.length) damaged("an inline tree that is cut");
  }

  private get inline(): PcTable {
    return this.table(AUXILIARY.pcInline);
  }

  private get lines(): PcTable {
    return this.table(AUXILIARY.pcLine);
  }

  private get files(): PcTable {
    return this.table(AUXILIARY.pcFile);
  }

  /** Most functions have no call that is wanted, and so need none of their tables. */
  private table(kind: number): PcTable {
    let table = this.read.get(kind);
    if (table === undefined) {
      table = readPcTable(this.bytesOf(kind), this.scale);
      this.read.set(kind, table);
    }
    return table;
  }

  private bytesOf(kind: number): Buffer | null {
    const symbol = this.object.auxiliary(this.symbol, kind);
    return symbol === null ? null : this.object.data(symbol);
  }

  /** Outermost first. */
  at(pc: number): readonly [Frame, ...Frame[]] {
    const call = valueAt(this.inline, pc, -1);
    const file = this.fileName(valueAt(this.files, pc, -1));
    const line = Math.max(0, valueAt(this.lines, pc, 0));
    const [first, ...rest] = [...this.outer(call), { ...this.named(call), file, line }];
    return first === undefined ? damaged("no position") : [first, ...rest];
  }

  /** Where the function starts, by its first instruction with a position. */
  get start(): { readonly file: string; readonly line: number } {
    const root = this.rootOf(firstValue(this.bytesOf(AUXILIARY.pcInline)));
    const file = root?.file ?? firstValue(this.bytesOf(AUXILIARY.pcFile));
    return { file: this.fileName(file), line: Math.max(0, this.info.readInt32LE(INFO.startLine)) };
  }

  /** Outermost lines with code, in the file where the function starts; each once. */
  get codeLines(): number[] {
    const ranges = this.ranges();
    const file = ranges[0]?.file;
    const lines = new Set<number>();
    for (const range of ranges) if (range.file === file) lines.add(range.line);
    return [...lines];
  }

  /** The function's code in ranges of one outermost line, by address. */
  ranges(): readonly OuterRange[] {
    this.knownRanges ??= this.readRanges();
    return this.knownRanges;
  }

  /** Goes through the three tables side by side. */
  private readRanges(): readonly OuterRange[] {
    const { inline, lines, files } = this;
    const found: OuterRange[] = [];
    let [i, l, f] = [-1, -1, -1];
    let last: OuterRange | undefined;
    for (let start = 0; start !== Number.POSITIVE_INFINITY; ) {
      while ((inline.starts[i + 1] ?? Number.POSITIVE_INFINITY) <= start) i++;
      while ((lines.starts[l + 1] ?? Number.POSITIVE_INFINITY) <= start) l++;
      while ((files.starts[f + 1] ?? Number.POSITIVE_INFINITY) <= start) f++;
      const root = this.rootOf(inline.values[i] ?? -1);
      const file = root?.file ?? files.values[f] ?? -1;
      const line = root?.line ?? lines.values[l] ?? 0;
      if (last === undefined || last.file !== file || last.line !== line) {
        last = { start, file, line };
        found.push(last);
      }
      start = Math.min(
        inline.starts[i + 1] ?? Number.POSITIVE_INFINITY,
        lines.starts[l + 1] ?? Number.POSITIVE_INFINITY,
        files.starts[f + 1] ?? Number.POSITIVE_INFINITY,
      );
    }
    return found;
  }

  /** The outermost position of an address. */
  outermost(pc: number): OuterRange {
    const root = this.rootOf(valueAt(this.inline, pc, -1));
    if (root !== null) return { start: pc, file: root.file, line: root.line };
    return { start: pc, file: valueAt(this.files, pc, -1), line: valueAt(this.lines, pc, 0) };
  }

  /** The same with the name of the file. */
  outermostPosition(pc: number): { readonly file: string; readonly line: number } {
    const { file, line } = this.outermost(pc);
    return { file: this.fileName(file), line };
  }

  /** The outermost of the calls that stand in each other; null for the function itself. */
  private rootOf(call: number): InlinedCall | null {
    if (call < 0) return null;
    let root = this.roots.get(call);
    if (root === undefined) {
      root = this.inlinedCall(call);
      while (root.parent >= 0) root = this.inlinedCall(root.parent);
      this.roots.set(call, root);
    }
    return root;
  }

  /** The frames around an inlined call, without that of its own body. */
  private outer(call: number): readonly Frame[] {
    if (call < 0) return [];
    let frames = this.outerFrames.get(call);
    if (frames === undefined) {
      const { parent, file, line } = this.inlinedCall(call);
      frames = [...this.outer(parent), { ...this.named(parent), file: this.fileName(file), line }];
      this.outerFrames.set(call, frames);
    }
    return frames;
  }

  private named(call: number): { readonly function: string | null; readonly reference: SymbolReference | null } {
    if (call < 0) return { function: this.name, reference: null };
    return namesOf(this.object, this.inlinedCall(call).target);
  }

  private inlinedCall(index: number): InlinedCall {
    if (index >= this.callCount) damaged("no such inlined call");
    const at = this.callsAt + NODE_BYTES * index;
    const parent = this.info.readInt32LE(at);
    // Parents come first, so that every walk to the outside ends.
    if (parent >= index) damaged("an inlined call inside of itself");
    const target = this.object.target(this.info.readUInt32LE(at + 12), this.info.readUInt32LE(at + 16));
    return { parent, file: this.info.readUInt32LE(at + 4), line: this.info.readInt32LE(at + 8), target };
  }

  private fileName(index: number): string {
    return index < 0 ? "" : this.object.file(index);
  }
}

/** The name of a target, or what another archive finds it by. */
export function namesOf(
  object: ObjectFile,
  target: Target,
): { readonly function: string | null; readonly reference: SymbolReference | null } {
  switch (target.kind) {
    case "here":
      return { function: object.name(target.symbol), reference: null };
    case "named":
      return { function: target.name, reference: null };
    case "elsewhere": {
      const reference = target.name === null ? { package: target.package, index: target.index } : null;
      return { function: target.name, reference };
    }
    default:
      return { function: null, reference: null };
  }
}
