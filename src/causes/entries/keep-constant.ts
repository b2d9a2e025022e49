import type { Remedy } from "../entry.js";
import { isConstant } from "../fits.js";

/** For the bytes of a constant text. */
export const KEEP_CONSTANT: Remedy = {
  text: "Where nobody changes the bytes, convert the constant once, into a package-level variable.",
  at: isConstant,
};
