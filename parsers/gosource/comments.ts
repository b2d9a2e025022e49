import type { Node } from "web-tree-sitter";
import type { GoComment, LineDirective, Place } from "./go-facts.js";
import type { Positions } from "./positions.js";

/** Comments of a tree, in order. */
export function commentsOf(root: Node, text: string, positions: Positions): GoComment[] {
  const comments: GoComment[] = [];
  let covered = 0;
  let coveredLine = -1;
  let afterCode = false;
  for (const node of root.descendantsOfType("comment")) {
    const { row, column } = node.startPosition;
    if (row !== coveredLine) {
      afterCode = false;
      covered = node.startIndex - column;
    }
    afterCode ||= /\S/.test(text.slice(covered, node.startIndex));
    coveredLine = node.endPosition.row;
    covered = node.endIndex;
    const { line, column: at } = positions.startOf(node);
    comments.push({ line, column: at, endLine: coveredLine + 1, text: node.text.replace(/\r$/, ""), afterCode });
    // Behind a comment of several lines the line begins with it.
    if (coveredLine !== row) afterCode = false;
  }
  return comments;
}

/** Whether the text says that a program wrote it (https://go.dev/s/generatedcode), which has to stand before all code. */
export function saysGenerated(comments: readonly GoComment[], firstCode: Place | null): boolean {
  return comments.some(
    ({ line, column, text }) =>
      column === 1 &&
      (firstCode === null || line < firstCode.line) &&
      /^\/\/ Code generated .* DO NOT EDIT\.$/.test(text),
  );
}

/** The directives among comments: `//line` at the start of a line, or a comment that starts with `/*line`. */
export function lineDirectives(comments: readonly GoComment[]): LineDirective[] {
  return comments.flatMap(({ line, column, text }) => {
    const [, slashes, place] = /^(\/\/|\/\*)line (.*?)(?:\*\/)?$/s.exec(text) ?? [];
    if (place === undefined || (slashes === "//" && column !== 1)) return [];
    const [, file] = /^(.*?):\d+(?::\d+)?$/s.exec(place) ?? [];
    return file === undefined ? [] : [{ line, file }];
  });
}
