/**
 * Flags that let two checkouts share Go's build cache: with -trimpath the directory is no part of what go caches, so
 * what both sides have in common is compiled once. A user's own -trimpath=false is left alone.
 */
export function sharedFlags(user: readonly string[]): string[] {
  return user.some((word) => /^--?trimpath(?:=|$)/.test(word)) ? [...user] : ["-trimpath", ...user];
}
