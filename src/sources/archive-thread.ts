import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { type Archives, packageKey, type ReadPackage } from "./archive-reader.js";
import type { Cache } from "./cache-directory.js";
import type { CodeCache } from "./code-cache.js";

/** With less to read, a thread costs more than it saves. */
const LEAST_BYTES = 64 << 20;
/** Room for new objects in the thread's heap: nearly all that it makes is garbage at once. */
const YOUNG_MB = 6;
/** After so long without a sign of the other thread, it is not waited for any longer. */
const PATIENCE_MS = 20_000;

/** One package to read. */
export interface ArchiveJob {
  readonly importPath: string;
  readonly variant: string | null;
  /** Under which name to keep it; null: not. */
  readonly key: string | null;
  /** Of the archive; null where it is not known. */
  readonly bytes: number | null;
}

/** What a thread is given. */
export interface ThreadInput {
  readonly archives: Archives;
  readonly jobs: readonly ArchiveJob[];
  readonly cache: Cache | null;
  /** A number for each job, then {@link SIGNS} and {@link END}. */
  readonly states: Int32Array<SharedArrayBuffer>;
  readonly port: MessagePort;
}

/** What the thread sends: the job's number, and what it has read, as JSON: it takes less memory until it is asked for. */
export interface ThreadMessage {
  readonly job: number;
  readonly read: string;
}

/** Who reads a package: nobody yet, or whoever was first. */
export const STATE = { free: 0, here: 1, thread: 2, done: 3 } as const;
/** Where, behind the states, the number of jobs that the thread is through with stands, and whether it is to end. */
export const SIGNS = 0;
export const END = 1;

/**
 * Reads archives in a thread, in the order of the jobs. What is asked for before the thread has begun with it is read by
 * whoever asks.
 */
export class ArchiveThread {
  private readonly numbers = new Map<string, number>();
  private readonly results = new Map<number, string>();

  private constructor(
    private readonly states: Int32Array<SharedArrayBuffer>,
    private readonly port: MessagePort,
    private readonly jobs: readonly ArchiveJob[],
  ) {
    jobs.forEach(({ importPath, variant }, i) => {
      this.numbers.set(packageKey(importPath, variant), i);
    });
  }

  /**
   * null where there is little to read, no second core, or no file of the thread beside this one. `least`: bytes of archives
   * from which on it is worth it.
   */
  static start(
    archives: Archives,
    jobs: readonly ArchiveJob[],
    cache: CodeCache | null,
    least: number = LEAST_BYTES,
  ): ArchiveThread | null {
    const bytes = jobs.reduce((sum, job) => sum + (job.bytes ?? 0), 0);
    if (bytes < least || availableParallelism() === 1) return null;
    const file = new URL("./archive-thread-main.js", import.meta.url);
    if (!existsSync(fileURLToPath(file))) return null;
    const states = new Int32Array(new SharedArrayBuffer((jobs.length + 2) * Int32Array.BYTES_PER_ELEMENT));
    const { port1, port2 } = new MessageChannel();
    const input: ThreadInput = { archives, jobs, cache: cache?.cache ?? null, states, port: port2 };
    const thread = new ArchiveThread(states, port1, jobs);
    try {
      const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MB };
      const worker = new Worker(file, { workerData: input, transferList: [port2], resourceLimits });
      // What it does not get done is read here.
      worker.on("error", () => thread.stop());
      worker.unref();
      port1.unref();
    } catch {
      return null;
    }
    cache?.shared();
    return thread;
  }

  /** What the thread has read, waited for where it is about to; null where the asker has to read it. */
  take(key: string): ReadPackage | null {
    const job = this.numbers.get(key);
    if (job === undefined) return null;
    if (Atomics.compareExchange(this.states, job, STATE.free, STATE.here) === STATE.free) return null;
    if (Atomics.load(this.states, job) === STATE.here) return null;
    for (;;) {
      const signs = Atomics.load(this.states, this.jobs.length + SIGNS);
      const isDone = Atomics.load(this.states, job) === STATE.done;
      this.receive();
      const result = this.results.get(job);
      if (result !== undefined) {
        this.results.delete(job);
        return JSON.parse(result) as ReadPackage;
      }
      // It has failed, or was taken before.
      if (isDone) return null;
      if (Atomics.wait(this.states, this.jobs.length + SIGNS, signs, PATIENCE_MS) === "timed-out") return null;
    }
  }

  /** Has it begin with nothing more. */
  stop(): void {
    Atomics.store(this.states, this.jobs.length + END, 1);
  }

  private receive(): void {
    for (;;) {
      const received = receiveMessageOnPort(this.port);
      if (received === undefined) return;
      const { job, read } = received.message as ThreadMessage;
      this.results.set(job, read);
    }
  }
}
