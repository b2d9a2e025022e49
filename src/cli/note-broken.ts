import { EXIT } from "../errors.js";
import { brokenText } from "../go/broken-packages.js";
import type { RecordSource } from "../sources/record-source.js";
import { plural } from "../text/number.js";
import { note } from "./say.js";

/**
 * Says on standard error which packages could not be built, with what go says of them, and sets the exit code. The others
 * have been reported by then.
 */
export function noteBroken(source: RecordSource): void {
  const broken = source.broken?.() ?? [];
  if (broken.length === 0) return;
  note(
    `${plural(broken.length, "package")} could not be built, so this is about the others only. go says:\n\n${brokenText(broken)}`,
  );
  process.exitCode = EXIT.toolchain;
}
