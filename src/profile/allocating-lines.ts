import type { Profile } from "../../parsers/profile/index.js";
import type { LineTable, LocationLines, ProfileLine } from "./lines.js";
import { isRunTime } from "./origin.js";

/** The first location of a stack that is not the run time's, which allocates for others; else the first. */
export function allocatingLocation(stack: Uint32Array, lines: LocationLines): number {
  for (const index of stack) if (!(lines[index] ?? []).every(isRunTime)) return index;
  return stack[0] ?? 0;
}

/** The lines whose machine code allocates in the profiles: the outermost of each address, which sites are found by. */
export function allocatingLines(profiles: readonly Profile[], table: LineTable): ReadonlySet<ProfileLine> {
  const found = new Set<ProfileLine>();
  for (const profile of profiles) {
    const lines = table.of(profile);
    const locations = new Set<number>();
    const { samples } = profile;
    for (let sample = 0; sample < samples.count; sample++) {
      const stack = samples.stack(sample);
      if (stack.length > 0) locations.add(allocatingLocation(stack, lines));
    }
    for (const location of locations) {
      const outermost = lines[location]?.at(-1);
      if (outermost !== undefined) found.add(outermost);
    }
  }
  return found;
}
