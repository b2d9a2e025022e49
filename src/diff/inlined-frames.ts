import { withoutTypeArguments } from "../causes/expression.js";
import type { SiteRecord } from "../records/record.js";
import type { NameReader } from "./stable-names.js";

/** A function that a record's code was inlined from, by its package and its declared name. */
export interface InlinedFrame {
  readonly package: string;
  readonly name: string;
  readonly file: string | null;
}

/** The functions that are inlined where the allocation is, outermost first, without the function that it is in. */
export function inlinedFrames({ stack }: SiteRecord, names: NameReader): InlinedFrame[] {
  return (stack ?? []).slice(1).flatMap(({ function: name, file }) => {
    if (name === null) return [];
    const plain = withoutTypeArguments(name);
    // The linker writes dots of an import path's last element as %2e.
    const dot = plain.indexOf(".", plain.lastIndexOf("/") + 1);
    if (dot < 0) return [];
    const importPath = plain.slice(0, dot).replaceAll("%2e", ".");
    return [{ package: importPath, name: names.read(plain.slice(dot + 1)).outer, file }];
  });
}
