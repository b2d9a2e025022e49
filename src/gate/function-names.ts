import { NameReader } from "../diff/stable-names.js";

const reader = new NameReader();

/** A function's name without the numbers of closures, which change when other closures come and go. */
export function stableName(name: string | null): string | null {
  return name === null ? null : reader.read(name).instance;
}

/** The declared function that a closure stands in, without type arguments; other functions are their own. */
export function outerFunction(name: string | null): string | null {
  return name === null ? null : reader.read(name).outer;
}
