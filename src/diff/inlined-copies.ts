import type { Reason } from "../records/diff.js";
import type { EscapeRecord, Step } from "../records/record.js";
import type { FunctionFacts } from "./functions.js";
import { plainText } from "./release-wording.js";
import { packageNameOf } from "./stable-names.js";

/** A reason that is not yet tied to the allocations it explains. */
export type ReasonFacts = Omit<Reason, "added">;

/** The allocations of one package's functions. */
interface Known {
  /** In other packages names have that of their own in front: `fmt.` of `fmt.a`. */
  readonly prefix: string;
  readonly owners: Map<string, FunctionFacts>;
}

/** Stands for the step with which an allocation leaves its function. */
const RETURN = "return";

/**
 * Allocations of functions, to know them again where the functions are inlined and no machine code tells. A copy takes the
 * same steps as the original; where that returns (`return &x`), it is assigned to a result without a name (`~r0 = &x`) and
 * goes on.
 */
export class InlinedCopies {
  private readonly byPackage = new Map<string, Known>();

  /** Notes the allocations of a function. */
  add(facts: FunctionFacts): void {
    const { package: importPath, escapes } = facts;
    let known = this.byPackage.get(importPath);
    if (known === undefined) {
      known = { prefix: `${packageNameOf(importPath)}.`, owners: new Map() };
      this.byPackage.set(importPath, known);
    }
    for (const escape of escapes) {
      const steps = stepsOf(escape);
      const returns = steps.findIndex((step) => step.reason === "return");
      const texts = returns < 0 ? steps.map(textOf) : [...steps.slice(0, returns).map(textOf), RETURN];
      // `func literal (spill)` and nothing else is said of many.
      if (texts.length > 1 || escape.sink === "stack-limit") known.owners.set(keyOf(escape, texts), facts);
    }
  }

  /** The function that the record's allocation is a copy from. */
  sourceOf(record: EscapeRecord): FunctionFacts | undefined {
    const steps = stepsOf(record);
    const texts = steps.map(textOf);
    const keys = [keyOf(record, texts)];
    steps.forEach(({ expression, reason }, i) => {
      if (reason === "assign-pair" && expression.startsWith("~"))
        keys.push(keyOf(record, [...texts.slice(0, i), RETURN]));
    });
    for (const [importPath, { prefix, owners }] of this.byPackage) {
      for (const key of keys) {
        const own = importPath === record.package;
        if (!own && !key.includes(prefix)) continue;
        const found = owners.get(own ? key : key.replaceAll(prefix, ""));
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }
}

function stepsOf({ flow }: EscapeRecord): Step[] {
  return flow.flatMap(({ steps }) => steps);
}

function textOf({ expression, reason }: Step): string {
  return `${plainText(expression)} (${reason})`;
}

function keyOf({ allocation, expression }: EscapeRecord, texts: readonly string[]): string {
  return [allocation, plainText(expression), ...texts].join("\n");
}
