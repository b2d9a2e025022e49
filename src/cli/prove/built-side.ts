import { ToolchainError } from "../../errors.js";
import { compileTest, type TestProgram, testPackages } from "../../go/benchmarks.js";
import { readBuildFlags } from "../../go/flags.js";
import { flagsFrom } from "../../go/package-arguments.js";
import type { GoRunner } from "../../go/run-go.js";
import { findGo, readEnvironment } from "../../go/toolchain.js";
import { goDirectory } from "../../go/working-directory.js";
import type { SideTree } from "../../sources/side-trees.js";

/** One side with its tests compiled. */
export interface BuiltSide {
  readonly tree: SideTree;
  readonly runner: GoRunner;
  /** The release of Go that has built it. */
  readonly toolchain: string;
  readonly programs: readonly TestProgram[];
}

/** Compiles the tests of a side's packages into a directory. Errors say which side it was. */
export async function buildSide(
  tree: SideTree,
  target: { readonly directory: string; readonly name: string },
  signal: AbortSignal,
): Promise<BuiltSide> {
  try {
    return await compiled(tree, target, signal);
  } catch (error) {
    throw explained(error, tree);
  }
}

/** The same error, with the side that it is of. */
export function explained(error: unknown, tree: SideTree): unknown {
  if (!(error instanceof ToolchainError)) return error;
  const told = tree.explain(error);
  // A commit is named by what it lacks.
  return told === error ? new ToolchainError(`${tree.name}: ${error.message}`, { cause: error }) : told;
}

async function compiled(
  tree: SideTree,
  target: { readonly directory: string; readonly name: string },
  signal: AbortSignal,
): Promise<BuiltSide> {
  const { packages, go, env = {}, onCommand } = tree.build;
  const directory = goDirectory(tree.build.directory);
  const flags = flagsFrom(directory, tree.build.flags);
  readBuildFlags(flags);
  const runner: GoRunner = {
    go: await findGo(go, directory),
    directory,
    env,
    signal,
    ...(onCommand === undefined ? {} : { onCommand }),
  };
  const { toolchain } = await readEnvironment(runner);
  const programs: TestProgram[] = [];
  for (const [i, found] of (await testPackages(runner, packages, flags)).entries()) {
    programs.push(
      await compileTest(runner, found, flags, { directory: target.directory, name: `${target.name}-${i}.test` }),
    );
  }
  return { tree, runner, toolchain: toolchain.version, programs };
}
