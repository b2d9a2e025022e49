import { devNull } from "node:os";
import { Interrupted } from "../errors.js";
import type { BuildFlags } from "./flags.js";
import { gcflagsArguments } from "./flags.js";
import { OwnPaths } from "./own-paths.js";
import type { ListedPackage } from "./packages.js";
import { withNames } from "./printed-packages.js";
import { type Profiled, WITHOUT_PROFILE } from "./profile.js";
import { type GoRunner, streamGo } from "./run-go.js";
import { type VariantNames, variantsFor } from "./variants.js";

/** What to compile. */
export interface BuildRequest {
  readonly packages: readonly string[];
  /** Patterns for -gcflags; null stands for the packages named on the command line. */
  readonly patterns: readonly (string | null)[];
  readonly flags: BuildFlags;
  /** -gcflags from GOFLAGS come first. */
  readonly goflags: BuildFlags["compiler"];
  readonly tests: boolean;
  /** The programs that a profile guides the build of. */
  readonly profiled: Profiled;
  /** The packages that are meant, by import path; null where some have none. */
  readonly named: readonly string[] | null;
  /** What go list says of the build. */
  readonly listed: readonly ListedPackage[];
  /** What was printed when the packages were listed with these very flags; null where they were not. */
  readonly printed: KeptOutput | null;
  /**
   * Where a command's output is kept while that of the one before is read: for what is compiled already, so that it
   * only has to be printed, and linked. Default: one command runs after the other.
   */
  readonly aside?: (() => OutputKeeper) | undefined;
}

/** What a command has printed, kept to be read once. */
export interface KeptOutput {
  /** All of it; null the second time, and where it was not kept whole. */
  take(): Iterable<Uint8Array> | null;
}

/** The same while it comes. */
export interface OutputKeeper extends KeptOutput {
  /** Takes a piece, which it copies. Never throws: where there is no room, nothing is kept. */
  add(piece: Uint8Array): void;
  close(): void;
}

/** A go command, and how the packages that it prints are to be named; null where go's names hold. */
interface BuildCommand {
  readonly words: readonly string[];
  readonly variantOf: VariantNames | null;
}

/**
 * The go commands that print the diagnostics. `go list -export` compiles what `go build` compiles and prints the same,
 * but does not link programs, which a report does not need; and it has no -o. Programs with a profile of their own come
 * one after the other: then it is known whose profile a package was compiled with.
 */
function buildCommands(request: BuildRequest): BuildCommand[] {
  const { packages, flags, tests, profiled, named, listed } = request;
  if (flags.needsBuild && !tests) return [inOne(request)];
  if (typeof profiled === "string" || named === null) {
    const variantOf = profiled === "none" ? null : variantsFor(null, listed);
    return [{ words: listCommand(request, packages), variantOf }];
  }
  const programs = profiled.map((program) => ({
    words: listCommand({ ...request, tests: false }, [program]),
    variantOf: variantsFor(program, listed),
  }));
  // Tests, and the packages that they are of, without any profile; then what profiles add.
  const variantOf = variantsFor(null, listed);
  if (tests) return [{ words: listCommand(request, packages, WITHOUT_PROFILE), variantOf }, ...programs];
  const others = named.filter((importPath) => !profiled.includes(importPath));
  if (others.length === 0) return programs;
  return [{ words: listCommand(request, others), variantOf }, ...programs];
}

function inOne(request: BuildRequest): BuildCommand {
  const isSplit = request.listed.some(({ variant }) => variant !== null);
  const variantOf = isSplit ? null : variantsFor(null, request.listed);
  return { words: buildCommand(request, request.packages), variantOf };
}

function buildCommand(request: BuildRequest, packages: readonly string[]): string[] {
  const { others } = request.flags;
  const output = others.some((word) => /^--?o(?:=|$)/.test(word)) ? [] : ["-o", devNull];
  return ["build", ...output, ...NO_STAMP, ...others, ...gcflagsOf(request), "--", ...packages];
}

function gcflagsOf({ patterns, flags, goflags }: BuildRequest): string[] {
  return gcflagsArguments(patterns, [...goflags, ...flags.compiler]);
}

function listCommand(request: BuildRequest, packages: readonly string[], more: readonly string[] = []): string[] {
  return [
    "list",
    "-export",
    "-f",
    "{{/* only the compiler's diagnostics are wanted */}}",
    ...(request.tests ? ["-test"] : []),
    ...NO_STAMP,
    ...request.flags.others,
    ...more,
    ...gcflagsOf(request),
    "--",
    ...packages,
  ];
}

/** Programs need no version stamp, which a broken repository could not give. A user's own -buildvcs comes later and wins. */
const NO_STAMP = ["-buildvcs=false"] as const;

/** How a build failed. */
export interface BuildFailure {
  readonly exitCode: number;
  readonly command: readonly string[];
}

/**
 * Compiles and hands the compiler's output to `read` while it comes: go has been started by then. Returns how it failed;
 * null when it did not.
 */
export async function build(
  runner: GoRunner,
  request: BuildRequest,
  read: (output: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<BuildFailure | null> {
  const failures: BuildFailure[] = [];
  async function* output(): AsyncGenerator<Uint8Array> {
    const paths = new OwnPaths(request.listed, runner.directory);
    const kept = request.printed?.take() ?? null;
    if (kept !== null) {
      yield* withNames(again(kept), { variantOf: null, paths });
      return;
    }
    const commands = buildCommands(request);
    let next: CommandAside | null = null;
    try {
      for (const [i, { words: command, variantOf }] of commands.entries()) {
        const current: CommandAside | null = next;
        const following = commands[i + 1];
        const keeper = following === undefined ? undefined : request.aside?.();
        next =
          keeper === undefined || following === undefined ? null : new CommandAside(runner, following.words, keeper);
        const printed = current === null ? streamGo(runner, command) : current.read();
        const exitCode = yield* withNames(printed, { variantOf, paths });
        if (exitCode !== 0) failures.push({ exitCode, command });
      }
    } finally {
      await next?.end();
    }
  }
  const rest = output();
  const first = rest.next();
  // Whoever reads is told.
  first.catch(() => {});
  try {
    await read(resumed(first, rest));
  } catch (error) {
    throw runner.signal?.aborted === true ? new Interrupted() : error;
  } finally {
    await rest.return(undefined);
  }
  return failures[0] ?? null;
}

/** What a generator gives from the start, the first of which was asked for before. */
async function* resumed<T>(first: Promise<IteratorResult<T, unknown>>, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  const { value, done } = await first;
  if (done === true) return;
  yield value as T;
  yield* rest;
}

async function* again(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array, number> {
  yield* pieces;
  return 0;
}

/** A command that runs while the output of another is read. */
class CommandAside {
  private readonly stream: AsyncGenerator<Uint8Array, number>;
  private readonly exitCode: Promise<number>;

  constructor(
    private readonly runner: GoRunner,
    private readonly words: readonly string[],
    private readonly kept: OutputKeeper,
  ) {
    this.stream = streamGo(runner, words);
    this.exitCode = this.run();
    // Whoever reads is told.
    this.exitCode.catch(() => {});
  }

  /** What it has printed, when it has ended. What was not kept is printed once more. */
  async *read(): AsyncGenerator<Uint8Array, number> {
    const exitCode = await this.exitCode;
    const all = this.kept.take();
    if (all === null) return yield* streamGo(this.runner, this.words);
    yield* all;
    return exitCode;
  }

  async end(): Promise<void> {
    await this.stream.return(0).catch(() => {});
    this.kept.close();
  }

  private async run(): Promise<number> {
    for (;;) {
      const { value, done } = await this.stream.next();
      if (done === true) return value;
      this.kept.add(value);
    }
  }
}
