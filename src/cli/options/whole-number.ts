import { UsageError } from "../../errors.js";

/** Reads a whole number for an option: `least` or more, and no more than `most` where that is given. */
export function wholeNumber(option: string, least: number, most?: number): (value: number) => number {
  const range = most === undefined ? `a whole number of at least ${least}` : `a number from ${least} to ${most}`;
  return (value) => {
    // Not there at all, where there is no default.
    if (value === undefined) return value;
    if (!Number.isInteger(value) || value < least || value > (most ?? Number.MAX_SAFE_INTEGER)) {
      throw new UsageError(`${option} takes ${range}`);
    }
    return value;
  };
}
