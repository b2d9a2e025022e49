import { shapesText, shortType } from "../../causes/shapes.js";
import type { Instance, SiteRecord } from "../../records/record.js";

/** Names of instances that are shown. */
const SHOWN = 3;

/**
 * `× 3: float64, int, string`: how many copies of a generic function's code have a place, and for which types. Types that
 * share a copy are joined: `*A/*B`. Empty for other places, and for one copy.
 */
export function instancesText({ instances = [] }: Pick<SiteRecord, "instances">): string {
  const names = instanceNames(instances);
  if (names.length < 2) return "";
  const shown = names.length > SHOWN + 1 ? [...names.slice(0, SHOWN), `${names.length - SHOWN} more`] : names;
  const isKnown = names.some((name) => name !== UNKNOWN);
  return `× ${names.length}${isKnown ? `: ${shown.join(", ")}` : ""}`;
}

/** What copies are called, each once: several packages can have one for the same types. */
function instanceNames(instances: readonly Instance[]): string[] {
  const names = instances.map(instanceName);
  return names.every((name) => name === UNKNOWN) ? names : [...new Set(names)].sort();
}

const UNKNOWN = "not known";

/** `int`, `*A/*B`, or the shape where the types are not known: `~int`. */
function instanceName({ types, shape }: Instance): string {
  if (types.length > 0) return types.map((type) => shortType(type).replaceAll(",", ", ")).join("/");
  return shape === null ? UNKNOWN : shapesText(shape);
}
