import type { Node } from "web-tree-sitter";
import type { Span } from "./go-facts.js";

/** How far up from its operator an expression is looked for. */
const MAX_LEVELS = 24;

/** What stands around the operator by which the compiler names a place. */
const AROUND: ReadonlySet<string> = new Set(["argument_list", "literal_value", "expression_list", "type_arguments"]);

/**
 * The part of a line that an expression stands for, as the compiler prints it. `leaf` is what stands at its column, which
 * is that of the operator: of the parenthesis of a call, the dot of a selector, the brace of a literal. Printed text differs from the source's: contents of literals are left out (`T{...}`) and methods come as method expressions.
 * null when there is no code at the column: the file has changed.
 */
export function expressionSpan(root: Node, line: string, row: number, leaf: Node, expression: string): Span | null {
  if (leaf.type === "comment" || leaf.startPosition.row > row) return null;
  const node = namedBy(leaf, expression) ?? ofOperator(leaf);
  const start = node.startPosition.row < row ? line.search(/\S/) : node.startPosition.column;
  const end = endOn(root, line, row, { node, leaf });
  return start < end ? { start, end } : null;
}

/** The smallest part of the tree around the leaf that reads as the expression. */
function namedBy(leaf: Node, expression: string): Node | null {
  const [, beginning] = /^(.*\{)\.\.\.\}$/s.exec(expression) ?? [];
  const wanted = packed(beginning ?? expression);
  let node: Node | null = leaf;
  for (let level = 0; node !== null && level < MAX_LEVELS; node = node.parent, level++) {
    if (node.endIndex - node.startIndex < wanted.length) continue;
    const text = packed(node.text.slice(0, 4 * expression.length + 200));
    if (beginning === undefined ? text === wanted : text.startsWith(wanted) && isLiteral(node)) return node;
  }
  return null;
}

function packed(text: string): string {
  return text.replace(/\s+/g, "");
}

function isLiteral({ type, firstNamedChild }: Node): boolean {
  return type === "composite_literal" || (type === "unary_expression" && firstNamedChild?.type === "composite_literal");
}

/** What an operator, a bracket or a word of the language belongs to; a name or a constant is all there is. */
function ofOperator(leaf: Node): Node {
  if (leaf.isNamed) return leaf;
  const node = leaf.parent;
  if (node === null) return leaf;
  return AROUND.has(node.type) && node.parent !== null ? node.parent : node;
}

/** Where a part of the tree ends on a line, without the brace that opens the body of a statement. */
function endOn(
  root: Node,
  line: string,
  row: number,
  { node, leaf }: { readonly node: Node; readonly leaf: Node },
): number {
  if (node.endPosition.row === row) return node.endPosition.column;
  const code = line.slice(0, endOfCode(root, line, row)).trimEnd();
  const isWord = /^\w/.test(leaf.type) && !leaf.isNamed;
  return isWord && code.endsWith("{") ? code.slice(0, -1).trimEnd().length : code.length;
}

/** Where the comment at the end of a line starts, or the line ends. */
function endOfCode(root: Node, line: string, row: number): number {
  const [comment] = root
    .descendantsOfType("comment", { row, column: 0 }, { row, column: line.length })
    .filter(({ startPosition }) => startPosition.row === row)
    .slice(-1);
  return comment === undefined ? line.length : comment.startPosition.column;
}
