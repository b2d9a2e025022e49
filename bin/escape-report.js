#!/usr/bin/env node
import { main } from "../dist/src/cli/main.js";

// Setting the code instead of calling process.exit() lets output that is still buffered for a pipe drain.
process.exitCode = await main(process.argv.slice(2));
