import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { UsageError } from "../../errors.js";
import type { LoadedConfig } from "../../sources/config-file.js";
import { isContained } from "../../sources/contained-path.js";
import type { GateArguments } from "../options/compare.js";

/** The baseline's name where nobody gives it another. */
const BASELINE = ".escape-baseline.txt";

/** What a run of the gate is to do. */
export type GateMode =
  | { readonly kind: "revision"; readonly base: string | undefined }
  | { readonly kind: "compare" | "write" | "prune"; readonly file: string };

/**
 * Works out from the command line and the configuration what to compare with. The command line wins. `has`: whether there
 * is a file of that name beside the configuration.
 */
export async function gateMode(
  args: GateArguments,
  { config, directory, file }: LoadedConfig,
  has: (name: string) => Promise<boolean> = async (name) => existsSync(join(directory, name)),
): Promise<GateMode> {
  const here = resolve(args.C ?? ".");
  if (args.base !== undefined && args.baseline !== undefined) {
    throw new UsageError("Give --base or --baseline: the gate compares with one of them");
  }
  if (args.writeBaseline && args.prune) throw new UsageError("--write-baseline leaves nothing for --prune to remove");
  if (config.base !== undefined && config.baseline !== undefined) {
    throw new UsageError(`${file}: give base or baseline: the gate compares with one of them`);
  }
  const writes = args.writeBaseline || args.prune;
  if (writes && args.base !== undefined) throw new UsageError("--write-baseline and --prune take no --base");
  const filters = [args.cause, args.package, args.path, args.function, args.exclude];
  if (writes && (filters.some((filter) => filter !== undefined) || args.keepGoing === true)) {
    throw new UsageError(
      "A baseline holds everything: leave out --cause, --package, --path, --function, --exclude and --keep-going",
    );
  }
  const usual = join(directory, BASELINE);
  const configured = config.baseline === undefined ? undefined : resolve(directory, config.baseline);
  if (args.baseline === undefined && !(await isContained(directory, configured ?? usual))) {
    throw new UsageError(
      `${configured === undefined ? usual : `${file}: baseline: ${config.baseline}`} leads out of ${directory}. Name a file below it, ` +
        "or give it on the command line: --baseline FILE",
    );
  }
  const named = args.baseline === undefined ? configured : resolve(here, args.baseline);
  if (args.writeBaseline) return { kind: "write", file: named ?? usual };
  if (args.prune) return { kind: "prune", file: named ?? usual };
  if (args.base === undefined && named !== undefined) return { kind: "compare", file: named };
  if (args.base === undefined && config.base === undefined && (await has(BASELINE))) {
    return { kind: "compare", file: usual };
  }
  return { kind: "revision", base: args.base ?? config.base };
}

/** A file as the user can type it. */
export function typedPath(file: string, args: GateArguments): string {
  const path = relative(resolve(args.C ?? "."), file);
  return path.startsWith("..") ? file : path;
}
