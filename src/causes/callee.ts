/** What is known about the package whose escapes are classified. `PackageFacts` of the parser is one. */
export interface LocalFacts {
  readonly importPath: string | null;
  /** Functions the package declares, as the compiler names them. */
  readonly functions: ReadonlySet<string>;
  /** Functions whose calls were inlined into it. */
  readonly inlinedCallees: ReadonlySet<string>;
  /** Functions with a variable that a closure captures. */
  readonly capturing: ReadonlySet<string>;
  /** Whether a function is known to have a result of this name. */
  hasResult(name: string | null, result: string): boolean;
  /** Where a function is declared. */
  declaredAt(name: string): SourcePlace | null;
  /** Functions of other packages that are inlined at a place and exported, calls before those in their place. */
  inlinedAt(place: SourcePlace): readonly string[];
}

/** A place in a source file. */
export interface SourcePlace {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

/** What is known about the other packages of the build. */
export interface BuildFacts {
  /**
   * What `name` is, at the front of a qualified name printed inside the package: an imported package, not a package,
   * or undefined when that is not known. `inlined`: names of packages of which functions are inlined there, and whose
   * imports are spoken of too.
   */
  isPackage(name: string, importer: string | null, inlined?: ReadonlySet<string>): boolean | undefined;
  /** Whether the package of that name declares the function; undefined when its functions are not known. */
  declares(
    packageName: string,
    name: string,
    importer: string | null,
    inlined?: ReadonlySet<string>,
  ): boolean | undefined;
  /** Whether the function declared at the place has a result of that name; undefined when the source is not at hand. */
  namesResult(declaration: SourcePlace, name: string): boolean | undefined;
  /** The same of a parameter or a receiver. */
  namesParameter(declaration: SourcePlace, name: string): boolean | undefined;
}

/** Whether the compiler knew which function a call reaches. */
export interface CalleeKind {
  readonly known: boolean;
  readonly guess: string | null;
}

const BUILTINS = new Set([
  "append",
  "copy",
  "panic",
  "print",
  "println",
  "new",
  "make",
  "min",
  "max",
  "recover",
  "clear",
  "close",
  "delete",
  "cap",
  "len",
]);
const KNOWN: CalleeKind = { known: true, guess: null };
const DYNAMIC: CalleeKind = { known: false, guess: null };

interface Memo {
  readonly size: number;
  readonly kinds: Map<string, CalleeKind>;
  /** Names of the packages of which functions are inlined in the package. */
  readonly inlined: ReadonlySet<string>;
}

const memos = new WeakMap<LocalFacts, Memo>();

/** What {@link calleeKindOf} tells; a package calls the same few functions again and again. */
export function calleeKind(callee: string, local: LocalFacts, build: BuildFacts): CalleeKind {
  const size = local.functions.size + local.inlinedCallees.size;
  let memo = memos.get(local);
  if (memo?.size !== size) {
    memo = { size, kinds: new Map(), inlined: inlinedPackages(local) };
    memos.set(local, memo);
  }
  let kind = memo.kinds.get(callee);
  if (kind === undefined) {
    kind = calleeKindOf(callee, local, build, memo.inlined);
    memo.kinds.set(callee, kind);
  }
  return kind;
}

/**
 * Tells a call of a known function from one through an interface or a func value. The compiler prints a method of a
 * known type as a method expression, `(*T).m(x)` or `T.m(x)`, and other calls as they are written.
 */
function calleeKindOf(callee: string, local: LocalFacts, build: BuildFacts, inlined: ReadonlySet<string>): CalleeKind {
  if (callee === "func literal" || BUILTINS.has(callee)) return KNOWN;
  if (local.functions.has(callee) || local.inlinedCallees.has(callee)) return KNOWN;
  if (/^\(\*?[\p{L}_"]/u.test(callee) && /\)\.[\p{L}_][\p{L}\p{N}_]*(?:\[.*\])?$/u.test(callee)) return KNOWN;
  // Calls of generic functions and of methods of generic types hold shapes; other brackets are an index.
  if (/\[[^()]*go\.shape\./.test(callee)) return KNOWN;
  const parts = splitName(callee);
  if (parts === null) return DYNAMIC;
  const [first = "", second = "", third] = parts;
  if (parts.length === 1) {
    return DYNAMIC; // every function of the package has an inlining line
  }
  if (parts.length > 3) return DYNAMIC;
  const isPackage = build.isPackage(first, local.importPath, inlined);
  if (isPackage === false) return DYNAMIC;
  const rest = third === undefined ? second : `${second}.${third}`;
  const declared = build.declares(first, rest, local.importPath, inlined);
  if (declared !== undefined && isPackage === true) return declared ? KNOWN : DYNAMIC;
  if (third !== undefined && !isExported(second)) return DYNAMIC; // a variable of an inlined function: fmt.w.Write(b)
  if (isPackage === undefined && !(declared ?? false)) {
    if (!isExported(second)) return DYNAMIC;
    return { known: false, guess: `${first} is taken for a variable: no package of that name is known` };
  }
  if (third !== undefined) {
    return { known: true, guess: `${first}.${second} is taken for a type: it could be a variable` };
  }
  return { known: true, guess: `${first} is taken for the package: it could be a variable of that name` };
}

/** Names of the packages of which functions are inlined in this one. */
function inlinedPackages({ inlinedCallees }: LocalFacts): Set<string> {
  const names = new Set<string>();
  for (const callee of inlinedCallees) {
    const [, quoted, name] = /^(?:\(\*)?(?:"([^"]+)"|([\p{L}_][\p{L}\p{N}_]*))\./u.exec(callee) ?? [];
    const found = quoted?.slice(quoted.lastIndexOf("/") + 1) ?? name;
    if (found !== undefined) names.add(found);
  }
  return names;
}

/** `a.b.c` as its parts, a quoted import path (`"text/template".New`) included; null for anything else. */
function splitName(name: string): string[] | null {
  const quoted = /^"([^"]+)"\.(.*)$/.exec(name);
  const rest = quoted === null ? name : (quoted[2] ?? "");
  if (!/^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_-]*)*$/u.test(rest)) return null;
  const parts = rest.split(".");
  return quoted === null ? parts : [quoted[1] ?? "", ...parts];
}

function isExported(name: string): boolean {
  return /^\p{Lu}/u.test(name);
}
