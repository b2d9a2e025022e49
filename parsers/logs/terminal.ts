const ESCAPE = "\u001b";

/**
 * What programs send to a terminal beside text (ECMA-48): colours and cursor movements, titles and links, and what
 * Buildkite puts timestamps in.
 */
const SEQUENCE = new RegExp(
  `${ESCAPE}(?:\\[[0-?]*[ -/]*[@-~]|[\\]PX^_][^\\u0007${ESCAPE}]*(?:\\u0007|${ESCAPE}\\\\)?|[ -/]*[0-~])`,
  "g",
);

/** The text of a line that was sent to a terminal: without escape sequences, and what stood there last where it was written over. */
export function terminalText(line: string): string {
  let text = line.endsWith("\r") ? line.slice(0, -1) : line;
  if (text.includes(ESCAPE)) text = text.replace(SEQUENCE, "");
  while (text.endsWith("\r")) text = text.slice(0, -1);
  return text.slice(text.lastIndexOf("\r") + 1);
}

/** Whether a line holds more than text. */
export function isForTerminal(line: string): boolean {
  if (line.includes(ESCAPE)) return true;
  const carriage = line.indexOf("\r");
  return carriage >= 0 && carriage < line.length - 1;
}
