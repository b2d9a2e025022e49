import { ARCHITECTURES, type Architecture } from "./architecture.js";
import { type CallReading, readCalls } from "./calls.js";
import { unlessDamaged } from "./damage.js";
import { InlineStacks } from "./inline-stack.js";
import { type Member, readMembers } from "./members.js";
import { AUXILIARY, MAGIC, ObjectFile } from "./object.js";
import { EXPORT_DATA, HEAD, HEAD_END, MAX_HEAD_LINE } from "./object-head.js";
import { sizeInDescriptor } from "./type-descriptor.js";
import type { ArchiveResult, MachineFunction, ObjectHead, ToolchainTables } from "./types.js";

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
    typeSize: (symbol) => sizeInDescriptor(object.data(symbol), architecture),
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
      lines: stacks.codeLines,
      ...readCalls(reading, symbol, stacks),
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
