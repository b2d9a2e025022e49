import { damaged } from "./damage.js";
import { symbolName } from "./names.js";

/** First bytes of the objects of Go 1.20 and later; see cmd/internal/goobj/objfile.go. */
export const MAGIC = "\0go120ld";

// Order of the blocks whose offsets the header lists.
export const BLOCK = {
  packages: 1,
  files: 2,
  symbols: 3,
  hashed64: 4,
  hashed: 5,
  nonPackage: 6,
  nonPackageReferences: 7,
  referenceFlags: 8,
  relocationIndex: 11,
  auxiliaryIndex: 12,
  dataIndex: 13,
  relocations: 14,
  auxiliary: 15,
  data: 16,
  names: 17,
  end: 18,
} as const;
const BLOCKS = 19;
const HEADER = { flags: 16, offsets: 20 } as const;
export const SYMBOL_BYTES = 21;
const RELOCATION_BYTES = 23;
const AUXILIARY_BYTES = 9;
const NAME_BYTES = 16;
const STRING_BYTES = 8;

/** Package numbers with a meaning of their own. */
const PACKAGE = { none: 0x7fffffff, hashed64: 0x7ffffffe, hashed: 0x7ffffffd, builtin: 0x7ffffffc, self: 0x7ffffffb };

/** Kinds of auxiliary symbols that this parser reads. */
export const AUXILIARY = { functionInfo: 1, pcFile: 8, pcLine: 9, pcInline: 10 } as const;

/** What a symbol reference means. */
export type Target =
  | { readonly kind: "here"; readonly symbol: number }
  | { readonly kind: "builtin"; readonly index: number }
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "elsewhere"; readonly package: string; readonly index: number; readonly name: string | null }
  | { readonly kind: "none" };

/**
 * One object file of a package: its tables, read where they stand. Symbols are numbered as in the file: those of the
 * package, then hashed, then others. Methods throw inside `unlessDamaged` when the bytes make no sense.
 */
export class ObjectFile {
  private readonly offsets: readonly number[];
  private readonly firsts: readonly number[];
  /** Where the names of symbols of other packages stand, by {@link referenceKey}. */
  private readonly elsewhere = new Map<number, number>();
  private readonly targets = new Map<number, Target>();
  private readonly fileNames = new Map<number, string>();
  private readonly packageNames = new Map<number, string>();
  /** How many symbols the object defines. */
  readonly count: number;

  constructor(private readonly bytes: Buffer) {
    this.offsets = readOffsets(bytes, bytes.length);
    const counts = [BLOCK.symbols, BLOCK.hashed64, BLOCK.hashed, BLOCK.nonPackage].map((block) =>
      Math.floor(this.sizeOf(block) / SYMBOL_BYTES),
    );
    let sum = 0;
    this.firsts = counts.map((count) => {
      sum += count;
      return sum - count;
    });
    this.count = sum;
    this.checkIndex(BLOCK.relocationIndex, Math.floor(this.sizeOf(BLOCK.relocations) / RELOCATION_BYTES));
    this.checkIndex(BLOCK.auxiliaryIndex, Math.floor(this.sizeOf(BLOCK.auxiliary) / AUXILIARY_BYTES));
    this.checkIndex(BLOCK.dataIndex, this.sizeOf(BLOCK.data));
    this.readNames();
  }

  get fromAssembly(): boolean {
    return (this.bytes.readUInt32LE(HEADER.flags) & 4) !== 0;
  }

  /** How many symbols have a number that other packages use. */
  get numbered(): number {
    return this.firsts[1] ?? 0;
  }

  name(symbol: number): string {
    return symbolName(this.nameBytes(symbol));
  }

  /** Whether the name starts with `prefix`, which is ASCII, without making a string of it. */
  nameStartsWith(symbol: number, prefix: Buffer): boolean {
    const at = this.symbolOffset(symbol);
    if (this.bytes.readUInt32LE(at) < prefix.length) return false;
    const start = this.bytes.readUInt32LE(at + 4);
    return this.bytes.compare(prefix, 0, prefix.length, start, start + prefix.length) === 0;
  }

  dupok(symbol: number): boolean {
    return (this.bytes.readUInt8(this.symbolOffset(symbol) + 11) & 1) !== 0;
  }

  /** 0 is that of assembly, 1 the internal one. */
  abi(symbol: number): number {
    return this.bytes.readUInt16LE(this.symbolOffset(symbol) + 8);
  }

  /** The symbol of a given auxiliary kind, or null. */
  auxiliary(symbol: number, kind: number): number | null {
    const index = this.offset(BLOCK.auxiliaryIndex) + 4 * symbol;
    const end = this.bytes.readUInt32LE(index + 4);
    for (let i = this.bytes.readUInt32LE(index); i < end; i++) {
      const at = this.offset(BLOCK.auxiliary) + AUXILIARY_BYTES * i;
      if (this.bytes.readUInt8(at) === kind) return this.defined(at + 1);
    }
    return null;
  }

  /** The bytes of a symbol: machine code, a table, or data. */
  data(symbol: number): Buffer {
    const index = this.offset(BLOCK.dataIndex) + 4 * symbol;
    const base = this.offset(BLOCK.data);
    return this.bytes.subarray(base + this.bytes.readUInt32LE(index), base + this.bytes.readUInt32LE(index + 4));
  }

  /** Calls `see` for each relocation of a symbol, in the order of the file, which is that of the code. */
  eachRelocation(symbol: number, see: (offset: number, size: number, type: number, at: number) => void): void {
    const index = this.offset(BLOCK.relocationIndex) + 4 * symbol;
    const end = this.bytes.readUInt32LE(index + 4);
    for (let i = this.bytes.readUInt32LE(index); i < end; i++) {
      const at = this.offset(BLOCK.relocations) + RELOCATION_BYTES * i;
      see(this.bytes.readInt32LE(at), this.bytes.readUInt8(at + 4), this.bytes.readUInt16LE(at + 5), at);
    }
  }

  /** What the relocation at a place of the file adds to its target. */
  addend(at: number): number {
    return this.bytes.readInt32LE(at + 7);
  }

  /** What the relocation at a place of the file refers to. */
  targetOf(at: number): Target {
    return this.target(this.bytes.readUInt32LE(at + 15), this.bytes.readUInt32LE(at + 19));
  }

  /** What a symbol reference means. */
  target(packageIndex: number, symbolIndex: number): Target {
    const key = referenceKey(packageIndex, symbolIndex);
    let target = this.targets.get(key);
    if (target === undefined) {
      target = this.resolve(packageIndex, symbolIndex);
      this.targets.set(key, target);
    }
    return target;
  }

  file(index: number): string {
    let name = this.fileNames.get(index);
    if (name === undefined) {
      const at = this.offset(BLOCK.files) + STRING_BYTES * index;
      if (at + STRING_BYTES > this.offset(BLOCK.files + 1)) damaged("no such file");
      // Go 1.20 and 1.21 mark names of files.
      name = this.string(at)
        .toString("utf8")
        .replace(/^gofile\.\./, "");
      this.fileNames.set(index, name);
    }
    return name;
  }

  private resolve(packageIndex: number, symbolIndex: number): Target {
    if (packageIndex === PACKAGE.builtin) return { kind: "builtin", index: symbolIndex };
    const first = this.firstOf(packageIndex);
    if (first !== null) {
      const symbol = first + symbolIndex;
      if (symbol < this.count) return { kind: "here", symbol };
      if (packageIndex === PACKAGE.none) return { kind: "named", name: this.referenceName(symbol - this.count) };
      damaged("no such symbol");
    }
    if (packageIndex === 0) return { kind: "none" };
    const at = this.elsewhere.get(referenceKey(packageIndex, symbolIndex));
    const name = at === undefined ? null : symbolName(this.string(at));
    return { kind: "elsewhere", package: this.packageName(packageIndex), index: symbolIndex, name };
  }

  private firstOf(packageIndex: number): number | null {
    const order = [PACKAGE.self, PACKAGE.hashed64, PACKAGE.hashed, PACKAGE.none].indexOf(packageIndex);
    return this.firsts[order] ?? null;
  }

  private referenceName(index: number): string {
    const at = this.offset(BLOCK.nonPackageReferences) + SYMBOL_BYTES * index;
    if (at + SYMBOL_BYTES > this.offset(BLOCK.referenceFlags)) damaged("no such reference");
    return symbolName(this.string(at));
  }

  private packageName(index: number): string {
    let name = this.packageNames.get(index);
    if (name === undefined) {
      const at = this.offset(BLOCK.packages) + STRING_BYTES * index;
      if (at + STRING_BYTES > this.offset(BLOCK.files)) damaged("no such package");
      name = symbolName(this.string(at));
      this.packageNames.set(index, name);
    }
    return name;
  }

  private defined(at: number): number | null {
    const target = this.target(this.bytes.readUInt32LE(at), this.bytes.readUInt32LE(at + 4));
    return target.kind === "here" ? target.symbol : null;
  }

  /** Names that the object gives to symbols of other packages, for tools. */
  private readNames(): void {
    const end = this.offset(BLOCK.end);
    for (let at = this.offset(BLOCK.names); at + NAME_BYTES <= end; at += NAME_BYTES) {
      this.elsewhere.set(referenceKey(this.bytes.readUInt32LE(at), this.bytes.readUInt32LE(at + 4)), at + 8);
    }
  }

  private symbolOffset(symbol: number): number {
    if (symbol >= this.count) damaged("no such symbol");
    return this.offset(BLOCK.symbols) + SYMBOL_BYTES * symbol;
  }

  private nameBytes(symbol: number): Buffer {
    return this.string(this.symbolOffset(symbol));
  }

  private string(at: number): Buffer {
    const length = this.bytes.readUInt32LE(at);
    const start = this.bytes.readUInt32LE(at + 4);
    if (start + length > this.bytes.length) damaged("a string outside of the file");
    return this.bytes.subarray(start, start + length);
  }

  /** Each list must start where the one before it ends; else a damaged file could make every list as long as the file. */
  private checkIndex(block: number, limit: number): void {
    if (this.sizeOf(block) < 4 * (this.count + 1)) damaged("an index is too short");
    let before = 0;
    for (let i = 0; i <= this.count; i++) {
      const value = this.bytes.readUInt32LE(this.offset(block) + 4 * i);
      if (value < before || value > limit) damaged("an index goes back");
      before = value;
    }
  }

  private offset(block: number): number {
    return this.offsets[block] ?? 0;
  }

  private sizeOf(block: number): number {
    return this.offset(block + 1) - this.offset(block);
  }
}

/** Bytes from the start of an object to the end of its header. */
export const HEADER_BYTES = HEADER.offsets + 4 * BLOCKS;

/** Where the blocks of an object of `length` bytes start, by {@link BLOCK}. */
export function readOffsets(header: Buffer, length: number): readonly number[] {
  const offsets = Array.from({ length: BLOCKS }, (_, block) => header.readUInt32LE(HEADER.offsets + 4 * block));
  offsets.forEach((offset, block) => {
    if (offset > length || offset < (offsets[block - 1] ?? 0)) damaged("blocks out of order");
  });
  return offsets;
}

/** One number for both parts of a symbol reference. Package numbers are small, or the few with a meaning. */
function referenceKey(packageIndex: number, symbolIndex: number): number {
  return (packageIndex % 0x200000) * 0x100000000 + symbolIndex;
}
