import { execa } from "execa";
import { Interrupted, ToolchainError } from "../errors.js";

/** How to run go: which one, where, and what can end it. */
export interface GoRunner {
  /** Absolute path of the go command. */
  readonly go: string;
  /** Working directory. */
  readonly directory: string;
  /** Variables beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Ends the process, and what it started. */
  readonly signal?: AbortSignal;
  /** Told each command before it runs. */
  readonly onCommand?: (words: readonly string[]) => void;
}

/** How a go command ended. */
export interface GoResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a go command to its end and keeps what it prints. Never throws for its exit code. */
export async function runGo(runner: GoRunner, args: readonly string[]): Promise<GoResult> {
  runner.onCommand?.(["go", ...args]);
  const result = await execa(runner.go, args, {
    ...common(runner),
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    maxBuffer: 1 << 30,
  });
  throwIfNotRun(runner, result);
  return { exitCode: result.exitCode ?? -1, stdout: result.stdout, stderr: result.stderr };
}

/**
 * Starts a go command, hands its standard error to `read` while it runs, and returns its exit code once both are done.
 * Standard output is thrown away.
 */
export async function streamGo(
  runner: GoRunner,
  args: readonly string[],
  read: (stderr: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<number> {
  runner.onCommand?.(["go", ...args]);
  const subprocess = execa(runner.go, args, {
    ...common(runner),
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
    buffer: false,
  });
  try {
    await read(subprocess.stderr);
  } catch (error) {
    subprocess.kill();
    await subprocess;
    throw runner.signal?.aborted === true ? new Interrupted() : error;
  }
  const result = await subprocess;
  throwIfNotRun(runner, result);
  return result.exitCode ?? -1;
}

function common({ directory, env, signal }: GoRunner) {
  return {
    cwd: directory,
    env: { ...env },
    reject: false,
    cleanup: true,
    forceKillAfterDelay: 3000,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  } as const;
}

function throwIfNotRun(
  runner: GoRunner,
  result: {
    readonly isCanceled: boolean;
    readonly exitCode?: number | undefined;
    readonly signal?: string | undefined;
    readonly shortMessage?: string | undefined;
  },
): void {
  if (result.isCanceled || runner.signal?.aborted === true) throw new Interrupted();
  if (result.exitCode !== undefined) return;
  if (result.signal === "SIGINT" || result.signal === "SIGTERM") throw new Interrupted();
  throw new ToolchainError(`${runner.go} could not be run: ${result.shortMessage ?? `it ended by ${result.signal}`}`);
}
