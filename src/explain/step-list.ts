import type { Step } from "../records/record.js";
import type { StoryStep } from "../records/story.js";
import { lineAt, type SourceLines } from "./sources.js";

/** Where a step's code stands. */
interface Owner {
  readonly importPath: string | null;
  readonly function: string | null;
}

/** The steps of a story. What happens on one line, one after the other, is one step. */
export class StepList {
  readonly steps: StoryStep[] = [];

  constructor(private readonly source: SourceLines) {}

  /** Adds what a step of the compiler does. `text` is a sentence without a full stop. */
  add({ importPath, function: name }: Owner, step: Step, text: string): void {
    const last = this.steps.at(-1);
    if (
      last !== undefined &&
      last.file === step.file &&
      last.line === step.line &&
      last.function === name &&
      last.package === importPath
    ) {
      last.text += last.text.includes(" and ") ? `, then ${text}` : ` and ${text}`;
      last.reasons.push(step.reason);
      last.column = step.column;
      last.expression = step.expression;
      return;
    }
    this.steps.push({
      text,
      package: importPath,
      function: name,
      file: step.file,
      line: step.line,
      column: step.column,
      expression: step.expression,
      reasons: [step.reason],
      source: lineAt(this.source, step),
    });
  }
}
