import { NameReader } from "../diff/stable-names.js";
import type { SiteRecord } from "../records/record.js";

const reader = new NameReader();

/**
 * The name of a record's function without the numbers of closures, which change when other closures come and go; of a
 * generic one without type arguments.
 */
export function stableName({ function: name, instances }: Pick<SiteRecord, "function" | "instances">): string | null {
  if (name === null) return null;
  const { instance, plain } = reader.read(name);
  return instances === undefined ? instance : plain;
}

/** The declared function that a closure stands in, without type arguments; other functions are their own. */
export function outerFunction(name: string | null): string | null {
  return name === null ? null : reader.read(name).outer;
}
