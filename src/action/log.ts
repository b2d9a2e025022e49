import { randomBytes } from "node:crypto";
import type { Gate } from "../records/gate.js";
import { failureTitle } from "../render/gate/rule-text.js";
import { workflowCommand } from "../render/services/workflow-command.js";
import { type FileTree, sourceFile } from "../report/file-tree.js";

/** GitHub shows this many errors for a step. */
const MAX_ERRORS = 10;

/**
 * Does the work with workflow commands switched off: what it prints holds text of Go source and of other programs, and a
 * line that begins with `::` would be obeyed. Nobody can guess the word that switches them on again.
 */
export async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const token = randomBytes(16).toString("hex");
  process.stdout.write(workflowCommand("stop-commands", {}, token));
  try {
    return await work();
  } finally {
    process.stdout.write(`\n::${token}::\n`);
  }
}

/** An error for each rule that does not hold: where the comment stands that demands it, else for the whole run. */
export function failureAnnotations({ failures }: Gate, tree: FileTree): string {
  const left = failures.length - MAX_ERRORS;
  const shown = left > 0 ? failures.slice(0, MAX_ERRORS - 1) : failures;
  const lines = shown.map((failure) => {
    const source = sourceFile(failure.file, tree);
    const place =
      source.kind !== "repository"
        ? {}
        : { file: source.path, ...(failure.line === null ? {} : { line: failure.line }) };
    return workflowCommand("error", { ...place, title: "escape-report" }, `${failureTitle(failure)}.`);
  });
  if (left > 0) {
    lines.push(workflowCommand("error", { title: "escape-report" }, `${left + 1} further rules do not hold.`));
  }
  return lines.join("");
}

/** What stopped the step, as an error of the run and in the log. */
export function stopped(message: string): string {
  return workflowCommand("error", { title: "escape-report could not compare" }, message);
}
