import { ARCHITECTURES, type Architecture } from "./architecture.js";
import { type CallReading, readCalls } from "./calls.js";
import { unlessDamaged } from "./damage.js";
import { InlineStacks } from "./inline-stack.js";
import { type Member, readMembers } from "./members.js";
import { AUXILIARY, MAGIC, ObjectFile } from "./object.js";
import type { ArchiveResult, MachineFunction, ObjectHead, SymbolReference, ToolchainTables } from "./types.js";

/** First line of an object: `go object linux amd64 go1.26.8 GOAMD64=v1 X:regabiwrappers`. */
const HEAD = /^go object (\S+) (\S+) (\S+)[^\n]*\n/;
const MAX_HEAD_LINE = 1 << 12;
/** Ends the text in front of an object. */
const HEAD_END = "\n!\n";
/** Export data for the compiler; it starts like an object. */
const EXPORT_DATA = "__.PKGDEF";

/** Which calls to read, by the callee's name; null stands for a call through a register. */
export type WantedCalls = (callee: string | null) => boolean;

type Unreadable = Extract<ArchiveResult, { readonly kind: "unreadable" }>;

interface FoundObject {
  readonly head: ObjectHead;
  readonly object: ObjectFile;
}

/**
 * Reads a package archive, as `go list -export` names it: its functions and their calls. Never throws for what stands in
 * the archive.
 */
export function readArchive(bytes: Uint8Array, tables: ToolchainTables, wanted: WantedCalls): ArchiveResult {
  const opened = openArchive(bytes);
  if ("kind" in opened) return opened;
  const head = opened.objects[0]?.head;
  if (head === undefined) return unreadable("no-object", "the archive holds nothing that the Go compiler made");
  const architecture = ARCHITECTURES.get(head.goarch);
  if (architecture === undefined) return unreadable("not-supported", `machine code of ${head.goarch} is not read`);
  const functions = unlessDamaged(() =>
    opened.objects.flatMap(({ object }) => functionsOf(object, architecture, tables, wanted)),
  );
  if (functions === null) return unreadable("damaged", "an object of the archive contradicts itself");
  const { marksIndirectCalls } = architecture;
  return { kind: "package", head, functions, marksIndirectCalls };
}

/** What one archive tells about symbols that others only number or name. */
export interface Definitions {
  /** Names as the linker has them, by number. */
  readonly names: ReadonlyMap<number, string>;
  /** Bytes of a value, by the type's number and by its name without `type:`. */
  readonly sizes: ReadonlyMap<number | string, number>;
}

/** What is wanted of another package's archive. */
export interface WantedDefinitions {
  readonly indices: Iterable<SymbolReference["index"]>;
  readonly types: ReadonlySet<string>;
}

/** Looks up names and sizes in the archive that defines them. What it does not define, or a damaged archive, is left out. */
export function readDefinitions(bytes: Uint8Array, wanted: WantedDefinitions): Definitions {
  const names = new Map<number, string>();
  const sizes = new Map<number | string, number>();
  const opened = openArchive(bytes);
  if ("kind" in opened) return { names, sizes };
  // Numbers count in the object of the Go compiler, which comes first.
  const [compiled] = opened.objects;
  const architecture = compiled && ARCHITECTURES.get(compiled.head.goarch);
  if (architecture === undefined || compiled === undefined) return { names, sizes };
  const { object } = compiled;
  unlessDamaged(() => {
    for (const index of wanted.indices) {
      if (index >= object.numbered) continue;
      const name = object.name(index);
      names.set(index, name);
      const size = name.startsWith(TYPE) ? sizeOfType(object, architecture, index) : null;
      if (size !== null) sizes.set(index, size);
    }
    if (wanted.types.size === 0) return;
    for (let symbol = 0; symbol < object.count; symbol++) {
      if (!object.nameStartsWith(symbol, TYPE_BYTES)) continue;
      const name = object.name(symbol).slice(TYPE.length);
      const size = wanted.types.has(name) ? sizeOfType(object, architecture, symbol) : null;
      if (size !== null) sizes.set(name, size);
    }
  });
  return { names, sizes };
}

const TYPE = "type:";
const TYPE_BYTES = Buffer.from(TYPE);

/** The first word of a type descriptor is the size of its values (internal/abi.Type). */
function sizeOfType(object: ObjectFile, { pointerBytes, bigEndian }: Architecture, symbol: number): number | null {
  const data = object.data(symbol);
  if (data.length < pointerBytes) return null;
  const at = (byte: number) => (bigEndian ? data.readUInt32BE(byte) : data.readUInt32LE(byte));
  if (pointerBytes === 4) return at(0);
  return bigEndian ? at(0) * 2 ** 32 + at(4) : at(0) + at(4) * 2 ** 32;
}

function functionsOf(
  object: ObjectFile,
  architecture: Architecture,
  tables: ToolchainTables,
  wanted: WantedCalls,
): MachineFunction[] {
  const callTypes = new Set(architecture.calls.flatMap((name) => tables.relocations.get(name) ?? []));
  const reading: CallReading = {
    object,
    architecture,
    tables,
    callTypes,
    indirectCall: tables.relocations.get("R_CALLIND") ?? -1,
    wanted,
    typeSize: (symbol) => sizeOfType(object, architecture, symbol),
  };
  const functions: MachineFunction[] = [];
  for (let symbol = 0; symbol < object.count; symbol++) {
    const info = object.auxiliary(symbol, AUXILIARY.functionInfo);
    if (info === null) continue;
    const name = object.name(symbol);
    const stacks = new InlineStacks(object, symbol, info, name, architecture.scale);
    functions.push({
      name,
      ...stacks.start,
      dupok: object.dupok(symbol),
      abi: object.abi(symbol) === 0 ? "assembly" : "internal",
      calls: readCalls(reading, symbol, stacks),
    });
  }
  return functions;
}

function openArchive(bytes: Uint8Array): Unreadable | { readonly objects: readonly FoundObject[] } {
  const archive = readMembers(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (archive === null) return unreadable("not-an-archive", "the file is no archive of a Go package");
  if (!archive.complete) return unreadable("damaged", "the archive ends within a file, or holds one without a length");
  const objects: FoundObject[] = [];
  for (const member of archive.members) {
    const found = openObject(member);
    if (found === null) continue;
    if ("problem" in found) return found;
    objects.push(found);
  }
  return { objects };
}

/** null for what the Go compiler and assembler have not made: export data, objects of a C compiler. */
function openObject({ name, bytes }: Member): FoundObject | Unreadable | null {
  const [, goos, goarch, version] = HEAD.exec(bytes.toString("latin1", 0, MAX_HEAD_LINE)) ?? [];
  if (name === EXPORT_DATA || goos === undefined || goarch === undefined || version === undefined) return null;
  const start = bytes.indexOf(HEAD_END);
  if (start < 0) return unreadable("damaged", "an object of the archive has no code");
  const content = bytes.subarray(start + HEAD_END.length);
  if (content.toString("latin1", 0, MAGIC.length) !== MAGIC) {
    return unreadable("unknown-format", `objects of ${version} have a format that is not known`);
  }
  const object = unlessDamaged(() => new ObjectFile(content));
  return object === null
    ? unreadable("damaged", "an object of the archive contradicts itself")
    : { head: { goos, goarch, version }, object };
}

function unreadable(problem: Unreadable["problem"], note: string): Unreadable {
  return { kind: "unreadable", problem, note };
}
