import { visible } from "./visible.js";

/** Everything that Markdown, its GitHub dialect or HTML gives a meaning to. A word's end has none. */
const SPECIAL = /[\\`*_{}[\]()<>#+\-!|~&@/"'$=^]|(?<!\p{L}(?=[.:](?:\s|$)))[.:]/gu;

/**
 * Plain text for Markdown, safe in a table's cell. Characters become entities rather than getting a backslash, since a
 * backslash stops neither a mention (`@name`), an issue (`#1`) nor a bare link.
 */
export function markdownText(text: string): string {
  return visible(text).replace(SPECIAL, entity);
}

/**
 * A code span, safe in a table's cell: a backslash before each pipe, and more backticks around it than are in it. Text
 * that would need a backslash of its own before a pipe cannot be written so, and becomes HTML.
 */
export function codeSpan(text: string): string {
  const shown = visible(text);
  if (shown === "") return "";
  if (shown.includes("\\|")) return `<code>${shown.replace(SPECIAL, entity)}</code>`;
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  // One space at each end is taken away again: needed beside a backtick, and to keep the text's own spaces.
  const padding = /^[` ]|[` ]$/.test(shown) ? " " : "";
  return `${fence}${padding}${shown.replaceAll("|", "\\|")}${padding}${fence}`;
}

/** Our own words for Markdown, with Go code in backticks. */
export function proseMarkdown(text: string): string {
  return text
    .split("`")
    .map((part, i) => (i % 2 === 1 ? codeSpan(part) : markdownText(part)))
    .join("");
}

function entity(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}
