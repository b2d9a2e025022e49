import { resolve } from "node:path";
import { UserError } from "../../errors.js";
import { findRepository, type Repository } from "../../git/repository.js";
import { baseRevision, defaultBranch, mergeBase, type Revision, resolveRevision } from "../../git/revision.js";
import type { Gate } from "../../records/gate.js";
import { configAtRevision } from "../../sources/config-at-revision.js";
import { type LoadedConfig, loadConfig } from "../../sources/config-file.js";
import type { GateArguments } from "../options/compare.js";
import { type GateMode, gateMode, typedPath } from "./mode.js";

/** What a run of the gate is to do, and by which rules. */
export interface GatePlan {
  readonly loaded: LoadedConfig;
  readonly mode: GateMode;
  readonly rules: Gate["rules"];
}

/**
 * Reads the rules. Those of the revision that is compared with judge, since the change could bring its own; a change of
 * them is told. Those of the checkout judge where that is asked for, where there is no such revision, and against a
 * baseline that the command line names, which is part of the checkout as well.
 *
 * `base`: what to compare with where neither the command line nor the rules say it.
 */
export async function planGate(args: GateArguments, signal: AbortSignal, base?: string): Promise<GatePlan> {
  const writes = args.writeBaseline || args.prune;
  const own = writes || args.baseline !== undefined || args.configFrom === "head";
  const planned = own ? null : await planFromBase(args, signal, base);
  if (planned !== null) return planned;
  const loaded = await loadConfig(args.config, resolve(args.C ?? "."));
  const mode = await gateMode(args, loaded);
  const rules = { from: "head" as const, file: nameOf(loaded, args), changed: false };
  return { loaded, mode: withBase(mode, base), rules };
}

/** null where the rules are none of the repository's, or it is not known where the change begins. */
async function planFromBase(args: GateArguments, signal: AbortSignal, base?: string): Promise<GatePlan | null> {
  const directory = resolve(args.C ?? ".");
  const start = await startOf(args, directory, signal, base);
  if (start === null) return null;
  const { repository } = start;
  let { revision } = start;
  let loaded = await configAtRevision(repository, revision, args.config, directory);
  if (loaded === null) return null;
  const named = args.base === undefined ? loaded.config.base : undefined;
  if (named !== undefined) {
    revision = await baseOf(repository, named, args);
    loaded = (await configAtRevision(repository, revision, args.config, directory)) ?? loaded;
  }
  const { config, has } = loaded;
  const mode = await gateMode(
    args,
    named === undefined ? loaded : { ...loaded, config: { ...config, base: named } },
    has,
  );
  const changed = !(await isSame(loaded, args, directory));
  return { loaded, mode: withBase(mode, base), rules: { from: "base", file: nameOf(loaded, args), changed } };
}

function withBase(mode: GateMode, base: string | undefined): GateMode {
  return mode.kind === "revision" ? { kind: "revision", base: mode.base ?? base } : mode;
}

async function startOf(
  args: GateArguments,
  directory: string,
  signal: AbortSignal,
  base: string | undefined,
): Promise<{ readonly repository: Repository; readonly revision: Revision } | null> {
  const named = args.base ?? base;
  try {
    const repository = await findRepository({ directory, signal });
    if (named !== undefined) return { repository, revision: await baseOf(repository, named, args) };
    const head = await resolveRevision(repository, "HEAD");
    return { repository, revision: await mergeBase(repository, await defaultBranch(repository), head) };
  } catch (error) {
    // A baseline needs neither git nor a base. Who compares with a revision is told when it is looked for again.
    if (error instanceof UserError && named === undefined) return null;
    throw error;
  }
}

function baseOf(repository: Repository, name: string, { baseExact }: GateArguments): Promise<Revision> {
  return (baseExact ? resolveRevision : baseRevision)(repository, name);
}

/** Whether the checkout has the same rules. Throws the errors of a configuration that is not valid: nobody means that. */
async function isSame({ config }: LoadedConfig, args: GateArguments, directory: string): Promise<boolean> {
  return textOf((await loadConfig(args.config, directory)).config) === textOf(config);
}

/** The fields come in the order of the schema; where the schema is says nothing. */
function textOf({ $schema, ...rules }: LoadedConfig["config"]): string {
  return JSON.stringify(rules);
}

function nameOf({ file }: LoadedConfig, args: GateArguments): string | null {
  return file === null ? null : typedPath(file, args);
}
