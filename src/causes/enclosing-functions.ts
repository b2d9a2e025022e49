/**
 * Whether one function is the other, or a closure in it is. Before Go 1.25 the function is not printed: a closure's own
 * storage can be taken for something in the closure, and what has no position is in no function.
 */
export function isAround(outer: string | null, inner: string | null): boolean {
  if (outer === inner || outer === null || inner === null) return true;
  return isClosureOf(inner, outer) || isClosureOf(outer, inner);
}

/** `F.func1.2`, `F.gowrap1` and, for the body of a loop over a function, `F-range1`. */
function isClosureOf(name: string, outer: string): boolean {
  return name.startsWith(outer) && (name[outer.length] === "." || name.startsWith("-range", outer.length));
}

/** A closure and what it stands in: `F.func1.2`, `F.func1` and `F`. */
export function enclosingFunctions(name: string | null): string[] {
  const names: string[] = [];
  for (let outer = name; outer !== null; outer = /^(.*[^.])(?:\.[^.\])]+|-range\d+)$/s.exec(outer)?.[1] ?? null)
    names.push(outer);
  return names;
}
