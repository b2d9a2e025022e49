import type { BuildProgress } from "../sources/build-context.js";

const INTERVAL_MS = 200;
/** Builds that are faster than this show nothing. */
const DELAY_MS = 700;

/**
 * Progress as a line on standard error, on a terminal; nothing elsewhere, or when quiet. `expected`: packages; null where
 * go alone knows how many there are to compile.
 */
export function createProgress(
  expected: number | null,
  quiet: boolean,
  stream: NodeJS.WriteStream = process.stderr,
): BuildProgress {
  if (quiet || stream.isTTY !== true) return { step: () => {}, end: () => {} };
  const started = Date.now();
  let done = 0;
  let shown = false;
  const timer = setInterval(() => {
    const elapsed = Date.now() - started;
    if (elapsed < DELAY_MS) return;
    shown = true;
    const seconds = Math.round(elapsed / 1000);
    const count = expected === null ? `${done}` : `${Math.min(done, expected)} of ${expected}`;
    const what = expected === null ? "packages and dependencies compiled" : "packages compiled and read";
    stream.write(`\r\u001b[K${count} ${what}, ${seconds} s`);
  }, INTERVAL_MS);
  timer.unref();
  return {
    step: () => {
      done++;
    },
    end: () => {
      clearInterval(timer);
      if (shown) stream.write("\r\u001b[K");
    },
  };
}
