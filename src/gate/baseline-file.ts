import { InputError } from "../errors.js";
import { type Baseline, type BaselineBuild, type BaselineEntry, keyText, sortEntries } from "./baseline.js";

const FIRST_LINE = "# escape-report baseline, format 1";
const NAMES = ["go", "platform", "directory", "packages", "scope", "tests", "flags", "code"] as const;

/**
 * The text of a baseline file: what it was made from, then a line an allocation under its package, in order. A merge
 * conflict can be solved by keeping the lines of both sides.
 */
export function formatBaseline({ build, entries }: Baseline): string {
  const lines = [
    FIRST_LINE,
    "# Heap allocations that the gate accepts: how many, the function, the cause, and the compiler's words or the call.",
    "# Made by escape-report gate --write-baseline. A line that is deleted makes its allocation new again.",
    ...NAMES.map((name) => `${name}: ${build[name]}`),
  ];
  let importPath: string | null = null;
  for (const entry of entries) {
    if (entry.package !== importPath) lines.push("", `package ${entry.package}`);
    importPath = entry.package;
    lines.push([entry.count, entry.function || "-", entry.cause, entry.message].join("\t"));
  }
  return `${lines.join("\n")}\n`;
}

/** Whether a text begins as a baseline of this or another release does. */
export function isBaseline(text: string): boolean {
  return withoutMark(text).startsWith("# escape-report baseline");
}

/** Editors of Windows put a mark at the start. */
function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

/** Reads a baseline file. Throws {@link InputError} with the line for what is none. */
export function readBaseline(text: string, name: string): Baseline {
  const lines = withoutMark(text).split(/\r?\n/);
  if (lines[0] !== FIRST_LINE) {
    throw new InputError(
      `${name} is no baseline that this release can read: its first line is not "${FIRST_LINE}". ` +
        `Make one with: escape-report gate --baseline ${name} --write-baseline`,
    );
  }
  const facts = new Map<string, string>();
  const entries: BaselineEntry[] = [];
  let importPath: string | null = null;
  for (const [i, line] of lines.entries()) {
    if (line === "" || line.startsWith("#")) continue;
    const heading = /^package (.*)$/.exec(line);
    const fact = /^(\w+): (.*)$/.exec(line);
    if (heading !== null) importPath = heading[1] ?? "";
    else if (importPath === null && fact !== null) facts.set(fact[1] ?? "", fact[2] ?? "");
    else entries.push(readEntry(line, importPath, `${name}:${i + 1}`));
  }
  const fact = (key: string): string => facts.get(key) ?? "unknown";
  const build: BaselineBuild = {
    go: fact("go"),
    platform: fact("platform"),
    directory: fact("directory"),
    packages: fact("packages"),
    scope: fact("scope"),
    tests: fact("tests"),
    flags: fact("flags"),
    code: fact("code"),
  };
  return { build, entries: withoutDuplicates(entries) };
}

/** Both sides of a merge can have added the same line. */
function withoutDuplicates(entries: readonly BaselineEntry[]): BaselineEntry[] {
  const found = new Map<string, BaselineEntry>();
  for (const entry of entries) {
    const known = found.get(keyText(entry));
    if (known === undefined || known.count < entry.count) found.set(keyText(entry), entry);
  }
  return sortEntries([...found.values()]);
}

function readEntry(line: string, importPath: string | null, place: string): BaselineEntry {
  const [count = "", name, cause, message, more] = line.split("\t");
  const valid = /^[1-9]\d*$/.test(count) && name !== undefined && cause !== undefined && message !== undefined;
  if (!valid || more !== undefined || importPath === null) {
    const conflict = /^(?:<{7}|={7}|>{7}|\|{7})/.test(line);
    throw new InputError(
      conflict
        ? `${place} holds a merge conflict. Keep the lines of both sides, then run: escape-report gate --prune`
        : `${place} is not a line of a baseline: COUNT, FUNCTION, CAUSE and MESSAGE with tabs between them under a package`,
    );
  }
  return { package: importPath, function: name === "-" ? "" : name, cause, message, count: Number(count) };
}
