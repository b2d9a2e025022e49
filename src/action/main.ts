import { untilInterrupted } from "../cli/interrupt.js";
import { outliveStreams } from "../cli/say.js";
import { EXIT, UserError } from "../errors.js";
import { readInputs } from "./inputs.js";
import { stopped } from "./log.js";
import { runAction } from "./run.js";

/** A fault of ours; Node.js would end with 1, which means a regression. */
const FAULT = 70;

outliveStreams();
// What action.yml runs. Setting the code instead of calling process.exit() lets buffered output drain.
try {
  const inputs = readInputs(process.env);
  process.exitCode = await untilInterrupted((signal) => runAction(inputs, signal));
} catch (error) {
  const isKnown = error instanceof UserError;
  if (!isKnown || error.exitCode !== EXIT.interrupted) process.stdout.write(stopped(textOf(error)));
  process.exitCode = isKnown ? error.exitCode : FAULT;
}

function textOf(error: unknown): string {
  if (error instanceof UserError) return error.message;
  return `This is a fault in escape-report, please report it\n${error instanceof Error ? error.stack : String(error)}`;
}
