import type { Node } from "web-tree-sitter";
import type { Members } from "./go-facts.js";

/** What types of a tree have under a name. */
export function membersNamed(root: Node, name: string): Members {
  const named = (node: Node) => node.childrenForFieldName("name").some((each) => each.text === name);
  return {
    isField: root.descendantsOfType("field_declaration").some(named),
    isInterfaceMethod: root.descendantsOfType("method_elem").some(named),
  };
}
