import { lstatSync } from "node:fs";
import { brokenOnes } from "../go/broken-packages.js";
import { fileMapper } from "../go/paths.js";
import { guidesOf } from "../go/profile.js";
import { type BuildRequest, openContext } from "./build-context.js";
import type { CompiledRecords } from "./compile-build.js";
import { packageFileNamer } from "./package-files.js";
import { importsOf } from "./package-imports.js";
import type { RecordSource } from "./record-source.js";

/**
 * Asks go about the packages; the compiler runs when the source is read. `meanwhile` is called when go has been asked, for
 * what there is to do until it answers.
 */
export async function openBuild(
  request: BuildRequest,
  signal: AbortSignal,
  meanwhile: () => void = () => {},
): Promise<RecordSource> {
  let reading: Promise<typeof import("./compile-build.js")> | undefined;
  const { asked, context } = await openContext(request, signal, true, () => {
    // Loaded while go lists the packages.
    reading ??= import("./compile-build.js");
    meanwhile();
  });
  const { scope, tests } = request;
  const { env, runner, listed, covered } = context;
  let broken = context.broken;
  let compiled: CompiledRecords | null = null;
  return {
    read: async (kinds, sink) => {
      const { compileBuild } = await (reading ?? import("./compile-build.js"));
      compiled = await compileBuild(context, kinds, sink);
      broken = brokenOnes([...broken, ...compiled.failed]);
      return compiled.collected;
    },
    broken: () => broken,
    facts: () => {
      const { uninstantiated = [], program = null } = compiled ?? {};
      return {
        toolchain: env.toolchain,
        build: {
          packages: [...asked],
          scope,
          tests,
          flags: [...request.flags],
          modules: [...covered.modules],
          ...(uninstantiated.length === 0 ? {} : { uninstantiated: [...uninstantiated] }),
          machineCode: program !== null,
          ...(broken.length === 0 ? {} : { failed: broken.map(({ importPath }) => importPath) }),
        },
      };
    },
    program: () => compiled?.program ?? null,
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
