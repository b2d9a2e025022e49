#!/usr/bin/env node
import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";

// On one core V8's other threads take the time of the main one, and it optimizes more than it gains by that.
if (availableParallelism() === 1) {
  setFlagsFromString("--no-concurrent-recompilation");
  setFlagsFromString("--max-inlined-bytecode-size-cumulative=300");
  setFlagsFromString("--no-parallel-scavenge");
}
const { main } = await import("../dist/src/cli/main.js");

// Setting the code instead of calling process.exit() lets output that is still buffered for a pipe drain.
process.exitCode = await main(process.argv.slice(2));
