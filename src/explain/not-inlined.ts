import { packageNameOf } from "../callees/function-names.js";
import { code } from "../callees/phrases.js";
import type { EscapeRecord } from "../records/record.js";
import type { ChainLink, KeptCall, StoryEnd } from "../records/story.js";
import type { BuildRecords } from "./build-knowledge.js";

/** Why the first call that the value is passed to is no part of its function's code, and why the last is not known. */
export function keptCalls(
  { program }: BuildRecords,
  escape: EscapeRecord,
  chain: readonly ChainLink[],
  end: StoryEnd,
): KeptCall[] {
  const found: KeptCall[] = [];
  const link = chain.find((each) => each.kind === "function" && !each.inlined);
  if (link?.kind === "function" && link.package !== null) {
    const prefix = `${packageNameOf(link.package)}.`;
    const name = link.name.startsWith(prefix) ? link.name.slice(prefix.length) : link.name;
    const reason = program.find(link.package, name)?.notInlined ?? null;
    if (reason !== null) {
      const text = `${code(link.name)} is not inlined: ${reason}. Inlined, the compiler would look at its code with this very value; whether that would keep it on the stack, this build does not show.`;
      found.push({ kind: "not-inlined", name: link.name, text: text + tried(escape) });
    }
  }
  if (end.kind === "interface-call" || end.kind === "func-value") {
    const what = end.name === null ? "The func value that is called" : code(end.name);
    const why =
      end.kind === "interface-call"
        ? "is not devirtualized: the compiler does that where the concrete type can be seen in the function itself, or where a profile (PGO) shows which type it mostly is"
        : "is not replaced by a direct call: the compiler does that where the function can be seen in the function itself, or where a profile (PGO) shows which it mostly is";
    const text = `${what} ${why}. Whether the value would stay on the stack then depends on that method or function, which this build does not show.`;
    found.push({
      kind: "not-devirtualized",
      name: end.name,
      text: text.replace("that method or function", end.kind === "interface-call" ? "that method" : "that function"),
    });
  }
  return found;
}

/** How to find out what else has to change. */
function tried({ file, line }: EscapeRecord): string {
  if (file === null || line === null || !/^[\w./-]+\.go$/.test(file)) return "";
  return ` \`escape-report try ${file}:${line}\` compiles again with its ways out closed, and tells which there are.`;
}
