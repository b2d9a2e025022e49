import { Interrupted } from "../errors.js";

/**
 * Runs the work with a signal that Ctrl-C and a request to end abort, so that it can end its children and leave
 * nothing half written. Throws {@link Interrupted} then. A second Ctrl-C ends the process at once.
 */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new Interrupted());
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
