import type { Node, Tree } from "web-tree-sitter";
import { branchBetween } from "./branches.js";
import { argumentHolding, calleeOf, selectedName, startedBy } from "./calls.js";
import { closeParameter, closeWay } from "./closings.js";
import { commentsOf, lineDirectives, saysGenerated } from "./comments.js";
import { expressionSpan } from "./expression-span.js";
import { FUNCTION_TYPES, functionsAndLoops } from "./functions.js";
import type {
  Branch,
  Closing,
  DeclaredStore,
  GoComment,
  GoFile,
  GoFunction,
  GoLoop,
  LineDirective,
  Lines,
  Members,
  ParameterClosing,
  Place,
  ResultFlow,
  Span,
  StoreClosing,
  StoreUse,
  Surroundings,
  TextEdit,
  WayOut,
  WrittenArgument,
} from "./go-facts.js";
import { Positions } from "./positions.js";
import { closeResults } from "./result-closings.js";
import { parametersOf } from "./signatures.js";
import { codeBelow } from "./statements.js";
import { closeStore, closeUnkeyed, storesNamed, usedName } from "./stores.js";
import { givesRoom, setsInLiteral, surroundingsOf } from "./surroundings.js";
import { membersNamed } from "./type-members.js";

/** A Go file as what is asked of its tree. */
export class TreeFile implements GoFile {
  private readonly positions: Positions;
  private knownComments: GoComment[] | null = null;
  private knownFunctions: ReturnType<typeof functionsAndLoops> | null = null;

  constructor(
    private readonly text: string,
    private readonly tree: Tree,
  ) {
    this.positions = new Positions(text);
  }

  get hasErrors(): boolean {
    return this.tree.rootNode.hasError;
  }

  get comments(): readonly GoComment[] {
    this.knownComments ??= commentsOf(this.tree.rootNode, this.text, this.positions);
    return this.knownComments;
  }

  get functions(): readonly GoFunction[] {
    return this.functionsAndLoops.functions;
  }

  get loops(): readonly GoLoop[] {
    return this.functionsAndLoops.loops;
  }

  get lineDirectives(): readonly LineDirective[] {
    // Few files have any, and most have many comments.
    return /\/[/*]line /.test(this.text) ? lineDirectives(this.comments) : [];
  }

  get isGenerated(): boolean {
    const first = this.tree.rootNode.namedChildren.find(({ type }) => type !== "comment");
    return saysGenerated(this.comments, first === undefined ? null : this.positions.startOf(first));
  }

  codeBelow(line: number): Lines | null {
    return codeBelow(this.tree.rootNode, this.text, line);
  }

  calleeAt(place: Place): string | null {
    const leaf = this.leafAt(place);
    return leaf === null ? null : calleeOf(leaf);
  }

  argumentAt(call: Place, made: Place): WrittenArgument | null {
    const [leaf, held] = [this.leafAt(call), this.leafAt(made)];
    return leaf === null || held === null ? null : argumentHolding(leaf, held);
  }

  selectedAt(place: Place): string | null {
    const leaf = this.leafAt(place);
    return leaf === null ? null : selectedName(leaf);
  }

  startedAt(place: Place): "go" | "defer" | null {
    const leaf = this.leafAt(place);
    return leaf === null ? null : startedBy(leaf);
  }

  parametersAt(place: Place, baseName: string): string[] | null {
    const leaf = this.leafAt(place);
    for (let node = leaf, level = 0; node !== null && level < 4; node = node.parent, level++) {
      if (!FUNCTION_TYPES.includes(node.type)) continue;
      const name = node.childForFieldName("name")?.text ?? baseName;
      return name === baseName ? parametersOf(node) : null;
    }
    return null;
  }

  surroundingsAt(place: Place): Surroundings | null {
    const leaf = this.leafAt(place);
    return leaf === null ? null : surroundingsOf(leaf);
  }

  setsInLiteral(place: Place, name: string): boolean {
    const leaf = this.leafAt(place);
    return leaf !== null && setsInLiteral(leaf, name);
  }

  givesRoom(place: Place, name: string): boolean {
    const leaf = this.leafAt(place);
    return leaf !== null && givesRoom(leaf, name);
  }

  membersNamed(name: string): Members {
    return this.text.includes(name)
      ? membersNamed(this.tree.rootNode, name)
      : { isField: false, isInterfaceMethod: false };
  }

  closeParameter(place: Place, closing: ParameterClosing): Closing {
    const leaf = this.leafAt(place);
    return leaf === null ? { refused: "its place is not in the file" } : closeParameter(leaf, closing);
  }

  storesNamed(name: string): readonly DeclaredStore[] {
    return this.text.includes(name) ? storesNamed(this.tree.rootNode, name) : [];
  }

  usedAt(place: Place, name: string): Span | null {
    const leaf = this.leafAt(place);
    const found = leaf === null ? null : usedName(leaf, name);
    return found === null ? null : { start: found.startIndex, end: found.endIndex };
  }

  closeStore(place: Place, name: string, use: StoreUse): StoreClosing {
    const leaf = this.leafAt(place);
    const found = leaf === null ? null : usedName(leaf, name);
    return found === null ? { refused: "its place is not in the file" } : closeStore(found, use);
  }

  closeUnkeyed({ owner, index, type }: Pick<DeclaredStore, "owner" | "index" | "type">): readonly TextEdit[] {
    return owner === null ? [] : closeUnkeyed(this.tree.rootNode, owner, index, type);
  }

  closeResults(place: Place, name: string, flowsAt: (place: Place) => readonly ResultFlow[]): Closing {
    const leaf = this.leafAt(place);
    const placeOf = (node: Node) => this.positions.startOf(node);
    return leaf === null ? { refused: "its place is not in the file" } : closeResults(leaf, { name, placeOf, flowsAt });
  }

  closeWay(place: Place, { made, ...way }: Omit<WayOut, "made"> & { readonly made: Place | null }): Closing {
    const leaf = this.leafAt(place);
    const at = made === null ? null : (this.leafAt(made)?.startIndex ?? null);
    return leaf === null ? { refused: "its place is not in the file" } : closeWay(leaf, { ...way, made: at });
  }

  branchBetween(inside: Place, outside: Place, name: string): Branch | null {
    const [leaf, declared] = [this.leafAt(inside), this.leafAt(outside)];
    return leaf === null || declared === null ? null : branchBetween(leaf, declared, name);
  }

  spanOf(place: Place, expression: string): Span | null {
    const leaf = this.leafAt(place);
    const line = this.positions.line(place.line);
    return leaf === null ? null : expressionSpan(this.tree.rootNode, line, place.line - 1, leaf, expression);
  }

  private leafAt({ line, column }: Place): Node | null {
    const at = { row: line - 1, column: this.positions.indexIn(line, column) };
    if (at.column < 0) return null;
    return this.tree.rootNode.descendantForPosition(at, { row: at.row, column: at.column + 1 });
  }

  private get functionsAndLoops(): ReturnType<typeof functionsAndLoops> {
    this.knownFunctions ??= functionsAndLoops(this.tree.rootNode, this.positions);
    return this.knownFunctions;
  }
}
