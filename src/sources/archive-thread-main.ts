// What the thread of archive-thread.ts runs.
import { workerData } from "node:worker_threads";
import { ArchiveReader, type ReadPackage } from "./archive-reader.js";
import { END, SIGNS, STATE, type ThreadInput, type ThreadMessage } from "./archive-thread.js";
import { CodeCache } from "./code-cache.js";

const { archives, jobs, cache, states, port } = workerData as ThreadInput;
const reader = new ArchiveReader(archives);
const codes = cache === null ? null : new CodeCache(cache);

for (const [job, { importPath, variant, key }] of jobs.entries()) {
  if (Atomics.load(states, jobs.length + END) === 1) break;
  if (Atomics.compareExchange(states, job, STATE.free, STATE.thread) !== STATE.free) continue;
  let read: ReadPackage | null = null;
  try {
    read = reader.read(importPath, variant);
    port.postMessage({ job, read: JSON.stringify(read) } satisfies ThreadMessage);
  } finally {
    // Where it failed it is read once more, by whoever asks for it and can say why.
    Atomics.store(states, job, STATE.done);
    Atomics.add(states, jobs.length + SIGNS, 1);
    Atomics.notify(states, jobs.length + SIGNS);
  }
  if (key !== null && "code" in read && read.isWhole) codes?.keep(key, read.code);
}
reader.release();
