import type { BrokenPackage } from "../go/broken-packages.js";
import { type BuildFailure, build } from "../go/build.js";
import type { RecordKind } from "../records/vocabulary.js";
import { type Collected, collect, type RecordSink } from "../report/collect.js";
import { type BuildContext, mapperOf } from "./build-context.js";
import { codeCache, compilationOf, openMachineCode } from "./compiled-code.js";
import { ErrorLines } from "./error-lines.js";
import type { MachineCode } from "./machine-code.js";
import { importsOf } from "./package-imports.js";
import { PrintedText } from "./printed-text.js";
import { CompiledProgram } from "./program-code.js";
import { NOTHING_COLLECTED } from "./record-source.js";
import { sourceFunctions } from "./source-functions.js";
import { uninstantiated } from "./uninstantiated.js";

/** What a build has given. */
export interface CompiledRecords {
  readonly collected: Collected;
  /** Packages that could not be built. */
  readonly failed: readonly BrokenPackage[];
  /** null where the compiled packages were not read. */
  readonly program: CompiledProgram | null;
  /** Generic functions that no instance was compiled of, as `example.org/set.(*Set).Add`, sorted. */
  readonly uninstantiated: readonly string[];
}

/** Compiles, and hands the records of the kinds to the sink. */
export async function compileBuild(
  context: BuildContext,
  kinds: ReadonlySet<RecordKind>,
  sink: RecordSink,
): Promise<CompiledRecords> {
  const { request, runner, listed, sources, covered } = context;
  const progress = request.onBuild?.(covered.expected);
  const errors = new ErrorLines();
  let failure: BuildFailure | null = null;
  let collected: Collected | null = null;
  const mapFile = mapperOf(context);
  const kept = request.machineCode === false ? null : await codeCache(context);
  let machineCode = null as MachineCode | null;
  const tap: RecordSink = {
    // Where packages come in several variants, what one adds to the other is only known when both are read.
    blocks: listed.some(({ variant }) => variant !== null) ? undefined : sink.blocks,
    heapFlowsOnly: sink.heapFlowsOnly,
    lazy: sink.lazy ?? false,
    record: (record) => {
      if (record.kind === "unknown") errors.add(record.package, record.message);
      sink.record(record);
    },
    endPackage: (importPath) => sink.endPackage?.(importPath),
    drain: async () => sink.drain?.(),
  };
  const inScope = listed.filter(({ importPath, variant }) => covered.wants(importPath, variant));
  let endAhead: (() => void) | undefined;
  try {
    // With machine code, programs that a profile guides are compiled already.
    const aside = request.machineCode === false ? undefined : () => new PrintedText();
    failure = await build(runner, { ...compilationOf(context), aside }, async (output) => {
      const code = await openMachineCode(context, mapFile, kept);
      machineCode = code;
      endAhead = code?.readAhead(inScope);
      const options = {
        kinds,
        code: code === null ? undefined : (path: string, variant: string | null) => code.code(path, variant),
        packages: importsOf(listed),
        mapFile,
        wants: covered.wants,
        source: sources.now,
        functions: sourceFunctions(sources),
        onPackage: () => progress?.step(),
      };
      collected = await collect(output, options, tap);
    });
  } finally {
    endAhead?.();
    machineCode?.release();
    context.printed?.close();
    await kept?.close();
    progress?.end();
  }
  for (const [reason, count] of machineCode?.skipped ?? []) {
    request.onNote?.(`The machine code of ${count === 1 ? "a package" : `${count} packages`} was not read: ${reason}`);
  }
  const all = collected ?? NOTHING_COLLECTED;
  const code = { listed, wants: covered.wants, mapFile, sources };
  const result = async (failed: readonly BrokenPackage[]) => ({
    collected: all,
    failed,
    program: machineCode === null ? null : new CompiledProgram(machineCode),
    uninstantiated: await uninstantiated(code, all.instantiated ?? new Set()),
  });
  if (failure === null) return result([]);
  const failed = errors.broken(listed);
  const isBroken = new Set(failed.map(({ importPath }) => importPath));
  const others = all.packages.some((importPath) => !isBroken.has(importPath));
  if (request.keepGoing !== true || failed.length === 0 || !others) throw errors.error(failure, failed, others);
  return result(failed);
}
