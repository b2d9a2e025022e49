import { untilInterrupted } from "../cli/interrupt.js";
import { EXIT, UserError } from "../errors.js";
import { readInputs } from "./inputs.js";
import { stopped } from "./log.js";
import { runAction } from "./run.js";

// What action.yml runs. Setting the code instead of calling process.exit() lets buffered output drain.
try {
  const inputs = readInputs(process.env);
  process.exitCode = await untilInterrupted((signal) => runAction(inputs, signal));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  if (error.exitCode !== EXIT.interrupted) process.stdout.write(stopped(error.message));
  process.exitCode = error.exitCode;
}
