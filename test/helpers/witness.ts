// The compiler's second voice: with -json=0,file://DIR it logs as JSON what it prints under -m -m.
import type { Hop, UnclassifiedEscape } from "../../src/records/record.js";

/** What the log says about escapes, one text each, sorted. */
export interface Witness {
  /** `file:line:column` of every expression whose storage is on the heap. Variables are only explained. */
  readonly storages: readonly string[];
  /** `file:line:column: EXPR: FLOW` of every explanation. */
  readonly explanations: readonly string[];
}

interface LogEntry {
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
  readonly code: string;
  readonly message: string;
  readonly relatedInformation?: readonly { readonly message: string }[];
}

/** Reads the files of a log: a header line each, and then an entry a line. `files` are the source files it is about. */
export function readLog(texts: readonly string[]): Witness & { readonly files: ReadonlySet<string> } {
  const files = new Set<string>();
  const storages: string[] = [];
  const explanations: string[] = [];
  for (const text of texts) {
    let file = "";
    for (const line of text.trimEnd().split("\n")) {
      const entry = JSON.parse(line) as LogEntry | { readonly file: string };
      if ("file" in entry) {
        file = entry.file;
        files.add(file);
        continue;
      }
      // `escapes` is the code of what is too large for the stack.
      if (entry.code !== "escape" && entry.code !== "escapes") continue;
      const { line: row, character } = entry.range.start;
      const place = `${file}:${row}:${character}`;
      if (entry.message === "") storages.push(place);
      else explanations.push(`${place}: ${entry.message.replace(/ escapes to heap$/, "")}: ${loggedFlow(entry)}`);
    }
  }
  return { storages: storages.sort(), explanations: explanations.sort(), files };
}

/** `DST ← SRC; EXPR (REASON); …` of the lines of an explanation, as a log holds them. */
function loggedFlow({ relatedInformation = [] }: LogEntry): string {
  return relatedInformation
    .flatMap(({ message }) => /^escflow: {4}(?: {2}from (.*)|flow: (.*):)$/s.exec(message)?.slice(1) ?? [])
    .filter((part) => part !== undefined)
    .map((part) => part.replace(/ at \S+:\d+(?::\d+)?$/, ""))
    .join("; ");
}

/** The same of what the parser made of the printed text. What has no position is not logged. `arrow` is what stands between them. */
export function readParsed(escapes: readonly UnclassifiedEscape[], arrow = "←"): Witness {
  const storages: string[] = [];
  const explanations: string[] = [];
  for (const { file, line, column, message, expression, flow, otherFlows } of escapes) {
    if (file === null) continue;
    const place = `${file}:${line}:${column ?? 0}`;
    if (!message.startsWith("moved to heap: ")) storages.push(place);
    if (flow.length === 0) continue;
    for (const each of [flow, ...otherFlows]) explanations.push(`${place}: ${expression}: ${parsedFlow(each, arrow)}`);
  }
  return { storages: storages.sort(), explanations: explanations.sort() };
}

function parsedFlow(flow: readonly Hop[], arrow: string): string {
  return flow
    .flatMap(({ to, from, dereferences, steps }) => [
      `${to} ${arrow} ${dereferences < 0 ? "&" : "*".repeat(dereferences)}${from}`,
      ...steps.map(({ expression, reason }) => `${expression} (${reason})`),
    ])
    .join("; ");
}
