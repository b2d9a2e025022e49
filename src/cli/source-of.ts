import type { BuildRequestArguments } from "./run-build.js";
import { openSource } from "./run-parse.js";
import type { RecordSource } from "./run-report.js";

/** Opens what `--from` names, or builds. What a build takes is loaded for one only. */
export async function sourceOf(
  args: BuildRequestArguments & { readonly from?: string | undefined },
  signal: AbortSignal,
): Promise<RecordSource> {
  if (args.from !== undefined) return openSource(args.from, args.C ?? ".");
  const { openBuild } = await import("./run-build.js");
  return openBuild(args, signal);
}
