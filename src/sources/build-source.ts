import { lstatSync } from "node:fs";
import { type BrokenPackage, brokenOnes } from "../go/broken-packages.js";
import { type BuildFailure, build } from "../go/build.js";
import type { ListedPackage } from "../go/packages.js";
import { fileMapper } from "../go/paths.js";
import { guidesOf } from "../go/profile.js";
import type { RecordKind } from "../records/vocabulary.js";
import { type Collected, collect, type RecordSink } from "../report/collect.js";
import type { PackageImports } from "../report/listed-packages.js";
import { type BuildContext, type BuildRequest, mapperOf, openContext } from "./build-context.js";
import { codeCache, compilationOf, openMachineCode } from "./compiled-code.js";
import { ErrorLines } from "./error-lines.js";
import type { MachineCode } from "./machine-code.js";
import { packageFileNamer } from "./package-files.js";
import { PrintedText } from "./printed-text.js";
import { CompiledProgram } from "./program-code.js";
import { NOTHING_COLLECTED, type RecordSource } from "./record-source.js";
import { sourceFunctions } from "./source-functions.js";
import { uninstantiated } from "./uninstantiated.js";

/** Asks go about the packages; the compiler runs when the source is read. */
export async function openBuild(request: BuildRequest, signal: AbortSignal): Promise<RecordSource> {
  const { asked, context } = await openContext(request, signal, true);
  const { scope, tests } = request;
  const { env, runner, listed, covered } = context;
  let broken = context.broken;
  let machineCode: MachineCode | null = null;
  let notCompiled: readonly string[] = [];
  return {
    read: async (kinds, sink) => {
      const { collected, failed, ...read } = await compile(context, kinds, sink);
      machineCode = read.machineCode;
      broken = brokenOnes([...broken, ...failed]);
      const code = { listed, wants: covered.wants, mapFile: mapperOf(context), sources: context.sources };
      notCompiled = await uninstantiated(code, collected.instantiated ?? new Set());
      return collected;
    },
    broken: () => broken,
    facts: () => ({
      toolchain: env.toolchain,
      build: {
        packages: [...asked],
        scope,
        tests,
        flags: [...request.flags],
        modules: [...covered.modules],
        ...(notCompiled.length === 0 ? {} : { uninstantiated: [...notCompiled] }),
        machineCode: machineCode !== null,
        ...(broken.length === 0 ? {} : { failed: broken.map(({ importPath }) => importPath) }),
      },
    }),
    program: () => (machineCode === null ? null : new CompiledProgram(machineCode)),
    root: runner.directory,
    guides: guidesOf(listed, context.profiled).filter(
      (file) => lstatSync(file, { throwIfNoEntry: false })?.isFile() === true,
    ),
    imports: importsOf(listed),
    fileNamer: packageFileNamer(listed, fileMapper(env, runner.directory, listed, true)),
    packages: covered.packages,
    imported: covered.imported,
    sources: async () => context.sources,
  };
}

/** What packages import, by import path. Variants for tests import more, and have the same path. */
export function importsOf(listed: readonly ListedPackage[]): ReadonlyMap<string, PackageImports> {
  const found = new Map<string, PackageImports>();
  for (const { importPath, name, imports } of listed) {
    const known = found.get(importPath);
    found.set(importPath, known === undefined ? { name, imports } : merged(known, imports));
  }
  return found;
}

function merged({ name, imports }: PackageImports, more: readonly string[]): PackageImports {
  return { name, imports: [...new Set([...imports, ...more])] };
}

interface CompiledRecords {
  readonly collected: Collected;
  /** Packages that could not be built. */
  readonly failed: readonly BrokenPackage[];
  /** null where the compiled packages were not read. */
  readonly machineCode: MachineCode | null;
}

async function compile(
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
  if (failure === null) return { collected: all, failed: [], machineCode };
  const failed = errors.broken(listed);
  const isBroken = new Set(failed.map(({ importPath }) => importPath));
  const others = all.packages.some((importPath) => !isBroken.has(importPath));
  if (request.keepGoing !== true || failed.length === 0 || !others) throw errors.error(failure, failed, others);
  return { collected: all, failed, machineCode };
}
