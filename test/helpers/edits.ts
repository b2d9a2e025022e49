import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Diff } from "../../src/records/diff.js";
import type { LeakRecord, SiteRecord } from "../../src/records/record.js";

const FOLDER = join(import.meta.dirname, "..", "fixtures", "diff");

/** The import path below which every edit has its packages. */
export const EDITS_MODULE = "example.com/edits";

/**
 * A change of source and what it does. Each is a file of test/fixtures/diff in the manner of txtar: a title, the changes
 * that are wanted, a line each as {@link changesOf} writes them, then files below `before/` and `after/`.
 */
export interface Edit {
  /** Also the name of its directory in the module. */
  readonly name: string;
  readonly title: string;
  /** `(go<1.25)` at the end of a line is taken away, where it holds for the release; else the whole line is. */
  readonly want: readonly string[];
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
}

/** Reads every edit, with what is wanted of Go 1.`minor`. */
export function readEdits(minor: number): Edit[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".txt"))
    .sort()
    .map((file) => readEdit(file.slice(0, -4), readFileSync(join(FOLDER, file), "utf8"), minor));
}

function readEdit(name: string, text: string, minor: number): Edit {
  const [head = "", ...parts] = text.split(/^-- (.*) --\n/m);
  const [title = "", ...want] = head.split("\n").filter((line) => line !== "");
  const files = { before: new Map<string, string>(), after: new Map<string, string>() };
  for (let i = 0; i < parts.length; i += 2) {
    const [, side, path = ""] = /^(before|after)\/(.*)$/.exec(parts[i] ?? "") ?? [];
    if (side !== "before" && side !== "after") throw new Error(`${name}: not a file of an edit: ${parts[i]}`);
    files[side].set(path, parts[i + 1] ?? "");
  }
  return { name, title, want: want.flatMap((line) => forRelease(line, minor)), ...files };
}

function forRelease(line: string, minor: number): string[] {
  const [, text = line, operator, release] = /^(.*) \(go(<|>=)1\.(\d+)\)$/.exec(line) ?? [];
  if (operator === undefined) return [text];
  return (operator === "<") === minor < Number(release) ? [text] : [];
}

/**
 * The changes of a diff, a line each: `+` added, `-` removed, `>` moved, `~` changed, `!` reasons without a record.
 * Places are only named for what is removed: everywhere else lines may be anything.
 */
export function changesOf({ added, removed, moved, changed, leaks, reasons }: Diff): string[] {
  return [
    ...added.map((record) => {
      const reason = record.reason === null ? undefined : reasons[record.reason];
      const subject =
        reason?.subject === null || reason?.kind === "devirtualization-lost" ? "" : ` (${reason?.subject})`;
      const name = reason?.kind === "devirtualization-lost" ? reason.subject : reason?.function;
      return `+ ${what(record)} [${record.cause}]${reason === undefined ? "" : ` because ${reason.shown ? "" : "perhaps "}${reason.kind}: ${name}${subject}`}`;
    }),
    ...removed.map((record) => {
      const file = record.file?.replace(/^.*\//, "");
      return `- ${what(record)} [${record.cause}] at ${file}:${record.line}`;
    }),
    ...moved.map(({ after, what: parts }) => `> ${what(after)} (${parts.join(", ")})`),
    ...changed.map(({ before, after, what: parts }) => {
      const causes = before.cause === after.cause ? "" : ` [${before.cause} -> ${after.cause}]`;
      return `~ ${what(after)} (${parts.join(", ")})${causes}`;
    }),
    ...leaks.added.map((leak) => `leak + ${what(leak)}`),
    ...leaks.removed.map((leak) => `leak - ${what(leak)}`),
    ...reasons.filter((each) => each.added.length === 0).map((each) => `! ${each.kind}: ${each.function}`),
  ];
}

function what({ function: name, message }: SiteRecord | LeakRecord): string {
  return `${name}: ${message}`;
}
