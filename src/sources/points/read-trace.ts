import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { TraceParser } from "../../../parsers/trace/index.js";
import { InputError, ToolchainError } from "../../errors.js";
import { type GoRunner, streamGo } from "../../go/run-go.js";
import { findGo } from "../../go/toolchain.js";
import { TraceWaits } from "../../leaks/trace-waits.js";
import type { LeakTrace } from "../../records/leaks.js";

/** Where the trace is, and which go reads it: one that is at least as new as the program. */
export interface TraceRequest {
  readonly file: string;
  readonly directory: string;
  readonly go: string | undefined;
  readonly onCommand?: (words: readonly string[]) => void;
}

/**
 * Reads where goroutines waited while an execution trace was taken, through `go tool trace`. Profiles of blocking, which
 * the same tool makes of a trace, do not show what stays blocked: they count a wait when it ends.
 */
export async function readTrace(
  { file, directory, go, onCommand }: TraceRequest,
  signal: AbortSignal,
): Promise<LeakTrace> {
  const { path, remove } = await plainFile(file, directory);
  try {
    const runner: GoRunner = {
      go: await findGo(go, directory),
      directory,
      signal,
      ...(onCommand === undefined ? {} : { onCommand }),
    };
    const waits = new TraceWaits();
    const parser = new TraceParser((transition) => waits.transition(transition));
    const stream = streamGo(runner, ["tool", "trace", "-d=parsed", path], "stdout");
    let next = await stream.next();
    while (next.done !== true) {
      parser.write(next.value);
      next = await stream.next();
    }
    const { transitions, duration } = parser.end();
    if (next.value !== 0 || transitions === 0) {
      throw new ToolchainError(
        `go tool trace could not read ${file}. It takes Go 1.23 or later, and one that is at least as new as the program: --go go1.27.0`,
      );
    }
    return waits.result(duration);
  } finally {
    await remove();
  }
}

/** The go tool reads no gzip. */
async function plainFile(
  file: string,
  directory: string,
): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const path = resolve(directory, file);
  const facts = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`${file} cannot be read: ${error.code === "ENOENT" ? "it does not exist" : error.message}`);
  });
  if (!facts.isFile()) throw new InputError(`${file} is no file`);
  const beginning = await firstBytes(path);
  if (/^go 1\.\d+ trace/.test(beginning.toString("latin1"))) return { path, remove: async () => {} };
  if (beginning[0] !== 0x1f || beginning[1] !== 0x8b) {
    throw new InputError(
      `${file} is no execution trace. Take one with: curl -o trace.out http://localhost:6060/debug/pprof/trace?seconds=5`,
    );
  }
  const folder = await mkdtemp(join(tmpdir(), "escape-report-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const [{ createGunzip }, { pipeline }] = await Promise.all([import("node:zlib"), import("node:stream/promises")]);
    const plain = join(folder, "trace.out");
    await pipeline(createReadStream(path), createGunzip(), atMost, createWriteStream(plain));
    return { path: plain, remove };
  } catch (error) {
    await remove();
    throw new InputError(`${file} cannot be expanded: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What a trace may expand to. */
const MAX_BYTES = 4 * 1024 * 1024 * 1024;

async function* atMost(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new InputError(`more than ${MAX_BYTES} bytes`);
    yield chunk;
  }
}

async function firstBytes(path: string): Promise<Buffer> {
  for await (const chunk of createReadStream(path, { start: 0, end: 31 })) return Buffer.from(chunk as Buffer);
  return Buffer.alloc(0);
}
