import { ARCHITECTURES, type Architecture } from "./architecture.js";
import { damaged, unlessDamaged } from "./damage.js";
import { MEMBER_HEADER_BYTES, memberAt, startsArchive } from "./members.js";
import { symbolName } from "./names.js";
import { BLOCK, HEADER_BYTES, MAGIC, readOffsets, SYMBOL_BYTES } from "./object.js";
import { EXPORT_DATA, HEAD, HEAD_END, MAX_HEAD_LINE } from "./object-head.js";
import { SIZE_BYTES, sizeInDescriptor } from "./type-descriptor.js";

/** An archive of which parts are read when they are needed: most of it says nothing about names and sizes. */
export interface ArchiveParts {
  readonly length: number;
  /** The bytes of a part; fewer where the file ends before. */
  read(start: number, end: number): Buffer;
}

/** What one archive tells about symbols that others only number or name. null where it does not. */
export interface Definitions {
  /** A symbol's name as the linker has it, by its number. */
  name(index: number): string | null;
  /** Bytes of a value, by the number of the type's symbol. */
  size(index: number): number | null;
  /** Bytes of a value, by the type's name without `type:`. */
  sizeOf(type: string): number | null;
  /** Bytes of the archive that it holds on to. */
  readonly held: number;
}

const NOTHING: Definitions = { name: () => null, size: () => null, sizeOf: () => null, held: 0 };

/** Opens an archive to look names and sizes up. A damaged archive defines nothing. */
export function openDefinitions(archive: ArchiveParts): Definitions {
  return unlessDamaged(() => open(archive)) ?? NOTHING;
}

function open(archive: ArchiveParts): Definitions {
  const found = compiledObject(archive);
  if (found === null) return NOTHING;
  const { architecture, start, end } = found;
  const read = (from: number, to: number) => {
    const bytes = archive.read(start + from, start + Math.min(to, end - start));
    return bytes.length < to - from ? damaged("a part outside of the object") : bytes;
  };
  const offsets = readOffsets(read(0, HEADER_BYTES), end - start);
  const offset = (block: number) => offsets[block] ?? 0;
  // Numbers count the symbols that are not found by what they hold; their names stand in front of the blocks.
  const numbered = Math.floor((offset(BLOCK.hashed64) - offset(BLOCK.symbols)) / SYMBOL_BYTES);
  const symbols = read(0, offset(BLOCK.hashed64));
  const sizes = new Map<string, number | null>();
  let symbolsOfAll: Buffer | null = null;
  return {
    held: symbols.length,
    name: (index) => (index < numbered ? unlessDamaged(() => nameOf(index)) : null),
    size: (index) => (index < numbered ? unlessDamaged(() => sizeOf(index)) : null),
    sizeOf: (type) => {
      let size = sizes.get(type);
      if (size === undefined) {
        size = unlessDamaged(() => sizeByName(Buffer.from(`type:${type}`)));
        sizes.set(type, size);
      }
      return size;
    },
  };

  function nameOf(index: number): string {
    const at = offset(BLOCK.symbols) + SYMBOL_BYTES * index;
    const length = symbols.readUInt32LE(at);
    const from = symbols.readUInt32LE(at + 4);
    if (from + length > symbols.length) damaged("a name outside of the names");
    return symbolName(symbols.subarray(from, from + length));
  }

  function sizeOf(index: number): number | null {
    const at = offset(BLOCK.dataIndex) + 4 * index;
    const bounds = read(at, at + 8);
    const [from, to] = [bounds.readUInt32LE(0), bounds.readUInt32LE(4)];
    if (from > to || offset(BLOCK.data) + to > offset(BLOCK.data + 1)) damaged("an index goes back");
    const data = read(offset(BLOCK.data) + from, offset(BLOCK.data) + Math.min(to, from + SIZE_BYTES));
    return sizeInDescriptor(data, architecture);
  }

  /** Goes through the symbols, those too that have no number. Few types are looked for by name. */
  function sizeByName(name: Buffer): number | null {
    symbolsOfAll ??= read(0, offset(BLOCK.nonPackageReferences));
    const all = symbolsOfAll;
    const first = offset(BLOCK.symbols);
    const count = Math.floor((all.length - first) / SYMBOL_BYTES);
    for (let symbol = 0; symbol < count; symbol++) {
      const at = first + SYMBOL_BYTES * symbol;
      if (all.readUInt32LE(at) !== name.length) continue;
      const from = all.readUInt32LE(at + 4);
      if (from + name.length > all.length) damaged("a name outside of the names");
      if (all.compare(name, 0, name.length, from, from + name.length) === 0) return sizeOf(symbol);
    }
    return null;
  }
}

interface CompiledObject {
  readonly architecture: Architecture;
  /** Where its header starts in the archive. */
  readonly start: number;
  readonly end: number;
}

/** The object of the Go compiler, which comes first; null where there is none that is known. */
function compiledObject(archive: ArchiveParts): CompiledObject | null {
  let at = startsArchive(archive.read(0, MEMBER_HEADER_BYTES));
  while (at !== null && at < archive.length) {
    const member = memberAt(archive.read(at, at + MEMBER_HEADER_BYTES), at);
    if (member === null || member.end > archive.length) return null;
    const { name, start, end } = member;
    const first = archive.read(start, Math.min(end, start + MAX_HEAD_LINE));
    const goarch = name === EXPORT_DATA ? undefined : HEAD.exec(first.toString("latin1"))?.[2];
    if (goarch !== undefined) {
      const architecture = ARCHITECTURES.get(goarch);
      const object = startOfObject(archive, start, end);
      return architecture === undefined || object === null ? null : { architecture, start: object, end };
    }
    at = end + (end % 2);
  }
  return null;
}

/** Behind the text, which is short unless the package uses cgo. */
function startOfObject(archive: ArchiveParts, start: number, end: number): number | null {
  for (let size = MAX_HEAD_LINE; ; size *= 4) {
    const text = archive.read(start, Math.min(end, start + size));
    const found = text.indexOf(HEAD_END);
    if (found >= 0) {
      const object = start + found + HEAD_END.length;
      return archive.read(object, object + MAGIC.length).toString("latin1") === MAGIC ? object : null;
    }
    if (start + size >= end) return null;
  }
}
