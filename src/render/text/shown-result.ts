import { visibleLines } from "../../text/visible.js";

/** A text of a result. */
type Render<R, C> = (result: R, context: C) => string;

/**
 * Renders a result whose texts show what they hold. Names of functions and files, expressions and messages come from
 * source and files that anybody may have written, and a sentence can hold one too, so none is left to each format.
 */
export function shownResult<R, C>(render: Render<R, C>): Render<R, C> {
  return (result, context) => {
    const shown: R = JSON.parse(JSON.stringify(result), (_, value: unknown) =>
      typeof value === "string" ? visibleLines(value) : value,
    );
    return render(shown, context);
  };
}
