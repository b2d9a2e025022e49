import { execa } from "execa";
import { Interrupted, ToolchainError } from "../errors.js";
import { searchPathVariable } from "../search-path.js";
import { asBuffer } from "../text/as-buffer.js";
import { ShortLines } from "./short-lines.js";

/** How to run go: which one, where, and what can end it. */
export interface GoRunner {
  /** Absolute path of the go command. */
  readonly go: string;
  /** Working directory; absolute, by the name that go is to use. */
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

/** What to do with standard error while a command runs. */
export interface LineTaker {
  /** Shown each line without a colon; those that it takes are not kept, and of the others only the beginning is. */
  readonly takes: (line: string) => boolean;
  /** Given the others, in order, however many: they hold until it returns. */
  readonly keep?: ((bytes: Buffer) => void) | undefined;
}

/** Runs a go command to its end and keeps what it prints. Never throws for its exit code. */
export function runGo(runner: GoRunner, args: readonly string[], taker?: LineTaker): Promise<GoResult> {
  runner.onCommand?.(["go", ...args]);
  return runToEnd(runner, runner.go, args, taker);
}

/** The same with the bytes of standard error: those of many packages can be more than a text holds. */
export async function runGoForBytes(
  runner: GoRunner,
  args: readonly string[],
): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: Buffer }> {
  runner.onCommand?.(["go", ...args]);
  const subprocess = execa(runner.go, args, {
    ...common(runner),
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    encoding: "buffer",
    maxBuffer: 1 << 30,
  });
  endTogether(runner, subprocess);
  const result = await subprocess;
  throwIfNotRun(runner, runner.go, result);
  const { stdout, stderr } = result;
  return {
    exitCode: result.exitCode ?? -1,
    stdout: Buffer.from(stdout).toString(),
    stderr: asBuffer(stderr),
  };
}

/** The same for a program that go has compiled. */
export function runProgram(runner: GoRunner, file: string, args: readonly string[]): Promise<GoResult> {
  runner.onCommand?.([file, ...args]);
  return runToEnd(runner, file, args);
}

async function runToEnd(runner: GoRunner, file: string, args: readonly string[], taker?: LineTaker): Promise<GoResult> {
  const subprocess = execa(file, args, {
    ...common(runner),
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    buffer: { stderr: taker === undefined },
    maxBuffer: 1 << 30,
  });
  endTogether(runner, subprocess);
  const lines = taker === undefined ? null : new ShortLines(taker.takes, taker.keep);
  if (lines !== null) subprocess.stderr.on("data", (chunk: Buffer) => lines.add(chunk));
  const result = await subprocess;
  throwIfNotRun(runner, file, result);
  lines?.end();
  const { exitCode = -1, stdout } = result;
  return { exitCode, stdout, stderr: lines?.text() ?? result.stderr ?? "" };
}

/**
 * Runs a go command, yields its standard error (or output) while it runs, and returns its exit code. The other one is
 * thrown away. The process ends when the reader does not go on.
 */
export async function* streamGo(
  runner: GoRunner,
  args: readonly string[],
  from: "stdout" | "stderr" = "stderr",
): AsyncGenerator<Uint8Array, number> {
  runner.onCommand?.(["go", ...args]);
  const subprocess = execa(runner.go, args, {
    ...common(runner),
    stdin: "ignore",
    stdout: from === "stdout" ? "pipe" : "ignore",
    stderr: from === "stderr" ? "pipe" : "ignore",
    buffer: false,
  });
  const end = endTogether(runner, subprocess);
  let complete = false;
  try {
    yield* subprocess[from] as AsyncIterable<Uint8Array>;
    complete = true;
  } finally {
    if (!complete) {
      end();
      subprocess.kill();
      await subprocess;
    }
  }
  const result = await subprocess;
  throwIfNotRun(runner, runner.go, result);
  return result.exitCode ?? -1;
}

/**
 * Ends the compilers that go has started when go is told to end, or when this process ends: go itself leaves them
 * running. Ctrl-C reaches them in a terminal only, a signal from elsewhere never. Returns what ends them now.
 */
function endTogether({ signal }: GoRunner, subprocess: Promise<unknown> & { readonly pid?: number }): () => void {
  const { pid } = subprocess;
  const end = () => {
    if (pid === undefined || process.platform === "win32") return;
    try {
      process.kill(-pid, "SIGTERM");
    } catch {
      // All of them have ended.
    }
  };
  const forgetWatcher = pid === undefined || process.platform === "win32" ? () => {} : watch(pid);
  const forget = () => {
    forgetWatcher();
    signal?.removeEventListener("abort", end);
    process.off("exit", end);
  };
  signal?.addEventListener("abort", end);
  process.on("exit", end);
  subprocess.then(forget, forget);
  return end;
}

/** Waits for a line; where there is none, the process that holds the other end of its input is gone. */
const WATCHER = 'read -r line || kill -s TERM -- "-$1"';

/**
 * Ends a group of processes when this one is killed in a way that it cannot answer (SIGKILL, out of memory): go would go
 * on until it prints something. Returns what takes the watch away.
 */
function watch(group: number): () => void {
  const watcher = execa("/bin/sh", ["-c", WATCHER, "sh", String(group)], {
    stdin: "pipe",
    stdout: "ignore",
    stderr: "ignore",
    env: {},
    extendEnv: false,
    // Ctrl-C is not for it: it is there for what comes after.
    detached: true,
    cleanup: false,
    reject: false,
  });
  watcher.stdin.on("error", () => {});
  watcher.catch(() => {});
  return () => {
    watcher.stdin.end("\n");
  };
}

function common({ directory, env, signal }: GoRunner) {
  return {
    cwd: directory,
    // go takes the name of its directory from PWD, which a parent process may have left at another name of it.
    env: { ...searchPathVariable(), ...env, PWD: directory },
    reject: false,
    cleanup: true,
    // A group of its own, see endTogether. Windows has none, and would open a console.
    detached: process.platform !== "win32",
    forceKillAfterDelay: 3000,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  } as const;
}

function throwIfNotRun(
  runner: GoRunner,
  file: string,
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
  throw new ToolchainError(`${file} could not be run: ${result.shortMessage ?? `it ended by ${result.signal}`}`);
}
