import { qualifiedName } from "../callees/function-names.js";
import { leakFacts } from "../callees/leak-facts.js";
import { code, madeText } from "../callees/phrases.js";
import { type Advice, adviceFor } from "../causes/advice.js";
import { CATALOGUE } from "../causes/catalogue.js";
import { remedySite } from "../causes/fits.js";
import { readerNames } from "../causes/reader-names.js";
import { logsAtLevel, TRAIT } from "../causes/traits.js";
import type { EscapeRecord, LeakRecord } from "../records/record.js";
import type { ChainLink, LeakStory, Origin, Story, StoryEnd } from "../records/story.js";
import { answersTo } from "./answers.js";
import type { BuildRecords } from "./build-knowledge.js";
import { Walk } from "./follow-value.js";
import { madeInlined } from "./inlined-function.js";
import { foreignPackage, frameName, holds, writtenClosure } from "./inlined-step.js";
import { keptCalls } from "./not-inlined.js";
import { sourceFacts } from "./site-source.js";
import { lineAt } from "./source-text.js";

/** Inlined calls in inlined calls, at most. */
const MAX_DEPTH = 20;

/** Tells why a value escapes, from the line that makes it to the place that keeps it. */
export function tellStory(build: BuildRecords, escape: EscapeRecord, copies: number): Story {
  const walk = new Walk(build);
  const end = walk.escape(escape);
  const entry = CATALOGUE[escape.cause];
  const answers = answersTo(build, escape);
  const advice = adviceOn(build, escape, walk.chain, end);
  const within = writtenClosure(build, escape, escape.function);
  return {
    escape,
    source: lineAt(build.source, escape),
    ...(within === null || within === escape.function ? {} : { within }),
    made: madeText(escape),
    origin: originOf(build, escape),
    steps: walk.steps,
    chain: walk.chain,
    end,
    keptCalls: escape.allocates === "no" ? [] : keptCalls(build, escape, walk.chain, end),
    ...(answers.length === 0 ? {} : { answers }),
    explanation: entry.explanation,
    ...advice,
    whenNotToBother: entry.whenNotToBother,
    docs: entry.docs,
    copies,
  };
}

/** What helps at the place, or why nothing does. */
function adviceOn(
  build: BuildRecords,
  escape: EscapeRecord,
  chain: readonly ChainLink[],
  { kind: end, name }: StoryEnd,
): Advice {
  if (escape.allocates === "no") return { remedies: [], noRemedy: null };
  const last = chain.findLast((link) => link.kind === "function" && !link.inlined);
  const ownCallee = last?.kind === "function" && last.package !== null && build.isOwn(last.package);
  const named = remedySite(escape, end, ownCallee, sourceFacts(build, escape));
  // `log.Printf` is inlined down to the function of fmt that it formats with.
  const isLogged = chain.some((link) => link.kind === "function" && link.inlined && /^log\./.test(link.name));
  // What is boxed for a slice of arguments has no callee of its own.
  const added = name !== null && logsAtLevel(name) ? TRAIT.logCall : 0;
  const site = { ...named, traits: (named.traits & ~(isLogged ? TRAIT.formatted : 0)) | added };
  return adviceFor([...new Set([escape.cause, escape.rootCause])], site, readerNames(escape));
}

/** Tells what a parameter leaks, to the place that keeps it. */
export function tellLeak(build: BuildRecords, leak: LeakRecord): LeakStory {
  const { parameter, function: name, target } = leakFacts(leak);
  const what = leak.content ? `what ${code(parameter)} points to` : code(parameter);
  const where = target === "heap" ? "the heap" : "a result";
  if (leak.flow.length === 0) {
    const { file, line, column } = leak;
    const end = { kind: "unknown" as const, name: null, package: leak.package, file, line, column };
    const text = "The compiler does not explain it here.";
    return {
      leak,
      source: lineAt(build.source, leak),
      text: `${what} leaks to ${where}`,
      steps: [],
      chain: [],
      end: { ...end, text },
    };
  }
  const walk = new Walk(build);
  const end = walk.parameter({ ...leak, function: name });
  return {
    leak,
    source: lineAt(build.source, leak),
    text: `${what} leaks to ${where}`,
    steps: walk.steps,
    chain: walk.chain,
    end,
  };
}

/** The functions that are inlined at the escape's position down to the one that makes the value. */
function originOf(build: BuildRecords, escape: EscapeRecord): Origin | null {
  // The call of the compiled code stands in the function itself.
  if (escape.call !== null && escape.stack === null) return null;
  const code = originInCode(build, escape);
  const text = originInText(build, escape);
  // Of several such calls on a line the text names the very one, by its expression.
  const isOther =
    text !== null &&
    text.line !== null &&
    (text.file === code?.file
      ? text.line !== code?.line
      : code !== null && isWritten(escape, text.source) && !isWritten(escape, code.source));
  return code === null || isOther ? text : code;
}

/** Whether a line has what the compiler prints of an escape. */
function isWritten({ expression }: EscapeRecord, line: string | null): boolean {
  return line !== null && holds(line, expression);
}

/** By the inline stack of the call that makes the value. */
function originInCode(build: BuildRecords, { stack }: EscapeRecord): Origin | null {
  const inner = stack?.slice(1) ?? [];
  const last = inner.at(-1);
  const functions = inner.flatMap((frame) => frameName(build, frame) ?? []);
  if (last === undefined || functions.length < inner.length) return null;
  const { file, line } = last;
  const place = { file, line, column: null };
  const lines = inner.map((frame) => ({ file: frame.file, line: frame.line }));
  return { functions, lines, ...place, source: lineAt(build.source, place) };
}

/** By what the compiler says to be inlined there. */
function originInText(build: BuildRecords, escape: EscapeRecord): Origin | null {
  const functions: string[] = [];
  const lines: Origin["lines"] = [];
  let place: EscapeRecord | null = null;
  for (let at = escape; functions.length < MAX_DEPTH; ) {
    const made = madeInlined(build, at);
    if (made === null) break;
    const { function: found, text } = made.callee;
    // Instances of another package's generic function are compiled where they are used.
    const home = found?.place?.file == null ? null : foreignPackage(found.place.file);
    functions.push(found === null ? text : qualifiedName(home ?? found.importPath, found.name));
    place = made.record;
    lines.push({ file: place?.file ?? null, line: place?.line ?? null });
    if (made.record === null) break;
    at = made.record;
  }
  if (functions.length === 0) return null;
  const { file = null, line = null, column = null } = place ?? {};
  return { functions, lines, file, line, column, source: place === null ? null : lineAt(build.source, place) };
}
