// What the servers of samples/leaks leak, by the marks in their sources; samples/README.md tells their form.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The Go module with a server for each kind of leak. */
export const LEAKS_MODULE = fileURLToPath(new URL("../../samples/leaks", import.meta.url));

/**
 * @typedef {object} LeakMark
 * @property {string} finding `heap-growth likely`
 * @property {string | null} file relative to the module; null where nothing tells the place
 * @property {number | null} line
 * @property {string | null} keptBy without backticks; null where the compiler does not say
 */

/** The kinds of server: the keys of the map in kinds.go. @type {readonly string[]} */
export const SERVERS = Array.from(
  readFileSync(join(LEAKS_MODULE, "kinds.go"), "utf8").matchAll(/^\t"(\w+)": +\w+\.Work,$/gm),
  ([, name = ""]) => name,
);

/**
 * The marks of a server that count for a Go release, by its minor number.
 * @param {string} server
 * @param {number} goMinor
 * @returns {LeakMark[]}
 */
export function leakMarks(server, goMinor) {
  const file = `${server}/${server}.go`;
  const lines = readFileSync(join(LEAKS_MODULE, file), "utf8").split("\n");
  const marked = lines.flatMap((text, i) => {
    const mark = / leak: (.*)$/.exec(text)?.[1];
    return mark === undefined ? [] : [{ mark, line: i + 1 }];
  });
  if (marked.length === 0) throw new Error(`${file} has no mark`);
  return marked.flatMap(({ mark, line }) => marksOf(mark, { file, line }, goMinor));
}

/**
 * @param {string} mark
 * @param {{ file: string, line: number }} place
 * @param {number} goMinor
 * @returns {LeakMark[]}
 */
function marksOf(mark, place, goMinor) {
  // Some leaks have a kind and no place.
  if (mark.endsWith("; nowhere")) {
    return [{ finding: mark.slice(0, -"; nowhere".length), file: null, line: null, keptBy: null }];
  }
  const parts = mark.split("; ").flatMap((part) => {
    const [, text = part, operator, release] = /^(.*) \(go(<|>=)1\.(\d+)\)$/.exec(part) ?? [];
    const counts =
      operator === undefined || (operator === "<" ? goMinor < Number(release) : goMinor >= Number(release));
    return counts ? [text] : [];
  });
  const keptBy = parts.find((part) => part.startsWith("kept by "))?.slice("kept by ".length) ?? null;
  return parts
    .filter((part) => part !== "none" && !part.startsWith("kept by "))
    .map((finding) => ({ finding, ...place, keptBy }));
}
