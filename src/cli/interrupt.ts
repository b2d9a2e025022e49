import { EXIT, Interrupted } from "../errors.js";

/** Children are told to end, and are ended after three seconds; this is longer. */
const LAST_RESORT_MS = 5000;

/**
 * Runs the work with a signal that Ctrl-C and a request to end abort, so that it can end its children and leave
 * nothing half written. Throws {@link Interrupted} then. A second Ctrl-C ends the process at once.
 */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort(new Interrupted());
    // What does not heed the signal, such as a pipe that nobody reads, does not keep the process.
    setTimeout(() => process.exit(EXIT.interrupted), LAST_RESORT_MS).unref();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const name of signals) process.on(name, abort);
  try {
    return await work(controller.signal);
  } catch (error) {
    throw controller.signal.aborted ? new Interrupted() : error;
  } finally {
    for (const name of signals) process.off(name, abort);
  }
}
