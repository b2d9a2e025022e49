import { withoutTypeArguments } from "../causes/expression.js";
import type { FunctionFacts, Functions } from "./functions.js";
import { counterpart } from "./leak-changes.js";
import type { Renames } from "./renames.js";
import { bareCode, countCalls, lastName, type SideName, type SourceView } from "./source-view.js";
import type { NameReader } from "./stable-names.js";

/** Whether a call of the newer side was on the older one: `unknown` where the source is not at hand. */
export type Standing = "stands" | "new" | "unknown";

/** Something in a function, as records have it. */
export interface InFunction {
  readonly package: string | null;
  readonly function: string | null;
}

/** Tells of functions and calls of the newer side whether they were there before, by the source of both sides. */
export class StandingCalls {
  private readonly olderOf = new Map<FunctionFacts, FunctionFacts>();
  private readonly texts = new Map<string, string | null>();

  constructor(
    private readonly source: SourceView | null,
    before: Functions,
    private readonly after: Functions,
    renames: Renames,
    private readonly names: NameReader,
  ) {
    for (const old of before.all()) {
      const now = counterpart(old, after, renames);
      if (now !== undefined) this.olderOf.set(now, old);
    }
  }

  /** The declared function around something of the newer side. */
  around({ package: importPath, function: name }: InFunction): FunctionFacts | undefined {
    return this.after.get(importPath ?? "", this.names.read(name).outer);
  }

  /** What the function was on the older side; undefined for a new one. */
  older(now: FunctionFacts): FunctionFacts | undefined {
    return this.olderOf.get(now);
  }

  /** Whether the function's code is the same on both sides, comments and space aside; null where that is not known. */
  isUnchanged(now: FunctionFacts): boolean | null {
    const old = this.older(now);
    if (old === undefined) return false;
    const [was, is] = [this.textOf("before", old), this.textOf("after", now)];
    return was === null || is === null ? null : was === is;
  }

  /** Whether the function called the other one before, by the last name of what is called, as often as it does now. */
  standing(caller: FunctionFacts, callee: string): Standing {
    const old = this.older(caller);
    if (old === undefined) return "new";
    const [was, is] = [this.textOf("before", old), this.textOf("after", caller)];
    if (was === null || is === null) return "unknown";
    if (was === is) return "stands";
    const name = lastName(callee);
    const [count, now] = [countCalls(was, name), countCalls(is, name)];
    return count > 0 && count >= now ? "stands" : "new";
  }

  /** Whether the function of that side calls the other one; null where that is not known. */
  isCalled(side: SideName, caller: FunctionFacts, callee: string): boolean | null {
    const name = lastName(callee);
    for (const text of caller.inlined) if (lastName(withoutTypeArguments(text)) === name) return true;
    const text = this.textOf(side, caller);
    return text === null ? null : countCalls(text, name) > 0;
  }

  /** Names of the parameters of a function of the newer side; null where they are not known. */
  parameters(now: FunctionFacts): readonly string[] | null {
    return this.parametersOf("after", now);
  }

  /** Whether the parameter is not in the function's older signature: another value is passed as it than before. */
  isAddedParameter(now: FunctionFacts, parameter: string): boolean {
    const old = this.older(now);
    const [was, is] = [old === undefined ? null : this.parametersOf("before", old), this.parameters(now)];
    return was !== null && is !== null && !was.includes(lastName(parameter));
  }

  /** The code of a function of that side, as bareCode has it; null where it is not at hand. */
  textOf(side: SideName, facts: FunctionFacts): string | null {
    if (this.source === null || facts.file === null) return null;
    const key = `${side} ${facts.file} ${facts.name}`;
    let text = this.texts.get(key);
    if (text === undefined) {
      const found = this.source.functionText(side, facts.file, facts.name);
      text = found === null ? null : bareCode(found);
      this.texts.set(key, text);
    }
    return text;
  }

  private parametersOf(side: SideName, facts: FunctionFacts): readonly string[] | null {
    const file = facts.file;
    return file === null ? null : (this.source?.parameters(side, file, facts.name) ?? null);
  }
}
