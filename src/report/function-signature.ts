/** Where a function is declared, as an inlining line says. */
export interface Declaration {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

/** A declaration does not go on for more lines than this. */
const MAX_LINES = 60;

/**
 * Whether the function declared at the place has a result of that name. The compiler prints a result with a name like
 * any variable; only the declaration tells them apart. Undefined when the source does not show a declaration there.
 *
 * `lines` is the source file. The column is that of the name of a function, of the receiver of a method, or of the word
 * `func` of a closure.
 */
export function hasNamedResult(lines: readonly string[], at: Declaration, name: string): boolean | undefined {
  if (at.line === null || at.column === null) return undefined;
  if (!isWritten(name)) return false;
  const declared = listsAt(lines, at);
  if (declared === undefined) return undefined;
  const { text, groups } = declared;
  const results = groups[text.startsWith("(") ? 2 : 1];
  if (results === undefined) return false;
  const entries = splitList(results);
  // `(n int, err error)` names its results, `(int, error)` does not; one way or the other for all of them.
  if (
    !entries.some(
      (entry) => /^[\p{L}_][\p{L}\p{N}_]*\s+\S/u.test(entry) && !/^(?:func|map|chan|struct|interface)\b/.test(entry),
    )
  ) {
    return false;
  }
  return entries.some((entry) => entry.split(/\s/, 1)[0] === name);
}

/** The same of a parameter, or of the receiver. */
export function hasParameter(lines: readonly string[], at: Declaration, name: string): boolean | undefined {
  if (at.line === null || at.column === null) return undefined;
  if (!isWritten(name)) return false;
  let known = parameters.get(lines);
  if (known === undefined) {
    known = new Map();
    parameters.set(lines, known);
  }
  const key = `${at.line}:${at.column}`;
  let names = known.get(key);
  if (names === undefined) {
    names = parametersAt(lines, at) ?? null;
    known.set(key, names);
  }
  return names?.has(name);
}

/** Names of parameters by the lines of a file and the place of the declaration: all calls of a function ask for them. */
const parameters = new WeakMap<readonly string[], Map<string, ReadonlySet<string> | null>>();

function parametersAt(lines: readonly string[], at: Declaration): ReadonlySet<string> | undefined {
  const declared = listsAt(lines, at);
  if (declared === undefined) return undefined;
  const { text, groups } = declared;
  const lists = groups.slice(0, text.startsWith("(") ? 2 : 1);
  return new Set(lists.flatMap(splitList).flatMap((entry) => entry.split(/\s/, 1)));
}

/**
 * Whether a file imports a package under another name than its own: the compiler prints `url.Parse` for `urlpkg.Parse`,
 * and a parameter `url` hides nothing.
 */
export function renamesImport(lines: readonly string[], packageName: string): boolean {
  for (const line of lines) {
    if (/^(?:func|type|var|const)\b/.test(line)) return false;
    const [, name, path = ""] = /^(?:import\s+|\s+)([\p{L}_.][\p{L}\p{N}_]*)\s+"([^"]+)"/u.exec(line) ?? [];
    if (name === undefined || name === packageName) continue;
    if (path.split("/").some((part) => part === packageName || part.replace(/^go-|-go$|\.v\d+$/g, "") === packageName))
      return true;
  }
  return false;
}

/** Whether somebody wrote the name: the compiler makes up others, and those of inlined functions have more before them. */
function isWritten(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name);
}

/** The declaration at a place from there on, and its lists. */
function listsAt(
  lines: readonly string[],
  at: Declaration,
): { readonly text: string; readonly groups: readonly string[] } | undefined {
  if (at.line === null || at.column === null) return undefined;
  const first = lines[at.line - 1];
  if (first === undefined) return undefined;
  // Columns count bytes.
  const start = Buffer.from(first)
    .subarray(at.column - 1)
    .toString();
  // Most stand on one line.
  const lists = start.includes("/") ? null : parameterLists(start);
  if (lists?.isWhole === true) return lists.groups.length === 0 ? undefined : { text: start, groups: lists.groups };
  const text = [start, ...lines.slice(at.line, at.line + MAX_LINES)]
    .join("\n")
    .replace(/\/\/.*$/gm, "")
    .replace(/\/\*[\s\S]*?\*\//g, " ");
  const { groups } = parameterLists(text);
  return groups.length === 0 ? undefined : { text, groups };
}

/** Splits at commas outside brackets. */
function splitList(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if ("([{".includes(c)) depth++;
    else if (")]}".includes(c)) depth--;
    else if (c === "," && depth === 0) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  return [...parts, text.slice(start).trim()];
}

/** The parts in parentheses of a declaration, up to the body, and whether the text goes on that far. */
function parameterLists(text: string): { readonly groups: string[]; readonly isWhole: boolean } {
  const groups: string[] = [];
  let depth = 0;
  let start = 0;
  let last = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === "(" || c === "[" || c === "{") {
      if (depth === 0 && c === "{") return { groups, isWhole: true };
      if (depth === 0 && c === "(") {
        // Behind the parameters stands the list of results at once, or a type, which can have lists of its own.
        if (groups.length > 0 && text.slice(last, i).trim() !== "" && !isName(text.slice(last, i))) break;
        start = i + 1;
      }
      depth++;
    } else if (c === ")" || c === "]" || c === "}") {
      depth--;
      if (depth < 0) break;
      if (depth === 0 && c === ")") {
        groups.push(text.slice(start, i));
        last = i + 1;
      }
    } else if (c === "\n" && depth === 0 && groups.length > 0) break;
  }
  return { groups, isWhole: false };
}

/** Between a method's receiver and its parameters stands its name. */
function isName(text: string): boolean {
  return /^\s*(?!func\b)[\p{L}_][\p{L}\p{N}_]*\s*$/u.test(text);
}
