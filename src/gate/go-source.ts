/** A comment that starts with `//`. */
export interface LineComment {
  /** 1-based. */
  readonly line: number;
  /** Without the slashes. */
  readonly text: string;
  /** Whether code stands before it on its line. */
  readonly afterCode: boolean;
}

/** What can be told of a Go file without parsing it. */
export interface GoSource {
  readonly comments: readonly LineComment[];
  /** Whether a line, by its 0-based index, holds code: more than spaces and comments. */
  readonly hasCode: readonly boolean[];
  /** How many brackets are open at the end of a line, by its 0-based index. */
  readonly depth: readonly number[];
}

/** Comments, strings, runes, brackets; everything else is code of one character. */
const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\\n]|\\.)*"?|`[^`]*(?:`|$)|'(?:[^'\\\n]|\\.)*'?|\n|[()[\]{}]|\S/g;

/** Reads the lines of a Go file. Text that is no Go gives some answer and no error. */
export function readGoSource(lines: readonly string[]): GoSource {
  const comments: LineComment[] = [];
  const hasCode: boolean[] = lines.map(() => false);
  const depth: number[] = lines.map(() => 0);
  let line = 0;
  let open = 0;
  for (const [token] of lines.join("\n").matchAll(TOKEN)) {
    if (token === "\n") {
      depth[line++] = open;
      continue;
    }
    if (token.startsWith("//")) {
      comments.push({ line: line + 1, text: token.slice(2).trimEnd(), afterCode: hasCode[line] === true });
      continue;
    }
    const isComment = token.startsWith("/*");
    if (!isComment) hasCode[line] = true;
    if ("([{".includes(token)) open++;
    if (")]}".includes(token)) open--;
    for (let i = token.indexOf("\n"); i >= 0; i = token.indexOf("\n", i + 1)) {
      depth[line++] = open;
      if (!isComment) hasCode[line] = true;
    }
  }
  if (line < depth.length) depth[line] = open;
  return { comments, hasCode, depth };
}

/**
 * The last line of the statement or declaration that starts on a line: the first at whose end as many brackets are open
 * as before it. Lines are 1-based.
 */
export function endOfStatement({ depth, hasCode }: GoSource, line: number): number {
  const before = line >= 2 ? (depth[line - 2] ?? 0) : 0;
  for (let i = line - 1; i < depth.length; i++) {
    if (hasCode[i] === true && (depth[i] ?? 0) <= before) return i + 1;
  }
  return depth.length;
}
