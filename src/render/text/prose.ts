import { fill } from "../../text/fit.js";
import type { Style } from "../../text/style.js";
import { visible } from "../../text/visible.js";

/** Words, and code in backticks with whatever touches it. */
const TOKEN = /(?:`[^`]*`|[^\s`])+/g;

/** Plain words with Go code in backticks, as lines of at most the given width; code is coloured and never broken. */
export function prose(text: string, style: Style, width = style.width): string[] {
  const tokens = text.match(TOKEN) ?? [];
  return fill(
    tokens.map((token) => token.replace(/`([^`]*)`/g, (_, code: string) => style.command(`\`${visible(code)}\``))),
    width,
  );
}

/** The same with a sign before the first line, and the others in line with its text. */
export function item(sign: string, text: string, style: Style): string[] {
  const indent = " ".repeat(sign.length);
  return prose(text, style, style.width - sign.length).map((line, i) => (i === 0 ? sign : indent) + line);
}
