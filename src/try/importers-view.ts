import { CLOSING_NAMES } from "../../parsers/gosource/index.js";
import type { TriedCulprit } from "../records/try.js";

/**
 * Whether packages that import one can see nothing of what a change to it did: what the compiler writes down for them of
 * its functions (which parameters go where, and the bodies that are inlined elsewhere) is the same on both sides. Where
 * that is not certain, the answer is no.
 *
 * `before`, `after`: what was printed for the package. `sources`: the texts of its files.
 */
export function isUnseen(culprit: TriedCulprit, before: string, after: string, sources: readonly string[]): boolean {
  // Bodies of generic functions go to importers without a line about it, and a link name makes anything known.
  if (sources.some((text) => GENERIC.test(text) || LINK_NAME.test(text))) return false;
  const own = culprit.kind === "parameter" ? ownLines(culprit) : null;
  if (culprit.kind === "parameter" && own === null) return false;
  const [old, now] = [before, after].map((text) => seenLines(text, own?.isOf ?? (() => false)));
  if (old === undefined || now === undefined || old.length !== now.length) return false;
  if (own !== null && [...old, ...now].some((line) => INLINABLE.test(line) && own.name.test(line))) return false;
  return old.every((line, i) => line === now[i]);
}

/** Whether that is worth asking: what another package calls by its name, it is certain to see. */
export function mayBeUnseen(culprit: TriedCulprit): boolean {
  return culprit.kind !== "parameter" || ownLines(culprit) !== null;
}

const GENERIC = /^func[ \t]*(?:\([^)\n]*\[[^)\n]*\)[ \t]*\p{L}|[\p{L}_][\p{L}\p{N}_]*\[)/mu;
const LINK_NAME = /^\/\/go:linkname\b/m;

/** Lines by which a function's parameters, and what is inlined of it, are written down. */
const SEEN =
  /^(.+?:\d+):\d+: ((?:parameter .* leaks to |leaking param|mutates param|calls param|marking |assuming |can inline ).*)$/gm;
const INLINABLE = /: can inline /;
const HELPER_FILE = /(?:^|[\\/])zz_escape_report\d*(?:_test)?\.go:/;
const OWN_NAMES = new RegExp(CLOSING_NAMES.prefix, "g");

function seenLines(text: string, isOwn: (line: string) => boolean): string[] {
  const lines: string[] = [];
  for (const [, place = "", what = ""] of text.matchAll(SEEN)) {
    const line = `${place}: ${what.replace(OWN_NAMES, "")}`;
    if (!HELPER_FILE.test(place) && !isOwn(line)) lines.push(line);
  }
  return lines.sort();
}

/** What is said of a parameter itself; null where other packages can name its function. */
function ownLines({ function: name, file, line, parameter }: TriedCulprit): {
  readonly name: RegExp;
  readonly isOf: (line: string) => boolean;
} | null {
  const short = /([\p{L}_][\p{L}\p{N}_]*)$/u.exec(name ?? "")?.[1];
  if (short === undefined || /^\p{Lu}/u.test(short) || /\.func\d/.test(name ?? "")) return null;
  if (file === null || line === null || parameter === null) return null;
  const base = file.slice(file.lastIndexOf("/") + 1);
  const place = new RegExp(`(?:^|[\\\\/])${literal(base)}:${line}: (?!can inline )`);
  const word = wordOf(parameter);
  return { name: wordOf(short), isOf: (each) => place.test(each) && word.test(each) };
}

function wordOf(name: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}_])${literal(name)}(?![\\p{L}\\p{N}_])`, "u");
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
