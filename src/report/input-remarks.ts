import type { InputSigns } from "../../parsers/diagnostics/index.js";

/** What a reader of saved output should know of it: what is missing, and what was done about what is odd. */
export type InputRemark =
  /** There are decisions and no explanations. `alone`: it is certain that -m was given once. */
  | { readonly kind: "no-explanations"; readonly alone: boolean }
  /** Some packages were compiled with -m, others with -m -m. */
  | { readonly kind: "mixed-flags" }
  /** `explained`: whether its explanations could be read. */
  | { readonly kind: "old-release"; readonly explained: boolean }
  /** Lines do not stand where the compiler printed them. `sorted`: the input was sorted, so that packages are unknown. */
  | { readonly kind: "out-of-order"; readonly sorted: boolean }
  | { readonly kind: "unreadable-flows"; readonly flows: number }
  /** The input ends in the middle of an explanation. */
  | { readonly kind: "ends-early" }
  /** What was printed for so many packages came again, with the same places; it was counted once. */
  | { readonly kind: "repeated"; readonly packages: number }
  /** A log keeper left something out; `text` is what it says. */
  | { readonly kind: "clipped"; readonly text: string };

/** What the lines of compiler output tell of it as a whole. */
export function remarksOf(signs: InputSigns): InputRemark[] {
  const { decisions, explanations, withoutCost, oldWording, oldExplanations } = signs;
  const remarks: InputRemark[] = [];
  if (oldExplanations > 0) remarks.push({ kind: "old-release", explained: false });
  else if (decisions > 0 && explanations === 0) remarks.push({ kind: "no-explanations", alone: withoutCost > 0 });
  else if (withoutCost > 0 && explanations > 0) remarks.push({ kind: "mixed-flags" });
  if (oldExplanations === 0 && oldWording > 0) remarks.push({ kind: "old-release", explained: true });
  if (signs.outOfPlace > 0) remarks.push({ kind: "out-of-order", sorted: false });
  if (signs.unreadableFlows > 0) remarks.push({ kind: "unreadable-flows", flows: signs.unreadableFlows });
  if (signs.endsEarly) remarks.push({ kind: "ends-early" });
  return remarks;
}
