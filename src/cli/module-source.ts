import { sourceReader } from "./source.js";

/** Reads source files of the module by the names that records give them; null for all others. */
export function sourceIn(root: string | undefined): (file: string) => readonly string[] | null {
  if (root === undefined) return () => null;
  const read = sourceReader(root, { goroot: root, modcache: root });
  return (file) => (/^[$<]|@/.test(file) ? null : read(file));
}
