/** An explanation and its decision, without the position that each of their lines repeats. */
export interface Printed {
  /** `line:column` of what escapes. */
  readonly at: string;
  readonly subject: string;
  /** The function that Go 1.25 and later name. */
  readonly in: string;
  /** `DST ← SRC`, and below each its steps: `EXPR (REASON) at LINE:COLUMN`. */
  readonly flow: readonly string[];
  /** What is decided; `SUBJECT escapes to heap` unless told otherwise, null for nothing. */
  readonly decision?: string | null;
}

/** What Go 1.26 prints for one batch of functions of `./p.go`: every explanation, then every decision. */
export function batch(...escapes: readonly Printed[]): string {
  const explanations = escapes.flatMap(({ at, subject, in: name, flow }) => [
    `./p.go:${at}: ${subject} escapes to heap in ${name}:`,
    ...flow.map((line) => {
      const step = / at (\d+:\d+|<unknown line number>)$/.exec(line);
      if (step === null) return `./p.go:${at}:   flow: ${line}:`;
      return `./p.go:${at}:     from ${line.replace(/ at (\d)/, " at ./p.go:$1")}`;
    }),
  ]);
  const decisions = escapes.flatMap(({ at, subject, decision }) =>
    decision === null ? [] : [`./p.go:${at}: ${decision ?? `${subject} escapes to heap`}`],
  );
  return [...explanations, ...decisions].map((line) => `${line}\n`).join("");
}

/** A variable that is moved to the heap. */
export function variable(at: string, name: string, inside: string, ...flow: readonly string[]): Printed {
  return { at, subject: name, in: inside, flow, decision: `moved to heap: ${name}` };
}

/** An expression whose storage is on the heap. */
export function expression(at: string, text: string, inside: string, ...flow: readonly string[]): Printed {
  return { at, subject: text, in: inside, flow };
}
