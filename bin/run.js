const { availableParallelism } = require("node:os");
const { setFlagsFromString } = require("node:v8");

// Most runs are short: V8 spends more on compiling functions into each other than that saves.
setFlagsFromString("--max-inlined-bytecode-size-cumulative=300");
if (availableParallelism() === 1) {
  // Its other threads would only take turns with this one.
  setFlagsFromString("--no-concurrent-recompilation");
  setFlagsFromString("--no-parallel-scavenge");
}

import("../dist/src/cli/main.js")
  .then(({ main }) => main(process.argv.slice(2)))
  .then((code) => {
    // Setting the code instead of calling process.exit() lets output that is still buffered for a pipe drain.
    process.exitCode = code;
  })
  .catch((error) => {
    // A program that cannot start is no regression, which is what 1, the code of Node.js for it, would mean.
    console.error(error);
    process.exitCode = 70;
  });
