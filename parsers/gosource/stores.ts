import type { Node } from "web-tree-sitter";
import { CLOSING_NAMES } from "./closing-names.js";
import { canBeHidden } from "./closings.js";
import type { DeclaredStore, StoreClosing, StoreUse, TextEdit } from "./go-facts.js";

/** Fields and variables of a package that a file declares under a name. */
export function storesNamed(root: Node, name: string): DeclaredStore[] {
  return [...fieldsNamed(root, name), ...variablesNamed(root, name)];
}

function fieldsNamed(root: Node, name: string): DeclaredStore[] {
  return root.descendantsOfType("type_spec").flatMap((spec) => {
    const struct = spec.childForFieldName("type");
    const type = spec.childForFieldName("name")?.text;
    const list = struct?.type === "struct_type" ? struct.firstNamedChild : null;
    if (list === null || list === undefined || type === undefined) return [];
    let index = 0;
    for (const field of list.namedChildren) {
      if (field.type !== "field_declaration") continue;
      const names = field.childrenForFieldName("name").filter(({ isNamed }) => isNamed);
      const at = names.findIndex((each) => each.text === name);
      const leaf = names[at];
      if (leaf !== undefined) {
        const { startIndex: start, endIndex: end } = leaf;
        const isGeneric = spec.childForFieldName("type_parameters") !== null;
        const typeText = isGeneric ? null : (field.childForFieldName("type")?.text ?? null);
        return [{ owner: type, start, end, type: typeText, index: index + at }];
      }
      index += Math.max(1, names.length);
    }
    return [];
  });
}

function variablesNamed(root: Node, name: string): DeclaredStore[] {
  return root.namedChildren
    .filter(({ type }) => type === "var_declaration")
    .flatMap((each) => each.descendantsOfType("var_spec"))
    .filter((spec) => !isInFunction(spec))
    .flatMap((spec) => {
      const leaf = spec.childrenForFieldName("name").find((each) => each.text === name);
      if (leaf === undefined) return [];
      const { startIndex: start, endIndex: end } = leaf;
      return [{ owner: null, start, end, type: spec.childForFieldName("type")?.text ?? null, index: 0 }];
    });
}

function isInFunction(node: Node): boolean {
  for (let each = node.parent; each !== null; each = each.parent) if (each.type === "func_literal") return true;
  return false;
}

/** The name that is used where a leaf stands; null where another is. */
export function usedName(leaf: Node, name: string): Node | null {
  if (leaf.text === name) return leaf;
  // Releases differ in which part of `x.f` they point to.
  for (let node: Node | null = leaf, level = 0; node !== null && level < 3; node = node.parent, level++) {
    const field = node.type === "selector_expression" ? node.childForFieldName("field") : null;
    if (field?.text === name) return field;
  }
  return null;
}

/** Hides what is stored where a field or a variable is used; no edits where it is only read there. */
export function closeStore(leaf: Node, { isField, type }: StoreUse): StoreClosing {
  const key = keyedValue(leaf);
  if (key !== undefined) return isField ? hidden(key, type) : { edits: [] };
  const selector = leaf.parent?.type === "selector_expression" ? leaf.parent : null;
  // `pkg.Kept` and `x.f` are whole as they stand; `kept.f` is a part of what the variable holds.
  const isSelected = selector?.childForFieldName("field")?.id === leaf.id;
  const own = isSelected && selector !== null ? selector : leaf;
  const top = pathFrom(own);
  const list = top.parent;
  const statement = list?.type === "expression_list" ? list.parent : null;
  if (list === null || list === undefined) return { edits: [] };
  if (list.type === "range_clause" && list.childForFieldName("left")?.id === top.id)
    return refused("it is set by range there");
  if (statement === null || statement.childForFieldName("left")?.id !== list.id) return { edits: [] };
  if (statement.type === "range_clause") return refused("it is set by range there");
  if (statement.type === "receive_statement") return refused("it is set by a select there");
  if (statement.type !== "assignment_statement") return { edits: [] };
  const operator = statement.childForFieldName("operator")?.text ?? "=";
  if (operator !== "=") return operator === "+=" ? refused("it is put together with += there") : { edits: [] };
  const left = list.namedChildren.filter((each) => each.type !== "comment");
  const right = (statement.childForFieldName("right")?.namedChildren ?? []).filter((each) => each.type !== "comment");
  if (left.length !== right.length) return refused("it is one of several values of an expression there");
  const value = right[left.findIndex(({ id }) => id === top.id)];
  return value === undefined ? { edits: [] } : hidden(value, top.id === own.id ? type : null);
}

/** Elements of literals without keys that a field is set by, in a file of the package. */
export function closeUnkeyed(root: Node, owner: string, index: number, type: string | null): TextEdit[] {
  return root.descendantsOfType("composite_literal").flatMap((literal) => {
    const named = literal.childForFieldName("type");
    const name = named?.type === "generic_type" ? named.childForFieldName("type")?.text : named?.text;
    if (name !== owner) return [];
    const elements = (literal.childForFieldName("body")?.namedChildren ?? []).filter(({ type: t }) => t !== "comment");
    const element = elements[index];
    if (element === undefined || element.type === "keyed_element") return [];
    const closing = hidden(element.type === "literal_element" ? element.firstNamedChild : element, type);
    return "refused" in closing ? [] : closing.edits;
  });
}

/** The value behind a key; undefined where the leaf is no key. */
function keyedValue(leaf: Node): Node | null | undefined {
  const key = leaf.parent?.type === "literal_element" ? leaf.parent : leaf;
  const element = key.parent;
  if (element?.type !== "keyed_element" || element.firstNamedChild?.id !== key.id) return undefined;
  const value = element.namedChildren.at(-1);
  return value?.type === "literal_element" ? value.firstNamedChild : value;
}

/** All of the expression that begins with a node: what is stored in a part of it is kept by it, too. */
function pathFrom(node: Node): Node {
  for (let top = node; ; ) {
    const parent = top.parent;
    const goesOn =
      parent !== null &&
      (((parent.type === "selector_expression" || parent.type === "index_expression") &&
        parent.childForFieldName("operand")?.id === top.id) ||
        parent.type === "parenthesized_expression" ||
        (parent.type === "unary_expression" && parent.childForFieldName("operator")?.text === "*"));
    if (!goesOn || parent === null) return top;
    top = parent;
  }
}

function hidden(value: Node | null | undefined, type: string | null): StoreClosing {
  if (value === null || value === undefined) return { edits: [] };
  // The type of an inner literal can be left out, and then it is no expression.
  if (value.type === "literal_value") return refused("a literal stands there without its type");
  if (!canBeHidden(value)) return { edits: [] };
  const { startIndex: start, endIndex: end } = value;
  const as = type === null ? "" : `[${type.replace(/\s+/g, " ")}]`;
  const edits = [
    { start, end: start, text: `${CLOSING_NAMES.hide}${as}(` },
    { start: end, end, text: ")" },
    ...appended(value).flatMap((each) => {
      const closing = hidden(each, type?.startsWith("[]") === true && !isSpread(each) ? type.slice(2) : null);
      return "refused" in closing ? [] : closing.edits;
    }),
  ];
  return { edits };
}

/** What a call of append puts behind its slice: it gets to the heap whatever becomes of the result. */
function appended(value: Node): Node[] {
  if (value.type !== "call_expression" || value.childForFieldName("function")?.text !== "append") return [];
  const values = value.childForFieldName("arguments")?.namedChildren ?? [];
  return values
    .filter(({ type }) => type !== "comment")
    .slice(1)
    .map((each) => (each.type === "variadic_argument" ? (each.firstNamedChild ?? each) : each));
}

/** Whether all elements of a slice are meant: `values...`. */
function isSpread(value: Node): boolean {
  return value.parent?.type === "variadic_argument" || value.nextSibling?.type === "...";
}

function refused(reason: string): StoreClosing {
  return { refused: reason };
}
