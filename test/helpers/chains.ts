import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { withoutTypeArguments } from "../../src/causes/expression.js";
import type { Story, StoryEnd } from "../../src/records/story.js";

/** What the marks of one source line promise: a chain for each value that goes to the heap there. */
export interface ChainMark {
  /** Relative to the module's root, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly chains: readonly string[];
}

/** Reads the `// chain:` marks of the module in this directory; samples/README.md has their grammar. */
export function readChainMarks(module: string): ChainMark[] {
  return readdirSync(module, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".go"))
    .sort()
    .flatMap((file) =>
      readFileSync(join(module, file), "utf8")
        .split("\n")
        .flatMap((text, index): ChainMark[] => {
          const mark = /\/\/ chain: (.*)$/.exec(text)?.[1]?.trim();
          if (mark === undefined) return [];
          return [{ file, line: index + 1, chains: mark === "none" ? [] : mark.split("; ") }];
        }),
    );
}

/** A story in the grammar of the marks. */
export function chainText({ chain, end }: Story): string {
  const places = chain.map((link) => {
    if (link.kind === "closure") return `captured at ${link.file}:${link.line}`;
    const inlined = link.inlined ? " (inlined)" : "";
    const result = link.result === null ? "" : ` (to ${link.result}, level=${link.level})`;
    return `${withoutTypeArguments(link.name)}${inlined}${result}`;
  });
  return [...places, endText(end)].join(" -> ");
}

const WITH_NAME: Readonly<Partial<Record<StoryEnd["kind"], string>>> = {
  "interface-call": "interface method",
  "func-value": "func value",
};
const WITH_PLACE: Readonly<Partial<Record<StoryEnd["kind"], string>>> = {
  append: "append",
  send: "send",
  panic: "panic",
  go: "go statement",
  defer: "defer statement",
};

function endText({ kind, name, file, line }: StoryEnd): string {
  const statement = WITH_PLACE[kind];
  return statement === undefined ? `${WITH_NAME[kind] ?? kind} ${name}` : `${statement} ${file}:${line}`;
}
