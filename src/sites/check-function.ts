import type { MachineCall, MachineFunction } from "../../parsers/archive/index.js";
import type { Check, CheckedPath, UnknownCall } from "../records/check.js";
import { CHECK_SCHEMA } from "../records/schema-names.js";
import type { Allocates } from "../records/vocabulary.js";
import { runTimeCall } from "./run-time-calls.js";
import { verdictOfCall } from "./verdict.js";

/** Functions whose code is read at most; what lies behind them counts as not known. */
const MAX_FUNCTIONS = 20_000;

/** A function as its package's archive has it. */
export interface FoundFunction {
  readonly importPath: string;
  readonly code: MachineFunction;
}

/** The compiled program. */
export interface ProgramCode {
  /** A function by its linker name; `near`: the package whose copy is meant, where several have one. null: not there. */
  find(symbol: string, near: string): FoundFunction | null;
  /** Names a type and its size. */
  typeOf(call: MachineCall, importPath: string): { readonly type: string | null; readonly bytes: number | null };
  /** Names a file as records do. */
  fileOf(file: string): string | null;
}

/** What counts, and what is followed. */
export interface CheckOptions {
  /** Whether what fills a cache once counts. */
  readonly once: boolean;
  /** Whether what runs only before a panic counts. */
  readonly panics: boolean;
  /** Calls of the first functions to begin with. Default: all. */
  readonly starts?: ((call: MachineCall) => boolean) | undefined;
  /** Calls that are taken not to allocate. Default: none. */
  readonly assumed?: ((caller: FoundFunction, call: MachineCall) => boolean) | undefined;
}

/** What is reached from some functions: allocations with the calls that lead there, and calls that cannot be followed. */
export interface Reached {
  /** The shortest first. */
  readonly paths: readonly CheckedPath[];
  readonly unknown: readonly UnknownCall[];
  /** Functions whose code was read. */
  readonly visited: number;
  /** Whether an allocation happens whenever a function of the first returns. */
  readonly sure: boolean;
}

interface Visit {
  readonly found: FoundFunction;
  /** Whether every way through the first function comes here. */
  readonly always: boolean;
  readonly from: Visit | null;
  /** Where `from` calls it. */
  readonly call: MachineCall | null;
}

/** Tells whether a function allocates: see {@link followCalls}. */
export function checkFunction(root: FoundFunction, program: ProgramCode, options: CheckOptions): Check {
  const { paths, unknown, visited, sure } = followCalls([root], program, options);
  return {
    schema: CHECK_SCHEMA,
    function: root.code.name,
    allocates: sure ? "yes" : answer(paths, unknown),
    visited,
    paths: [...paths],
    dynamic: [...unknown],
  };
}

/** Follows every call of functions down to the run time. Each function is looked at once, by the shortest way. */
export function followCalls(
  roots: readonly FoundFunction[],
  program: ProgramCode,
  { once, panics, starts = () => true, assumed = () => false }: CheckOptions,
): Reached {
  const queue: Visit[] = roots.map((found) => ({ found, always: true, from: null, call: null }));
  const seen = new Set(roots.map(({ code }) => code.name));
  const paths: CheckedPath[] = [];
  const dynamic: UnknownCall[] = [];
  let sure = false;
  for (let next = 0; next < queue.length; next++) {
    const visit = queue[next];
    if (visit === undefined) break;
    for (const call of visit.found.code.calls) {
      if (visit.from === null && !starts(call)) continue;
      if (panics || call.panics !== true) follow(visit, call);
    }
  }
  return { paths, unknown: dynamic, visited: queue.length, sure };

  function follow(visit: Visit, call: MachineCall): void {
    const { callee } = call;
    const runTime = runTimeCall(callee);
    if (runTime !== null) {
      const verdict = verdictOfCall(runTime, call.conditional, false);
      if (!once && verdict.reason === "once") return;
      paths.push(pathTo(visit, call, verdict));
      if (visit.always && call.always === true && verdict.allocates === "yes") sure = true;
      return;
    }
    if (assumed(visit.found, call)) return;
    if (callee === null) {
      dynamic.push(unknownCall(visit, call));
      return;
    }
    if (seen.has(callee)) return;
    seen.add(callee);
    if (isQuietRunTime(callee)) return;
    const found = queue.length < MAX_FUNCTIONS ? program.find(callee, visit.found.importPath) : null;
    if (found === null) dynamic.push(unknownCall(visit, call));
    else queue.push({ found, always: visit.always && call.always === true, from: visit, call });
  }

  function pathTo(
    visit: Visit,
    call: MachineCall,
    verdict: Pick<CheckedPath["site"], "allocates" | "reason">,
  ): CheckedPath {
    const calls: CheckedPath["calls"] = [];
    let at: MachineCall | null = call;
    for (let step: Visit | null = visit; step !== null; step = step.from) {
      calls.unshift({ function: step.found.code.name, ...placeOf(at) });
      at = step.call;
    }
    return {
      calls,
      site: {
        ...placeOf(call),
        ...verdict,
        call: (call.callee ?? "").replace(/^runtime\./, ""),
        ...program.typeOf(call, visit.found.importPath),
        loop: call.loop,
      },
    };
  }

  function unknownCall({ found }: Visit, call: MachineCall): UnknownCall {
    return { function: found.code.name, ...placeOf(call), call: call.callee };
  }

  /** Where the statement stands that calls. */
  function placeOf(call: MachineCall | null): { readonly file: string | null; readonly line: number | null } {
    const outermost = call?.stack[0];
    if (outermost === undefined) return { file: null, line: null };
    return { file: program.fileOf(outermost.file), line: outermost.line === 0 ? null : outermost.line };
  }
}

function answer(paths: readonly CheckedPath[], dynamic: readonly UnknownCall[]): Allocates {
  if (paths.length > 0) return "maybe";
  return dynamic.length > 0 ? "unknown" : "no";
}

/**
 * Functions that the compiler itself calls and that do not allocate for the caller: copying, comparing, map reads, write
 * barriers, panics. What of the run time is called by name, such as runtime.Callers, is not among them.
 */
function isQuietRunTime(callee: string): boolean {
  return QUIET.test(callee);
}

const QUIET =
  /^(?:runtime\.(?:gcWriteBarrier\w*|wb\w+|mem\w+|typedmem\w+|typedslicecopy|slicecopy|cmpstring|str\w*hash\w*|[ie]f?ace\w*|efaceeq|ifaceeq|memequal\w*|f\d+hash|c\d+hash|f\d+equal|mapaccess\w+|mapdelete\w*|mapclear|mapIter\w+|mapiter\w+|panic\w*|goPanic\w+|gopanic|gorecover|throw\w*|fatal\w*|morestack\w*|deferreturn|deferprocStack|assertE2I\w*|typeAssert|print\w+|duffcopy|duffzero|racefuncenter|racefuncexit|unsafe\w+|udiv|chanlen|chancap|chanrecv\d|closechan|debug\w+|retpoline\w+|decoderune|countrunes|slicebytetostringtmp|asyncPreempt|cgoCheck\w+|nanotime|walltime|KeepAlive|entersyscall|exitsyscall|procPin|procUnpin|fastrand\w*|rand\w*|cputicks)|internal\/runtime\/atomic\..+|internal\/runtime\/sys\..+|internal\/bytealg\.(?!MakeNoZero).+|type:\..+)$/;
