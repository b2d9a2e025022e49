import { linkedName } from "../callees/function-names.js";
import { code } from "../callees/phrases.js";
import { shapesText, shortType } from "../causes/shapes.js";
import type { EscapeRecord, Instance, Step } from "../records/record.js";
import type { StoryAnswer } from "../records/story.js";
import type { BuildRecords } from "./build-knowledge.js";
import { lookAt } from "./source-text.js";

/** Answers to what people ask of such places, as far as the records or the source show them. */
export function answersTo(build: BuildRecords, escape: EscapeRecord): StoryAnswer[] {
  if (escape.allocates === "no") return [];
  return [whichPathPays(build, escape), costOfGenerics(escape)].flatMap((answer) => answer ?? []);
}

function whichPathPays(build: BuildRecords, escape: EscapeRecord): StoryAnswer | null {
  const text = someRunsPay(escape) ?? onlyBranchPays(build, escape);
  return text === null ? null : { question: "Which path pays?", text };
}

/** By the jumps of the machine code. */
function someRunsPay({ reason, call, stack }: EscapeRecord): string | null {
  if (reason !== "conditional" || call === null) return null;
  const inner = stack?.at(-1)?.function ?? null;
  const where = inner === null ? "" : ` The value is made in ${code(linkedName(inner))}, which is inlined here.`;
  return (
    `Not every run of the line: its machine code has a way to its end that does not come to ${code(`runtime.${call}`)}. ` +
    `Only runs that come to it allocate.${where}`
  );
}

/** A variable is on the heap from its declaration on, wherever its address is taken. */
function onlyBranchPays(build: BuildRecords, escape: EscapeRecord): string | null {
  const { allocation, allocates, call, file, line, column, flow } = escape;
  if (allocation !== "variable" || allocates !== "yes" || call === null || line === null || column === null)
    return null;
  const name = /^[\p{L}_][\p{L}\p{N}_]*$/u.exec(escape.expression)?.[0];
  const taken = flow.flatMap(({ steps }) => steps).find(({ reason }) => reason === "address-of");
  if (name === undefined || !isPlace(taken) || taken.file !== file) return null;
  const branch = lookAt(build.go, escape, (source, at) => source.branchBetween(taken, at, name));
  if (branch === null) return null;
  const { from, to } = branch.lines;
  const lines = from === to ? `line ${from}` : `lines ${from} to ${to}`;
  return (
    `Every run of line ${line}: ${code(name)} is on the heap from its declaration on, though its address is taken in a branch that ` +
    `only some calls come to (${lines}). ` +
    (branch.isOnlyOne
      ? `Nothing else in the function takes it. With a copy in that branch, ${code(`${name} := ${name}`)} before its address is ` +
        "taken, the other paths are free. That is the same as long as nothing changes the variable afterwards."
      : "What stands outside of that branch may take it too, so a copy in the branch need not be enough.")
  );
}

function isPlace(step: Step | undefined): step is Step & { readonly line: number; readonly column: number } {
  return step !== undefined && step.line !== null && step.column !== null;
}

/** What the copies of a generic function's code show, and what no plain function has. */
function costOfGenerics({ instances, allocation }: EscapeRecord): StoryAnswer | null {
  if (instances === undefined) return null;
  const copies = instances.map(copyText);
  const sentences = [
    instances.length === 1
      ? `The function is compiled once: ${copies[0]}.`
      : `The function is compiled ${instances.length} times: ${copies.join("; ")}.`,
  ];
  if (instances.some(({ types }) => types.length > 1)) {
    sentences.push("Types with the same underlying type share a copy, and so do all pointers.");
  }
  const dictionary = allocation === "closure" ? dictionaryText(instances) : null;
  if (dictionary !== null) sentences.push(dictionary);
  return { question: "What does it cost that the function is generic?", text: sentences.join(" ") };
}

/** `for int it allocates each time, 8 B`. */
function copyText({ types, shape, allocates, bytes }: Instance): string {
  const known = types.map((type) => code(shortType(type)));
  const name = known.length > 0 ? known.join(" and ") : shape === null ? "types not known" : code(shapesText(shape));
  return `for ${name} ${OFTEN[allocates]}${bytes === null ? "" : `, ${bytes} B`}`;
}

const OFTEN: Readonly<Record<Instance["allocates"], string>> = {
  yes: "it allocates each time",
  maybe: "it allocates at times",
  no: "it never allocates",
  unknown: "that is not known",
};

/** The hidden parameter of generic code, which its closures capture: `*[2]uintptr` among what they hold. */
function dictionaryText(instances: readonly Instance[]): string | null {
  const held = instances.map(({ type }) => /^(?:noalg\.)?struct \{ F uintptr; (.*) \}$/.exec(type ?? "")?.[1] ?? "");
  if (!held.every((fields) => DICTIONARY.test(fields))) return null;
  return held.every((fields) => ALONE.test(fields))
    ? "The literal captures the dictionary alone, which tells a copy its type arguments: in a plain function it would " +
        "capture nothing, and never be allocated."
    : "The closure also holds the dictionary, which tells a copy its type arguments: one pointer more than in a plain " +
        "function.";
}

const DICTIONARY = /(?:^|; )X\d+ \*\[\d+\]uintptr(?:;|$)/;
const ALONE = /^X\d+ \*\[\d+\]uintptr$/;
