import { isClosure, packageNameOf, qualifiedName } from "../callees/function-names.js";
import { readable } from "../callees/phrases.js";
import type { Place } from "../callees/program.js";
import { splitList } from "../causes/expression.js";
import type { Culprit, CulpritKind } from "../records/blame.js";
import type { StoryEndKind } from "../records/story.js";
import type { FlowEnd } from "./flow-end.js";
import { globalName, ownerText } from "./kept-by.js";
import type { OuterEnd } from "./outermost-allocation.js";

/** A culprit that is no function: where flows end without a call. */
export interface EndCulprit {
  readonly kind: Extract<CulpritKind, "closure" | "store" | "result" | "statement">;
  /** As people would say it: `field .err in package tls`. */
  readonly name: string;
  /** Set where equal names at different places are different culprits. */
  readonly place: Place | null;
  /** The name of the package that it belongs to, where that is another one than the code's. */
  readonly packageName: string | null;
}

const KINDS: ReadonlySet<StoryEndKind> = new Set<StoryEndKind>([
  "result",
  "global",
  "field",
  "element",
  "pointer",
  "append",
  "send",
  "go",
  "defer",
]);

/** Whether there is more to change than the value's own line where a flow ends so. */
export function isCulprit({ end }: Extract<FlowEnd, { kind: "end" }>): boolean {
  return KINDS.has(end);
}

/**
 * What flows end in, other than a call; null where a value's own line is all there is to change. `isPackage`: whether
 * the code imports a package of that name.
 */
export function endCulprit(
  { end, closure, function: name }: OuterEnd,
  importPath: string | null,
  isPackage: (name: string) => boolean,
): EndCulprit | null {
  const owner = ownerText(importPath, name);
  if (closure !== null) return make("closure", `function literal in ${owner}`, closure);
  if (end.kind === "call") return null;
  const what = end.name === null ? "" : readable(end.name);
  switch (end.end) {
    case "result":
      // What a function literal returns is no result of the function around it.
      return make("result", `result of ${isLiteral(name) ? qualifiedName(importPath, name ?? "") : owner}`);
    case "global":
      return make("store", `variable ${globalName(what, importPath)}`);
    case "field":
      return fieldCulprit(what, importPath, isPackage);
    case "element":
      return make("store", `${elementText(what, end.step?.reason)} in ${owner}`);
    case "pointer":
      return make("store", `${what} in ${owner}`);
    case "append":
      return make("store", `append to ${appendTarget(end.step?.expression)} in ${owner}`);
    case "send":
      return make("statement", `send on ${what === "" ? "a channel" : what} in ${owner}`);
    case "go":
    case "defer":
      return make("statement", `go or defer statement in ${owner}`, end.step ?? null);
    default:
      return null;
  }
}

/** Whether a function is a literal of its own, and not the body of a loop over a function. */
export function isLiteral(name: string | null): boolean {
  return name !== null && isClosure(name) && !/-range\d+$/.test(name);
}

/** A field or a variable of a package that values are stored in. */
export interface NamedStore {
  readonly kind: "field" | "variable";
  /** `.f` for a field, whichever type has it. */
  readonly name: string;
}

/** What a culprit of the kind `store` is; null where it is no field and no variable of its own package. */
export function storeOf({
  kind,
  name,
  package: importPath,
}: Pick<Culprit, "kind" | "name" | "package">): NamedStore | null {
  if (kind !== "store" || importPath === null) return null;
  const field = /^field (\.[\p{L}_][\p{L}\p{N}_]*) in package /u.exec(name)?.[1];
  if (field !== undefined) return { kind: "field", name: field };
  const [, owner, variable] = /^variable ([\p{L}_][\p{L}\p{N}_]*)\.([\p{L}_][\p{L}\p{N}_]*)$/u.exec(name) ?? [];
  return variable === undefined || owner !== packageNameOf(importPath) ? null : { kind: "variable", name: variable };
}

/** The function that a culprit of the kind `result` is of, as people would say it; null for others. */
export function resultOwner({ kind, name }: Pick<Culprit, "kind" | "name">): string | null {
  return kind === "result" ? (/^result of (.+)$/.exec(name)?.[1] ?? null) : null;
}

function make(kind: EndCulprit["kind"], name: string, place: Place | null = null): EndCulprit {
  return { kind, name, place, packageName: null };
}

/**
 * A field of one name is mostly one field of one type, whatever the variable is called. Code that is inlined from
 * another package has that before its variables: `strings.b.buf`.
 */
function fieldCulprit(name: string, importPath: string | null, isPackage: (name: string) => boolean): EndCulprit {
  const [first = "", second = "", third] = name.split(".");
  const foreign = (third !== undefined || /^\p{Lu}/u.test(second)) && isPackage(first);
  const field = foreign && third === undefined ? `variable ${name}` : `field ${name.slice(name.lastIndexOf("."))}`;
  const where =
    foreign && third === undefined ? "" : ` in package ${foreign ? first : packageNameOf(importPath ?? "main")}`;
  return { kind: "store", name: field + where, place: null, packageName: foreign ? first : null };
}

function elementText(name: string, reason: string | undefined): string {
  if (name !== "") return `element ${name}`;
  return reason === "copied slice" ? "copy" : "map";
}

/** `x` of `append(x, y...)`. */
function appendTarget(expression: string | undefined): string {
  const list = expression?.startsWith("append(") === true ? splitList(expression.slice(7, -1)) : [];
  return readable(list[0] ?? "a slice");
}
