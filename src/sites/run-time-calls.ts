import type { Allocation, CallCause, VerdictReason } from "../records/vocabulary.js";

/** What is known of a run-time function that can allocate. */
export interface RunTimeCall {
  /** What the escape analysis calls the allocations that become this call. */
  readonly makes: ReadonlySet<Allocation>;
  /** What keeps it from allocating each time it is called; null: nothing. */
  readonly doubt: VerdictReason | null;
  /** Whether the doubt is gone where the escape analysis says that the result goes to the heap. */
  readonly decided: boolean;
  /** Why it is there, where no decision speaks of it. */
  readonly cause: CallCause;
  /** What it makes, for a decision whose text misleads. */
  readonly allocation: Allocation | null;
}

const OBJECTS: ReadonlySet<Allocation> = new Set<Allocation>([
  "variable",
  "new",
  "pointer-literal",
  "slice-literal",
  "map-literal",
  "make-slice",
  "make-map",
  "closure",
  "method-value",
  "boxed-value",
  "variadic-slice",
  // []byte("constant") is an array that is copied.
  "string-conversion",
]);

function call(
  cause: CallCause,
  makes: readonly Allocation[] | ReadonlySet<Allocation>,
  doubt: VerdictReason | null = null,
  decided = false,
): RunTimeCall {
  const kinds: ReadonlySet<Allocation> = new Set(makes);
  return { makes: kinds, doubt, decided, cause, allocation: Array.isArray(makes) ? (makes[0] ?? null) : null };
}

const OBJECT = call("object", OBJECTS);
const SLICE = call("slice", ["make-slice", "slice-literal", "append"]);
const GROWTH = call("slice-growth", ["append", "slice-literal", "make-slice"], "grows");
/** A slice that append grew on the stack is copied to the heap where it leaves the function: no decision is made there. */
const MOVE = call("slice-growth", [], "grows");
const CHANNEL = call("channel", ["make-chan"]);
const MAP = call("map", ["make-map", "map-literal"]);
/** The map itself may stay, and for a few elements it needs no more. */
const SIZED_MAP = call("map", ["make-map", "map-literal"], "stack-buffer", true);
const MAP_GROWTH = call("map-growth", [], "grows");
const BOX = call("boxed-value", ["boxed-value"]);
const SMALL_BOX = call("boxed-value", ["boxed-value"], "small-value");
const CONCATENATION = call("string-building", ["string-concatenation"], "stack-buffer", true);
const CONVERSION = call("string-building", ["string-conversion"], "stack-buffer", true);
const CACHE = call("assertion-cache", [], "once");

/** By name without `runtime.`; builtins of cmd/compile/internal/typecheck/_builtin/runtime.go. */
const CALLS: ReadonlyMap<string, RunTimeCall> = new Map<string, RunTimeCall>([
  ["newobject", OBJECT],
  ["newarray", OBJECT],
  ["mallocgc", OBJECT],
  ["makeslice", SLICE],
  ["makeslice64", SLICE],
  ["makeslicecopy", SLICE],
  ["growslice", GROWTH],
  ["growsliceBuf", GROWTH],
  ["growsliceNoAlias", GROWTH],
  ["growsliceBufNoAlias", GROWTH],
  ["moveSlice", MOVE],
  ["moveSliceNoScan", MOVE],
  ["moveSliceNoCap", MOVE],
  ["moveSliceNoCapNoScan", MOVE],
  ["makechan", CHANNEL],
  ["makechan64", CHANNEL],
  ["makemap", SIZED_MAP],
  ["makemap64", SIZED_MAP],
  ["makemap_small", MAP],
  ["convT", BOX],
  ["convTnoptr", BOX],
  ["convTstring", BOX],
  ["convTslice", BOX],
  ["convT16", SMALL_BOX],
  ["convT32", SMALL_BOX],
  ["convT64", SMALL_BOX],
  ["intstring", call("string-building", ["string-conversion"], "small-value")],
  ["slicebytetostring", CONVERSION],
  ["slicerunetostring", CONVERSION],
  ["stringtoslicebyte", CONVERSION],
  ["stringtoslicerune", CONVERSION],
  ["typeAssert", CACHE],
  ["interfaceSwitch", CACHE],
  ["deferproc", call("deferred-call", [], "deferred")],
  ["deferprocat", call("deferred-call", [], "deferred")],
  ["newproc", call("goroutine-start", [], "reused")],
]);

/** Functions of the run time that other packages call by names of their own. */
const LINKED: ReadonlyMap<string, RunTimeCall> = new Map([
  ["internal/bytealg.MakeNoZero", SLICE],
  ["reflect.unsafe_New", OBJECT],
  ["reflect.unsafe_NewArray", OBJECT],
  ["reflect.makemap", MAP],
  ["reflect.makechan", CHANNEL],
  ["reflect.growslice", GROWTH],
  ["reflect.mapassign0", MAP_GROWTH],
  ["reflect.mapassign_faststr0", MAP_GROWTH],
  ["internal/reflectlite.unsafe_New", OBJECT],
]);

const PREFIX = "runtime.";

/** Why a call is there, by its name without `runtime.`. */
export function causeOfCall(name: string): CallCause {
  return recordedCall(name)?.cause ?? "object";
}

/** The same as {@link runTimeCall}, by the name that records have: without `runtime.`. */
export function recordedCall(name: string): RunTimeCall | null {
  return runTimeCall(`${PREFIX}${name}`) ?? runTimeCall(name);
}

/** What a function that machine code calls is known to allocate; null where it is none of the run time's. */
export function runTimeCall(callee: string | null): RunTimeCall | null {
  if (callee === null) return null;
  const linked = LINKED.get(callee);
  if (linked !== undefined) return linked;
  if (!callee.startsWith(PREFIX)) return null;
  const name = callee.slice(PREFIX.length);
  const known = CALLS.get(name);
  if (known !== undefined) return known;
  // Go 1.27 names the size class: mallocgcSmallNoScanSC2.
  if (name.startsWith("mallocgc")) return OBJECT;
  if (name.startsWith("concat")) return CONCATENATION;
  if (name.startsWith("mapassign")) return MAP_GROWTH;
  return null;
}

/** Calls that take no type: one that was loaded before them belongs to something else. */
const WITHOUT_TYPE =
  /^runtime\.(?:makemap_small|convT(?:16|32|64|string|slice)|concat\w+|slicebytetostring|slicerunetostring|intstring|stringtoslice\w+|newproc|deferproc\w*)$/;

/** Whether a call of the run time is given the type of what it makes. */
export function takesType(callee: string | null): boolean {
  return callee === null || !WITHOUT_TYPE.test(callee);
}

/** Whether the sites of a report need a call. */
export function allocates(callee: string | null): boolean {
  return runTimeCall(callee) !== null;
}
