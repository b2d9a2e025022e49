import { sentence } from "../callees/phrases.js";
import type { Step } from "../records/record.js";
import type { StoryStep } from "../records/story.js";
import { lineAt, type SourceLines } from "./source-text.js";

/** Where a step's code stands. */
interface Owner {
  readonly importPath: string | null;
  readonly function: string | null;
}

/** The steps of a story. What happens on one line, one after the other, is one step. */
export class StepList {
  readonly steps: StoryStep[] = [];

  /** What the last sentence was about, and how many sentences the last step has. */
  private subject = "";
  private clauses = 0;

  constructor(private readonly source: SourceLines) {}

  /** Adds what a step of the compiler does: a subject, and a sentence of `clause`'s form about it. */
  add({ importPath, function: name }: Owner, step: Step, subject: string, template: string): void {
    const last = this.steps.at(-1);
    const goesOn =
      last !== undefined &&
      last.file === step.file &&
      last.line === step.line &&
      last.function === name &&
      last.package === importPath;
    if (!goesOn) {
      this.clauses = 1;
      this.steps.push({
        text: sentence(template, subject),
        package: importPath,
        function: name,
        file: step.file,
        line: step.line,
        column: step.column,
        expression: step.expression,
        reasons: [step.reason],
        source: lineAt(this.source, step),
      });
    } else {
      const text = sentence(template, subject === this.subject ? "it" : subject);
      last.text += this.clauses++ === 1 ? ` and ${text}` : `, then ${text}`;
      last.reasons.push(step.reason);
      last.column = step.column;
      last.expression = step.expression;
    }
    this.subject = subject;
  }
}
