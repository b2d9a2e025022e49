/**
 * Flags that let two checkouts share Go's build cache. With -trimpath neither the directory nor its path is part of
 * what go caches, so what both sides have in common is compiled once; without -buildvcs=false the main packages are
 * compiled anew for each commit and each change. A flag that the user gives is left alone.
 */
export function sharedFlags(user: readonly string[]): string[] {
  const given = (name: string) => user.some((word) => new RegExp(`^--?${name}(?:=|$)`).test(word));
  return [...(given("trimpath") ? [] : ["-trimpath"]), ...(given("buildvcs") ? [] : ["-buildvcs=false"]), ...user];
}
