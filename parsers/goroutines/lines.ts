import type { GoroutineCreator, GoroutineFrame } from "./goroutine.js";

/** The first line of a goroutine: `goroutine 18 [chan receive (leaked), 3 minutes, locked to thread]:`. */
export interface GoroutineHead {
  readonly id: number;
  readonly state: string;
  readonly leaked: boolean;
  readonly minutes: number;
  readonly lockedToThread: boolean;
}

// `goroutine 1 gp=0xc000002380 m=0 mp=0x58e0a0 [running]:` since Go 1.23 under GOTRACEBACK=system and above.
const HEAD = /^goroutine (\d{1,18}) (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[([^\]]*)(?:\].*)?\]?:?$/;
const MINUTES = /^(\d{1,9}) minutes?$/;
const LEAKED = " (leaked)";
const SCAN = " (scan)";

/** Reads the first line of a goroutine; null for any other line. */
export function readHead(line: string): GoroutineHead | null {
  const match = HEAD.exec(line);
  if (match === null) return null;
  const [, id, inside = ""] = match;
  // Go 1.26 can print labels behind the state, quoted: they may hold commas.
  const labels = inside.indexOf(" labels:{");
  const [first = "", ...parts] = (labels < 0 ? inside : inside.slice(0, labels)).split(", ");
  let state = first;
  if (state.endsWith(SCAN)) state = state.slice(0, -SCAN.length);
  const leaked = state.includes(LEAKED);
  if (leaked) state = state.replace(LEAKED, "");
  let minutes = 0;
  for (const part of parts) minutes = Math.max(minutes, Number(MINUTES.exec(part)?.[1] ?? 0));
  return { id: Number(id), state, leaked, minutes, lockedToThread: parts.includes("locked to thread") };
}

const CREATED = /^created by (.+?)(?: in goroutine (\d{1,18}))?$/;

/** Reads `created by main.main in goroutine 1`, whose file stands on the next line; null for any other line. */
export function readCreator(line: string): Omit<GoroutineCreator, "file" | "line"> | null {
  const match = CREATED.exec(line);
  if (match === null) return null;
  return { function: match[1] ?? "", goroutine: match[2] === undefined ? null : Number(match[2]) };
}

/**
 * The function of `net/http.(*conn).serve(0xc0001, {0x1, 0x2})` and `main.helper(...)`. Arguments hold no bracket of
 * this kind, so that the last one opens them. null where the line is no call.
 */
export function readCall(line: string): string | null {
  if (!line.endsWith(")")) return null;
  const open = line.lastIndexOf("(");
  return open > 0 && !line.startsWith("\t") ? line.slice(0, open) : null;
}

const PLACE = /^\t(.+):(\d{1,9})(?: \+0x[0-9a-f]+)?(?: fp=0x[0-9a-f]+ sp=0x[0-9a-f]+)?(?: pc=0x[0-9a-f]+)?$/;

/** Reads `<tab>example.com/leaks/main.go:29 +0x18`; null for any other line. */
export function readPlace(line: string): { readonly file: string; readonly line: number } | null {
  const match = PLACE.exec(line);
  return match === null ? null : { file: match[1] ?? "", line: Number(match[2]) };
}

/** `...additional frames elided...`, since Go 1.21 `...23 frames elided...`. */
export function isElision(line: string): boolean {
  return /^\.\.\.(?:additional|\d+) frames elided\.\.\.$/.test(line);
}

const TITLE = /^(\w[\w/.-]{0,99}) profile: total (\d{1,15})$/;

/** Reads the first line of `debug=1` text, `goroutine profile: total 2404`; null for any other line. */
export function readTitle(line: string): { readonly profile: string; readonly total: number } | null {
  const match = TITLE.exec(line);
  return match === null ? null : { profile: match[1] ?? "", total: Number(match[2]) };
}

const COUNT = /^(\d{1,15}) @(?: 0x[0-9a-f]+)*$/;

/** Reads `2400 @ 0x48c58a 0x419f8e`, which starts a group; null for any other line. */
export function readCount(line: string): number | null {
  const match = COUNT.exec(line);
  return match === null ? null : Number(match[1]);
}

const LABELS = "# labels: ";

/** The labels of a group, as printed; null for any other line. */
export function readLabels(line: string): string | null {
  return line.startsWith(LABELS) ? line.slice(LABELS.length) : null;
}

// The columns are aligned with tabs. A function without a file and an address without a function end earlier.
const ROW = /^#\t0x[0-9a-f]+(?:\t+(\S.*?)\+0x[0-9a-f]+(?:\t+(.+):(\d{1,9}))?)?$/;

/** Reads `#<tab>0x6b8718<tab>main.work.func1+0x18<tab>main.go:29`; null for any other line. */
export function readRow(line: string): GoroutineFrame | null {
  const match = ROW.exec(line);
  if (match === null) return null;
  const [, name = "", file = null, number] = match;
  return { function: name, file, line: number === undefined ? null : Number(number) };
}
