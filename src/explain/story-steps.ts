import { sentence } from "../callees/phrases.js";
import type { Step } from "../records/record.js";
import type { StoryStep } from "../records/story.js";
import { lineAt, type SourceLines } from "./source-text.js";

/** Where a step's code stands. */
interface Owner {
  readonly importPath: string | null;
  readonly function: string | null;
}

/** What a step of the compiler does, as a sentence of `clause`'s form. */
interface Clause {
  /** What it is about. */
  readonly subject: string;
  readonly template: string;
  /** Whether it is worth a word only where nothing else happens on its line: a conversion, a local variable. */
  readonly isAside: boolean;
}

/** The steps of a story: one for each thing that happens to the value. */
export class StepList {
  readonly steps: StoryStep[] = [];

  /** What the last sentence was about, and whether it is only worth a word as long as nothing else is told of its line. */
  private subject = "";
  private isAside = false;
  /** What asides that were left out were about: what they led to is called that. */
  private instead: string | null = null;

  constructor(private readonly source: SourceLines) {}

  /** Adds what a step of the compiler does. */
  add({ importPath, function: name }: Owner, step: Step, { subject: named, template, isAside }: Clause): void {
    const last = this.steps.at(-1);
    const isSameLine =
      last !== undefined &&
      last.file === step.file &&
      last.line === step.line &&
      last.function === name &&
      last.package === importPath;
    if (isSameLine && isAside) {
      last.reasons.push(step.reason);
      this.instead ??= this.subject;
      return;
    }
    const subject = this.instead ?? (isSameLine && this.isAside ? this.subject : named);
    const reasons = isSameLine && this.isAside ? (this.steps.pop()?.reasons ?? []) : [];
    this.steps.push({
      text: sentence(template, subject === this.subject && this.steps.length > 0 ? "it" : subject),
      package: importPath,
      function: name,
      file: step.file,
      line: step.line,
      column: step.column,
      expression: step.expression,
      reasons: [...reasons, step.reason],
      source: lineAt(this.source, step),
    });
    this.subject = subject;
    this.isAside = isAside;
    this.instead = null;
  }
}
