import type { FunctionFacts } from "./functions.js";
import { bestPairs, type Candidate, countShared, ownersOf, push } from "./most-similar.js";
import { plainText } from "./release-wording.js";
import type { RenamedWords } from "./renamed-words.js";

/**
 * Pairs functions whose allocations and leaks agree, and something more: their last name, their text or what they cost.
 * `words` rewrites what is known to be renamed.
 */
export function findRenamedFunctions(
  gone: readonly FunctionFacts[],
  added: readonly FunctionFacts[],
  packages: ReadonlyMap<string, string>,
  words: RenamedWords,
): [FunctionFacts, FunctionFacts][] {
  const owners = new Map<string, FunctionFacts[]>();
  const contents = new Map(added.map((facts) => [facts, contentOf(facts, plainText)]));
  for (const [facts, tokens] of contents) for (const token of tokens) push(owners, token, facts);
  const candidates: Candidate<FunctionFacts>[] = [];
  for (const before of gone) {
    const rewrite = (text: string) => words.rewrite(plainText(text), before.package);
    const tokens = contentOf(before, rewrite);
    for (const after of ownersOf([...tokens], owners)) {
      const others = contents.get(after) ?? new Set();
      const shared = countShared(tokens, others);
      const likeness = (2 * shared) / (tokens.size + others.size);
      const samePackage = (packages.get(before.package) ?? before.package) === after.package;
      const evidence = evidenceFor(before, after, rewrite);
      const enough =
        (evidence === "strong" && likeness >= 0.5) ||
        (evidence === "some" && likeness === 1 && samePackage) ||
        (likeness >= 0.8 && shared >= (evidence === "weak" ? 5 : 3) && samePackage);
      const score = likeness + (evidence === "strong" ? 1 : 0) + (samePackage ? 0.5 : 0);
      if (enough) candidates.push({ before, after, score });
    }
  }
  return bestPairs(candidates);
}

/** What a function does, in texts that do not hold its name. Equal texts are numbered, so that they count. */
function contentOf({ escapes, leaks }: FunctionFacts, rewrite: (text: string) => string): Set<string> {
  const tokens = new Set<string>();
  const add = (text: string) => {
    let token = text;
    for (let i = 2; tokens.has(token); i++) token = `${text} ${i}`;
    tokens.add(token);
  };
  for (const { allocation, expression, cause } of escapes) add(`${allocation} ${cause} ${rewrite(expression)}`);
  for (const { parameter, content, to } of leaks) add(`leak ${parameter} ${content} ${to}`);
  return tokens;
}

function evidenceFor(
  before: FunctionFacts,
  after: FunctionFacts,
  rewrite: (text: string) => string,
): "strong" | "some" | "none" | "weak" {
  if (simpleName(before.name) === simpleName(after.name)) return "strong";
  const [old, now] = [before.inlining, after.inlining];
  if (old === null || now === null) return "none";
  // An edit changes the cost: more has to be alike then.
  if (old.inlinable !== now.inlinable || old.cost !== now.cost) return "weak";
  if (old.inlinable && rewrite(bodyOf(old.message)) === plainText(bodyOf(now.message))) return "strong";
  return old.reason === now.reason ? "some" : "none";
}

/** `m` of `(*T).m`. */
function simpleName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** The signature and body in `can inline F with cost 8 as: func() *int { x := 10; return &x }`. */
function bodyOf(message: string): string {
  return message.slice(message.indexOf(" as: ") + 1);
}
