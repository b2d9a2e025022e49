import { visible, visibleLines } from "../../text/visible.js";

/** What a line of output can tell a GitHub workflow: to annotate, or to take no commands until further notice. */
export type CommandName = "error" | "warning" | "notice" | "stop-commands";

/** Properties of an annotation, by the runner's names for them. */
export interface CommandProperties {
  readonly file?: string;
  readonly line?: number;
  readonly col?: number;
  readonly title?: string;
}

/**
 * A workflow command as a line, escaped as GitHub's own toolkit does (actions/toolkit, packages/core/src/command.ts).
 * Without that, text of Go source could end the command and start another; what the log would obey or hide is made visible.
 */
export function workflowCommand(name: CommandName, properties: CommandProperties, message: string): string {
  const words = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name}${words.length === 0 ? "" : ` ${words.join(",")}`}::${escapeData(visibleLines(message))}\n`;
}

function escapeData(text: string): string {
  return text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(visible(text)).replace(/:/g, "%3A").replace(/,/g, "%2C");
}
