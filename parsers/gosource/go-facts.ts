/** A place in a file as the compiler counts: both from 1, columns in bytes. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** From a place to the one behind the last character. */
export interface Extent {
  readonly start: Place;
  readonly end: Place;
}

/** Lines, both included. */
export interface Lines {
  readonly from: number;
  readonly to: number;
}

/** A part of a line: indices of its first character and of the one behind its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A comment, of either kind. */
export interface GoComment extends Place {
  readonly endLine: number;
  /** With its slashes, and without the carriage return that a line can end in. */
  readonly text: string;
  /** Whether code stands before it on its line. */
  readonly afterCode: boolean;
}

/** A directive that gives the lines behind it other names: `//line expr.y:7`. */
export interface LineDirective {
  /** The line of the file that it is in. */
  readonly line: number;
  /** As it is written; empty where only the line changes. */
  readonly file: string;
}

/** A function, a method or a function literal. */
export interface GoFunction {
  readonly kind: "function" | "method" | "literal";
  /**
   * As the compiler names it, without type arguments: `F`, `T.M`, `(*T).M`, `F.func1`, `F.func1.2`. null where the file
   * alone does not tell: functions named `init` or `_`, and literals outside of functions, are numbered in the package.
   */
  readonly name: string | null;
  /** Where the compiler says that it is: behind the word `func`, or at that of a literal. */
  readonly at: Place;
  readonly extent: Extent;
  /** Index of the function around it; null for a literal in a package-level variable, too. */
  readonly outer: number | null;
  /** Whether it has type parameters, or is a method of a type that has. Not of literals. */
  readonly isGeneric: boolean;
}

/** A `for` statement. */
export interface GoLoop {
  /** `range` also over a function, whose body the compiler makes a function of its own: `F-range1`. */
  readonly kind: "for" | "range";
  /** Of the word `for`. */
  readonly at: Place;
  readonly extent: Extent;
  readonly body: Extent;
  /** Variables that a range clause declares. */
  readonly variables: Extent | null;
  /** Index of the function around it. */
  readonly function: number | null;
}

/** Which argument of a call stands at a place, and what is called, as they are written. */
export interface WrittenArgument {
  readonly callee: string;
  /** From 0, without a receiver. */
  readonly index: number;
}

/** What stands around a place. */
export interface Surroundings {
  /** Names of receivers and parameters of the functions around it. */
  readonly parameters: readonly string[];
  /** What is called with the function literals around it, innermost first, as it is written: `once.Do`. */
  readonly takers: readonly string[];
  /** Conditions of the `if` statements whose first branch it is in, inside of the innermost function, innermost first. */
  readonly conditions: readonly string[];
  /** The name of the method that is declared around it; null in a function. */
  readonly method: string | null;
  /** The name of the receiver of that method. */
  readonly receiver: string | null;
  /** Whether the function that is declared around it has one result, of a type with a name. */
  readonly returnsNamedType: boolean;
  /** How many parameters the function literal has that begins there; null where none does. */
  readonly literal: number | null;
}

/** What the types of a file have under a name. */
export interface Members {
  /** A struct has such a field. */
  readonly isField: boolean;
  readonly isInterfaceMethod: boolean;
}

/** A part of a text that another takes the place of, by UTF-16 indices. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** How a way out of a function is closed: what to write, and the expression that no longer gets out; or why it cannot be. */
export type Closing = { readonly edits: readonly TextEdit[]; readonly closed: string } | { readonly refused: string };

/** How a parameter is cut off. */
export interface ParameterClosing {
  readonly name: string;
  readonly results: readonly ResultFlow[];
}

/** A result that a parameter flows to beside, and goes on to do so. */
export interface ResultFlow {
  /** As the compiler names it: `~r1` for the second, where it has no name. */
  readonly result: string;
  /** Whether only what the parameter points to goes there. */
  readonly content: boolean;
}

/** A way that a value takes, at the place of its last step. */
export interface WayOut {
  /** The compiler's word for the step. */
  readonly reason: string;
  /** What the value can be called there. */
  readonly from: readonly string[];
  /** The index in the text where the value is made; null where that is in another statement. */
  readonly made: number | null;
  /** Whether its address leaves. */
  readonly isAddress: boolean;
  /** The interface type that it becomes there; null where it keeps its own. */
  readonly type: string | null;
  /** How many of the function literals around the place are hidden already, where a closure captures it. Default: none. */
  readonly hidden?: number | undefined;
}

/** A field or a variable of a package, where it is declared. */
export interface DeclaredStore {
  /** The type that has the field; null for a variable. */
  readonly owner: string | null;
  /** Its name, by UTF-16 indices. */
  readonly start: number;
  readonly end: number;
  /** Its type, as the package writes it; null where that is not written, or has type parameters. */
  readonly type: string | null;
  /** Which field of its type it is. */
  readonly index: number;
}

/** A use of one. */
export interface StoreUse {
  readonly isField: boolean;
  /** Its type, where the file can name it. */
  readonly type: string | null;
}

/** What hides the values that are stored at a use. */
export type StoreClosing = { readonly edits: readonly TextEdit[] } | { readonly refused: string };

/** One of several ways that a function can take. */
export interface Branch {
  /** Of its block, or its case. */
  readonly lines: Lines;
  /** Whether nothing outside of it takes the variable's address, nor calls a method of it. */
  readonly isOnlyOne: boolean;
}

/** A Go file that has been read. Good for as long as the call lasts that it was handed to. */
export interface GoFile {
  /** Whether parts of it are no Go, or Go newer than the grammar: what is told of the rest may be wrong around them. */
  readonly hasErrors: boolean;
  /** In order. */
  readonly comments: readonly GoComment[];
  /** By where they start. */
  readonly functions: readonly GoFunction[];
  /** By where they start. */
  readonly loops: readonly GoLoop[];
  /** Directives by which the compiler gives lines other names than those they have in the file. */
  readonly lineDirectives: readonly LineDirective[];
  /** Whether it says that a program wrote it. */
  readonly isGenerated: boolean;
  /**
   * The lines of what starts on the first line with code behind a line (1-based): statements, a declaration, or a part of
   * one such as a case of a switch; null behind the last code.
   */
  codeBelow(line: number): Lines | null;
  /** What is called with the parenthesis at a place: `store.New`; null where there is none, or no name before it. */
  calleeAt(place: Place): string | null;
  /** Which argument of the call with the parenthesis at a place holds what is at another. */
  argumentAt(call: Place, made: Place): WrittenArgument | null;
  /** The name behind the dot at a place. */
  selectedAt(place: Place): string | null;
  /** The statement at a place, or the one that calls the function literal at a place. */
  startedAt(place: Place): "go" | "defer" | null;
  /**
   * Names of the parameters of the function that is declared at a place, the receiver first. null where no function of
   * that name is; a literal has any name.
   */
  parametersAt(place: Place, baseName: string): string[] | null;
  /** What stands around a place; null where there is no code. */
  surroundingsAt(place: Place): Surroundings | null;
  membersNamed(name: string): Members;
  /** Whether a function literal in the function around a place sets a variable of a name. */
  setsInLiteral(place: Place, name: string): boolean;
  /** Whether the function around a place gives a variable's slice room: a capacity, or what another has left. */
  givesRoom(place: Place, name: string): boolean;
  /** Cuts the parameter that is declared at a place off from the body of its function. Lines stay as they are. */
  closeParameter(place: Place, closing: ParameterClosing): Closing;
  /** Fields and variables that are declared here under a name. */
  storesNamed(name: string): readonly DeclaredStore[];
  /** Where a name is used that the compiler points to; null where another is. */
  usedAt(place: Place, name: string): Span | null;
  /** Hides what is stored in a field or a variable at a use of it. Lines stay as they are. */
  closeStore(place: Place, name: string, use: StoreUse): StoreClosing;
  /** The same where a literal without keys sets a field. */
  closeUnkeyed(store: Pick<DeclaredStore, "owner" | "index" | "type">): readonly TextEdit[];
  /** Hides what the function around a place returns, and leaves what its parameters hand on. `flows`: by their places. */
  closeResults(place: Place, name: string, flowsAt: (place: Place) => readonly ResultFlow[]): Closing;
  /** Hides the value that leaves at a place. Lines stay as they are. */
  closeWay(place: Place, way: Omit<WayOut, "made"> & { readonly made: Place | null }): Closing;
  /**
   * The branch that one place is in and another, before it in the function, is not: what is declared there is used here.
   * null where there is none. `name`: of the variable whose address is taken.
   */
  branchBetween(inside: Place, outside: Place, name: string): Branch | null;
  /** The part of a line that an expression of the compiler stands for; null where there is no code. */
  spanOf(place: Place, expression: string): Span | null;
}

/** Reads Go files. Never throws on input, and takes a bounded amount of memory, whatever the input is. */
export interface GoReader {
  /** Hands a file to `use`, which may not keep it. null: the text is too long, or would take too much memory to read. */
  read<T>(text: string, use: (file: GoFile) => T): T | null;
}
