import type { Architecture } from "./architecture.js";
import type { CodeFacts } from "./blocks.js";
import { callContexts } from "./control-flow.js";
import { type InlineStacks, namesOf } from "./inline-stack.js";
import type { ObjectFile, Target } from "./object.js";
import type { MachineCall, MachineType, StandIn, SymbolReference, ToolchainTables } from "./types.js";

/** What reading calls needs beside the object. */
export interface CallReading {
  readonly object: ObjectFile;
  readonly architecture: Architecture;
  readonly tables: ToolchainTables;
  /** Numbers of the relocation types of direct calls. */
  readonly callTypes: ReadonlySet<number>;
  readonly indirectCall: number;
  /** Which calls are wanted, by the callee's name; null for a call through a register, or an unnamed callee. */
  readonly wanted: (callee: string | null) => boolean;
  readonly typeSize: (symbol: number) => number | null;
}

/** Relocations only mark something for the linker where they cover no bytes. */
const MARKER = 0;

const TYPE_PREFIX = "type:";
/** Names and hash functions that belong to types: `type:.namedata.X`, `type:.eq.T`. */
const HELPER_PREFIX = "type:.";
const TYPE_BYTES = Buffer.from(TYPE_PREFIX);
const HELPER_BYTES = Buffer.from(HELPER_PREFIX);
const JUMP_TABLE = /\.jump\d+$/;
/** They do not come back; `morestack` goes back to the start of the function. */
const ENDS =
  /^runtime\.(?:gopanic|goPanic\w+|panic\w*|throw\w*|fatal\w*|block|goexit\d*|morestack\w*|abort|racefuncexit)$/;

/** Puts a slice into an interface: a nil slice takes no memory there. */
const BOXES_SLICE = "runtime.convTslice";

interface FoundCall {
  readonly callee: string | null;
  readonly reference: SymbolReference | null;
  readonly offset: number;
  readonly type: MachineType | null;
  /** Where the instructions start that make its argument a nil slice; null where none do. */
  readonly nil?: number | null;
}

/** Ready-made data by its name. */
const STAND_INS: ReadonlyMap<string, StandIn["data"]> = new Map([
  ["runtime.zerobase", "zerobase"],
  ["runtime.staticuint64s", "static-table"],
]);

/** What a function's code does. */
export interface CodeUse {
  readonly calls: readonly MachineCall[];
  readonly standIns: readonly StandIn[];
}

/** Reads the calls of a function's code. */
export function readCalls(reading: CallReading, symbol: number, positions: InlineStacks): CodeUse {
  const { object } = reading;
  const code = object.data(symbol);
  const found: FoundCall[] = [];
  const offsets = new Set<number>();
  const ends = new Set<number>();
  const tables: { readonly offset: number; readonly table: number }[] = [];
  const standIns: StandIn[] = [];
  let type: Target | null = null;
  object.eachRelocation(symbol, (offset, size, relocation, at) => {
    if (relocation === reading.indirectCall) {
      if (reading.wanted(null)) found.push({ callee: null, reference: null, offset, type: null });
      type = null;
      return;
    }
    if (size === MARKER) return;
    const target = object.targetOf(at);
    if (reading.callTypes.has(relocation)) {
      const { function: callee, reference } = nameTarget(reading, target);
      offsets.add(offset);
      if (callee !== null && ENDS.test(callee)) ends.add(offset);
      if (reading.wanted(callee)) {
        const nil = callee === BOXES_SLICE ? (reading.architecture.nilSlice?.(code, offset) ?? null) : null;
        found.push({ callee, reference, offset, type: typeOf(reading, type), nil });
      }
      type = null;
    } else if (isType(reading, target)) type = target;
    else if (target.kind === "here" && JUMP_TABLE.test(object.name(target.symbol))) {
      tables.push({ offset, table: target.symbol });
    } else if (target.kind !== "here") {
      const data = STAND_INS.get(nameTarget(reading, target).function ?? "");
      if (data !== undefined) standIns.push({ data, ...positions.outermostPosition(offset) });
    }
  });
  const left = found.some(({ nil }) => typeof nil === "number") ? withoutNil() : found;
  if (left.length === 0) return { calls: [], standIns };
  const contexts = contextsOf(left, positions);
  const calls = left.map(({ nil: _, ...call }, index) => ({
    ...call,
    stack: positions.at(call.offset),
    loop: contexts?.[index]?.loop ?? null,
    conditional: contexts?.[index]?.conditional ?? null,
    panics: contexts?.[index]?.panics ?? null,
    always: contexts?.[index]?.always ?? null,
  }));
  return { calls, standIns };

  /** The calls but those that are given a nil slice, whichever way code gets there. */
  function withoutNil(): readonly FoundCall[] {
    const targets = [
      ...(reading.architecture.jumps?.(code).target ?? []),
      ...tables.flatMap(({ table }) => jumpTargets(object, table)),
    ];
    return found.filter(({ nil, offset }) => {
      if (typeof nil !== "number" || targets.some((target) => target > nil && target <= offset)) return true;
      standIns.push({ data: "nil-slice", ...positions.outermostPosition(offset) });
      return false;
    });
  }

  function contextsOf(calls: readonly FoundCall[], lines: InlineStacks) {
    const jumps = reading.architecture.jumps?.(code);
    if (jumps === undefined) return null;
    const facts: CodeFacts = {
      length: code.length,
      lines: lines.ranges(),
      jumps,
      ends,
      calls: offsets,
      tables: tables.map(({ offset, table }) => ({ offset, targets: jumpTargets(object, table) })),
    };
    return callContexts(
      facts,
      calls.map(({ offset }) => offset),
    );
  }
}

type Named = ReturnType<typeof namesOf>;

/** Run-time functions and the basic types are only numbered; the toolchain's table names them. */
function nameTarget({ object, tables }: CallReading, target: Target): Named {
  if (target.kind === "builtin") return { function: tables.builtins[target.index] ?? null, reference: null };
  return namesOf(object, target);
}

function isType(reading: CallReading, target: Target): boolean {
  if (target.kind === "here") {
    const { object } = reading;
    return object.nameStartsWith(target.symbol, TYPE_BYTES) && !object.nameStartsWith(target.symbol, HELPER_BYTES);
  }
  const { function: name } = nameTarget(reading, target);
  return name?.startsWith(TYPE_PREFIX) === true && !name.startsWith(HELPER_PREFIX);
}

function typeOf(reading: CallReading, target: Target | null): MachineType | null {
  if (target === null) return null;
  const { function: symbol, reference } = nameTarget(reading, target);
  const size = target.kind === "here" ? reading.typeSize(target.symbol) : null;
  return { name: symbol?.slice(TYPE_PREFIX.length) ?? null, reference: elsewhere(target) ?? reference, size };
}

/** A type of another package keeps its number: its size stands there. */
function elsewhere(target: Target): SymbolReference | null {
  return target.kind === "elsewhere" ? { package: target.package, index: target.index } : null;
}

/** A jump table is data whose relocations add the offset of a case to the address of the function. */
function jumpTargets(object: ObjectFile, table: number): number[] {
  const targets: number[] = [];
  object.eachRelocation(table, (_offset, _size, _type, at) => {
    targets.push(object.addend(at));
  });
  return targets;
}
