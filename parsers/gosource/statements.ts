import type { Node } from "web-tree-sitter";
import type { Lines } from "./go-facts.js";

/** What statements and declarations stand in. */
const LISTS: ReadonlySet<string> = new Set(["source_file", "statement_list", "ERROR"]);
/** People nest a few dozen levels. */
const MAX_DEPTH = 10_000;

/** The lines of what starts on the first line with code behind `line`: statements, a declaration, or a part of one. */
export function codeBelow(root: Node, text: string, line: number): Lines | null {
  const first = firstCode(root, text, line);
  if (first === null) return null;
  const { row } = first.startPosition;
  let last = lastRow(first);
  for (let next = first.nextNamedSibling; next?.startPosition.row === row; next = next.nextNamedSibling) {
    last = Math.max(last, lastRow(next));
  }
  return { from: row + 1, to: last + 1 };
}

/** The last row with something in it: a case of a switch ends where the next begins. */
function lastRow({ text, endPosition }: Node): number {
  const behind = text.slice(text.trimEnd().length);
  return endPosition.row - (behind.split("\n").length - 1);
}

/** The largest part of the tree that starts with the first code behind a line. */
function firstCode(root: Node, text: string, line: number): Node | null {
  let index = startOfLine(text, line);
  while (index < root.endIndex) {
    if (/\s/.test(text[index] ?? "")) {
      index++;
      continue;
    }
    const node = root.descendantForIndex(index, index + 1);
    if (node === null) return null;
    if (node.type !== "comment") return largestFrom(root, index) ?? node;
    index = Math.max(index + 1, node.endIndex);
  }
  return null;
}

/** The largest part of the tree, from its root, that starts at an index and is no list of others. */
function largestFrom(root: Node, index: number): Node | null {
  const cursor = root.walk();
  try {
    for (let depth = 0; depth < MAX_DEPTH; depth++) {
      if (cursor.startIndex === index && !LISTS.has(cursor.nodeType)) return cursor.currentNode;
      if (!cursor.gotoFirstChildForIndex(index)) return null;
    }
    return null;
  } finally {
    cursor.delete();
  }
}

/** Where a line, counted from 0, begins. */
function startOfLine(text: string, line: number): number {
  let at = 0;
  for (let left = line; left > 0; left--) {
    const end = text.indexOf("\n", at);
    if (end < 0) return text.length;
    at = end + 1;
  }
  return at;
}
