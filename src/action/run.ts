import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Judgement, judge } from "../cli/gate/judge.js";
import { planGate } from "../cli/gate/plan.js";
import { printGate } from "../cli/gate/print.js";
import type { GateArguments } from "../cli/options/compare.js";
import { printDiff } from "../cli/print-diff.js";
import { isEmptyDiff } from "../diff/index.js";
import { EXIT, type ExitCode } from "../errors.js";
import { findRepository, type Repository } from "../git/repository.js";
import type { Format } from "../render/report/index.js";
import { fileTree } from "../sources/file-tree.js";
import { markdownText } from "../text/markdown.js";
import { visible } from "../text/visible.js";
import { baseOf } from "./base.js";
import { type CommentOutcome, keepComment, MAX_COMMENT } from "./comment.js";
import { type ActionEvent, readEvent } from "./event.js";
import type { ActionInputs } from "./inputs.js";
import { failureAnnotations, quietly } from "./log.js";
import { hasBase, NOTHING_TO_COMPARE, printWhole } from "./no-base.js";
import { commentNote, cut, markerOf, pageOf } from "./page.js";

/** GitHub takes a summary of 1 MiB; a character has up to four bytes. */
const MAX_SUMMARY = 250_000;

/**
 * The step of the action: compares with the base, annotates lines, writes SARIF and the job's summary, keeps the
 * comment, and returns the exit code by the gate's rules.
 */
export async function runAction(inputs: ActionInputs, signal: AbortSignal): Promise<ExitCode> {
  const event = await readEvent(inputs.eventPath, inputs.eventName);
  const repository = await findRepository({ directory: inputs.directory, signal });
  const found = await quietly(async () => {
    const args = await argumentsOf(inputs, event, repository);
    if (args.base === undefined && !(await hasBase(args, repository, signal))) {
      say(NOTHING_TO_COMPARE);
      await printWhole(args, "table", signal);
      return { args, judgement: null };
    }
    // A baseline that the rules name is what the change is judged by, unless the workflow names a base.
    const { mode, ...plan } = await planGate({ ...args, base: inputs.base }, signal, args.base);
    const judging =
      mode.kind === "compare"
        ? mode
        : { kind: "revision" as const, base: args.base ?? (mode.kind === "revision" ? mode.base : undefined) };
    const judgement = await judge(args, { ...plan, mode: judging }, signal);
    await print(judgement, { ...args, format: "table" });
    return { args, judgement };
  });
  const { args, judgement } = found;
  if (judgement === null) {
    await reportWhole(inputs, args, signal);
    return EXIT.done;
  }
  await printFindings(judgement, { ...args, quiet: true, format: "github" });
  const { root } = judgement.place;
  const tree = await fileTree({ root, directory: inputs.directory, toolchain: false });
  process.stdout.write(failureAnnotations(judgement.gate, tree));
  if (inputs.sarif !== undefined) {
    await printFindings(judgement, { ...args, quiet: true, format: "sarif", output: inputs.sarif });
  }
  await report(inputs, event, repository, args, judgement);
  const { passed } = judgement.gate;
  return passed || !inputs.fail ? EXIT.done : EXIT.regression;
}

async function argumentsOf(inputs: ActionInputs, event: ActionEvent, repository: Repository): Promise<GateArguments> {
  return {
    C: inputs.directory,
    color: "never",
    quiet: false,
    verbose: false,
    groupBy: "cause",
    top: 10,
    all: false,
    base: inputs.base ?? (await baseOf(repository, event)),
    // A shallow checkout need not reach back to where the branches part.
    baseExact: repository.shallow,
    config: inputs.config,
    configFrom: inputs.configFrom,
    packages: inputs.packages.length > 0 ? inputs.packages : undefined,
    scope: "module",
    tests: inputs.tests,
    machineCode: true,
    "--": inputs.flags,
    writeBaseline: false,
    prune: false,
    anyBuild: false,
  };
}

/** The summary and the outputs where nothing was compared. */
async function reportWhole(inputs: ActionInputs, args: GateArguments, signal: AbortSignal): Promise<void> {
  if (inputs.summaryPath !== undefined) {
    const page = await textOf((output) => printWhole({ ...args, quiet: true }, MARKDOWN, signal, output));
    await appendFile(inputs.summaryPath, cut(`> ${NOTHING_TO_COMPARE}\n\n${page}`, MAX_SUMMARY, null));
  }
  if (inputs.outputPath !== undefined) await appendFile(inputs.outputPath, "passed=true\nnew=0\nsarif=\n");
}

/** What the gate decided. */
async function print({ gate, place }: Judgement, args: GateArguments): Promise<void> {
  await printGate(gate, args, place);
}

/** The allocations, in a format that has no place for a decision. */
async function printFindings({ gate, diff, place }: Judgement, args: GateArguments): Promise<void> {
  if (diff === null) await printGate(gate, args, place);
  else await printDiff(diff, args, { root: place.root });
}

async function report(
  inputs: ActionInputs,
  event: ActionEvent,
  repository: Repository,
  args: GateArguments,
  judgement: Judgement,
): Promise<void> {
  const { gate, diff } = judgement;
  const differs = diff !== null && !isEmptyDiff(diff);
  const decided = await textOf((output) => print(judgement, { ...args, format: MARKDOWN, output }));
  const changes = differs
    ? await textOf((output) => printFindings(judgement, { ...args, quiet: true, format: MARKDOWN, output }))
    : "";
  const page = pageOf(decided, changes);
  const outcome = await comment(inputs, event, markerOf(repository.prefix), page, !gate.passed || differs);
  if (outcome !== null) say(commentNote(outcome, event, visible));
  if (inputs.summaryPath !== undefined) {
    const note = outcome === null ? "" : commentNote(outcome, event, markdownText);
    await appendFile(inputs.summaryPath, cut(page, MAX_SUMMARY, null) + (note === "" ? "" : `\n> ${note}\n`));
  }
  if (inputs.outputPath !== undefined) {
    const outputs = { passed: gate.passed, new: gate.newEscapes, sarif: inputs.sarif ?? "" };
    const lines = Object.entries(outputs).map(([name, value]) => `${name}=${value}\n`);
    await appendFile(inputs.outputPath, lines.join(""));
  }
}

function say(text: string): void {
  if (text !== "") process.stdout.write(`escape-report: ${visible(text)}\n`);
}

const MARKDOWN: Format = "markdown";

async function comment(
  inputs: ActionInputs,
  event: ActionEvent,
  marker: string,
  page: string,
  worthwhile: boolean,
): Promise<CommentOutcome | null> {
  if (!inputs.comment || event.kind !== "pull-request") return null;
  if (inputs.api === null) return { kind: "failed", why: "there is no token" };
  return await keepComment(inputs.api, event.number, marker, cut(page, MAX_COMMENT, inputs.runUrl), worthwhile);
}

/** What is written to the file that it is given. */
async function textOf(write: (file: string) => Promise<void>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "escape-report-"));
  try {
    const file = join(directory, "page.md");
    await write(file);
    return await readFile(file, "utf8");
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
