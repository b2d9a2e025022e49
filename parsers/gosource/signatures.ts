import type { Node } from "web-tree-sitter";

/** Names of the receiver, where there is one, and of the parameters in order; `_` for one without a name. */
export function parametersOf(declaration: Node): string[] {
  return ["receiver", "parameters"].flatMap((field) => namesIn(declaration.childForFieldName(field)));
}

function namesIn(list: Node | null): string[] {
  return (list?.namedChildren ?? []).flatMap((parameter) => {
    if (parameter.type !== "parameter_declaration" && parameter.type !== "variadic_parameter_declaration") return [];
    const names = parameter.childrenForFieldName("name").filter(({ isNamed }) => isNamed);
    return names.length === 0 ? ["_"] : names.map(({ text }) => text);
  });
}
