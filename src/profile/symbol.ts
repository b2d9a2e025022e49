/** A function by its package's import path and its name there: `net/http` and `(*Server).Serve`. */
export interface Symbol {
  readonly package: string;
  readonly name: string;
}

/**
 * Splits a name as profiles have it: `gopkg.in/yaml%2ev3.(*parser).peek`. The linker writes dots of an import path's last
 * part as %2e. Programs are `main`, whatever their import path.
 */
export function readSymbol(symbol: string): Symbol {
  const end = symbol.search(/[[(]/);
  const path = end < 0 ? symbol : symbol.slice(0, end);
  const dot = symbol.indexOf(".", path.lastIndexOf("/") + 1);
  if (dot < 0) return { package: "", name: symbol };
  return { package: unescaped(symbol.slice(0, dot)), name: symbol.slice(dot + 1) };
}

function unescaped(path: string): string {
  return path.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** A function's name without type arguments, which profiles print as `[...]` and the compiler in full. */
export function withoutTypeArguments(name: string): string {
  if (!name.includes("[")) return name;
  let depth = 0;
  let kept = "";
  for (const c of name) {
    if (c === "[") depth++;
    if (depth === 0) kept += c;
    if (c === "]" && depth > 0) depth--;
  }
  return kept;
}

/** The last part of a path, whichever way its slashes lean. */
export function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1);
}
