import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { InputError } from "../errors.js";

const MIB = 1024 * 1024;
/** From so much on it is looked at what of it is garbage. */
const LOOK_BYTES = 160 * MIB;
/** So much may be in use: with what V8 and Node.js need beside it, a process takes less than 500 MB. */
const MOST_BYTES = 256 * MIB;
/** How much has to come before it is looked again: collecting garbage takes time. */
const STEP_BYTES = 24 * MIB;

/**
 * Keeps what is read from files of others from taking all memory: input that grows without end is read no further. Asked
 * after each chunk.
 */
export class MemoryGuard {
  private last = 0;

  /** `name`: how messages name the input. */
  constructor(private readonly name: string) {}

  /** Throws {@link InputError} when what was read takes too much memory. */
  check(): void {
    const used = usedBytes();
    if (used < LOOK_BYTES || used - this.last < STEP_BYTES) return;
    collectGarbage();
    this.last = usedBytes();
    if (this.last < MOST_BYTES) return;
    throw new InputError(
      `${this.name} holds more than fits into 500 MB of memory in this command, so it is read no further. ` +
        "Make it smaller: reports of single packages, or with --scope module",
    );
  }

  /** The same input, looked at after each chunk. */
  async *over<T>(input: AsyncIterable<T>): AsyncGenerator<T> {
    for await (const chunk of input) {
      yield chunk;
      this.check();
    }
  }
}

function usedBytes(): number {
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
  return heap + external;
}

let collect: (() => void) | null = null;

function collectGarbage(): void {
  if (collect === null) {
    setFlagsFromString("--expose-gc");
    const exposed: unknown = runInNewContext("gc");
    collect = typeof exposed === "function" ? () => exposed() : () => {};
  }
  collect();
}
