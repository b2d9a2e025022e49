const SHAPE = "go.shape.";

/** Whether a function's name has type arguments: it is an instance of a generic function, or made for a type of one. */
export function isInstance(name: string | null): boolean {
  return name?.includes("[") === true && !name.startsWith("(*struct {") && !name.startsWith("struct {");
}

/** Whether the type arguments are shapes: such code is compiled, and what has none only calls it. */
export function isShaped(name: string): boolean {
  return name.includes(SHAPE);
}

/** `go.shape.int,string` of `(*Map[go.shape.int,string]).Get.func1`; null without type arguments. */
export function typeArgumentsOf(name: string): string | null {
  const start = name.indexOf("[");
  if (start < 0) return null;
  let depth = 0;
  for (let i = start; i < name.length; i++) {
    const c = name.charCodeAt(i);
    if (c === 91) depth++;
    else if (c === 93 && --depth === 0) return name.slice(start + 1, i);
  }
  return null;
}

/** A text with `T` for each shape and without type arguments: what is the same in all instances. */
export function withoutShapes(text: string): string {
  if (!text.includes(SHAPE)) return text;
  return replaceShapes(text.includes("[") ? withoutShapedArguments(text) : text, () => "T");
}

function replaceShapes(text: string, by: (shape: string) => string): string {
  let result = "";
  let at = 0;
  for (let start = text.indexOf(SHAPE); start >= 0; start = text.indexOf(SHAPE, at)) {
    const type = start + SHAPE.length;
    const end = endOfType(text, type);
    result += text.slice(at, start) + by(text.slice(type, end));
    at = end;
  }
  return result + text.slice(at);
}

/**
 * A text of the compiler in words of Go. A shape stands for all types with the same underlying type: `~int`, as constraints
 * have it, or `*…` for pointers. `types`: what is known to stand for the shapes of `shape`; null where several types do.
 */
export function inSourceWords(text: string, known?: { readonly shape: string; readonly types: string } | null): string {
  if (!text.includes(SHAPE)) return text;
  if (known === null) return replaceShapes(text, () => "…");
  const shapes = known === undefined ? [] : splitTypes(known.shape);
  const types = known === undefined ? [] : splitTypes(known.types);
  return replaceShapes(text, (shape) => {
    const at = shapes.length === types.length ? shapes.indexOf(SHAPE + shape) : -1;
    return at < 0 ? shapeText(shape) : shortType(types[at] ?? "");
  });
}

/** `~int` of `int`; all pointers have the shape of one to a byte. */
function shapeText(shape: string): string {
  return shape === "*uint8" ? "*…" : `~${shortType(shape)}`;
}

/** A shape as the compiler writes it, `go.shape.int` or a list of them, in words of Go. */
export function shapesText(shapes: string): string {
  return replaceShapes(shapes, shapeText).replaceAll(",", ", ");
}

/** A type without the paths of its packages: `*set.T` of `*example.org/set.T`. */
export function shortType(type: string): string {
  // A major version is no package's name: `pond.result` of `github.com/alitto/pond/v2.result`.
  return type.replace(/(?<=\/)([\p{L}_][\p{L}\p{N}_]*)\/v\d+(?=\.)/gu, "$1").replace(/[\p{L}\p{N}_.~%-]+\//gu, "");
}

/** A list of type arguments at its commas. */
function splitTypes(list: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i <= list.length; i++) {
    const c = list[i];
    if (c === "[" || c === "(" || c === "{") depth++;
    else if (c === "]" || c === ")" || c === "}") depth--;
    else if (i === list.length || (c === "," && depth === 0)) {
      parts.push(list.slice(start, i));
      start = i + 1;
    }
  }
  return parts;
}

/** Without brackets that hold shapes: an index, or the length of an array, stays. */
export function withoutShapedArguments(text: string): string {
  let result = "";
  let at = 0;
  for (let start = text.indexOf("["); start >= 0; start = text.indexOf("[", at)) {
    const inside = typeArgumentsOf(text.slice(start));
    if (inside === null) break;
    // The key of a map stands in brackets, too.
    const isShapes = /^go\.shape\.|,go\.shape\./.test(inside) && !/\bmap$/.test(text.slice(at, start));
    result += text.slice(at, isShapes ? start : start + 1);
    at = isShapes ? start + inside.length + 2 : start + 1;
  }
  return result + text.slice(at);
}

/** Where the type ends that begins at the index. */
function endOfType(text: string, start: number): number {
  const rest = text.slice(start);
  const prefix = /^(?:\*|\[\d*\]|chan |<-chan |chan<- )/.exec(rest)?.[0];
  if (prefix !== undefined) return endOfType(text, start + prefix.length);
  if (rest.startsWith("map[")) return endOfType(text, closing(text, start + 3));
  if (rest.startsWith("func(")) return endOfResults(text, closing(text, start + 4));
  if (/^(?:struct|interface) \{/.test(rest)) return closing(text, text.indexOf("{", start));
  const name = /^[\p{L}_][\p{L}\p{N}_./%-]*/u.exec(rest)?.[0] ?? "";
  const end = start + name.length;
  return text[end] === "[" ? closing(text, end) : end;
}

/** A function type has its results behind its parameters: a list, a type, or nothing. */
function endOfResults(text: string, at: number): number {
  if (text[at] !== " ") return at;
  if (text[at + 1] === "(") return closing(text, at + 1);
  return endOfType(text, at + 1);
}

/** The index behind the bracket that closes the one at the index. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 91 || c === 40 || c === 123) depth++;
    else if ((c === 93 || c === 41 || c === 125) && --depth === 0) return i + 1;
  }
  return text.length;
}

/**
 * A function's name as decisions of any package have it: `(*Set[int]).Add` of `example.org/set.(*Set[int]).Add`. The
 * compiler's text names instances of other packages' functions without the package.
 */
export function instanceName(name: string): string {
  const end = name.search(/[[(]/);
  const path = end < 0 ? name : name.slice(0, end);
  const dot = name.indexOf(".", path.lastIndexOf("/") + 1);
  return dot < 0 || (end >= 0 && dot > end) ? name : name.slice(dot + 1);
}
