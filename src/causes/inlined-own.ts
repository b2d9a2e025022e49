import type { EscapeRecord } from "../records/record.js";
import { withoutTypeArguments } from "./expression.js";

/** The functions of a record's own package that are inlined at its place, without type arguments. */
export function inlinedOwn({ stack, package: importPath }: Pick<EscapeRecord, "stack" | "package">): readonly string[] {
  if (stack === null || importPath === null) return NONE;
  const prefix = `${importPath}.`;
  const names = stack.slice(1).flatMap(({ function: name }) => {
    return name?.startsWith(prefix) === true ? [withoutTypeArguments(name.slice(prefix.length))] : [];
  });
  return names.length === 0 ? NONE : names;
}

const NONE: readonly string[] = [];
