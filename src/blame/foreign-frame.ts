import { linkedName } from "../callees/function-names.js";
import { isForeignFile } from "../causes/traits.js";
import type { EscapeRecord } from "../records/record.js";

/** The outermost function of another module that is inlined at an escape, with its package's name; null without one. */
export function foreignFrame({ stack, file }: Pick<EscapeRecord, "stack" | "file">): string | null {
  if (stack === null || isForeignFile(file)) return null;
  const frame = stack.slice(1).find((each) => isForeignFile(each.file));
  if (frame === undefined || frame.function === null) return null;
  return linkedName(frame.function);
}
