import { plural } from "../../text/number.js";

/** GitHub takes comments of 65,536 characters and GitLab a million: this fits both, with room for a line of the sender. */
export const MAX_PAGE = 65_000;

/**
 * A page for a comment: with as many rows of each table as fit, at most `top`, and a note where that is fewer. `render`
 * makes the whole page with so many rows.
 */
export function markdownPage(top: number, render: (top: number) => string): string {
  const whole = render(top);
  if (whole.length <= MAX_PAGE) return whole;
  const shortened = (rows: number) => `${render(rows).trimEnd()}\n\n${noteOf(rows)}\n`;
  let [fits, tooMany] = [1, top];
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (shortened(middle).length <= MAX_PAGE) fits = middle;
    else tooMany = middle;
  }
  const page = shortened(fits);
  return page.length <= MAX_PAGE ? page : cut(page, noteOf(fits));
}

function noteOf(rows: number): string {
  return (
    `_Shortened to ${plural(rows, "row")} of each list, so that the text fits in a comment. ` +
    "The format json holds all._"
  );
}

/** Between two lines, and with what was folded closed again. */
function cut(page: string, note: string): string {
  const kept = page.slice(0, page.lastIndexOf("\n", MAX_PAGE - note.length - 100));
  const open = kept.split("<details>").length - kept.split("</details>").length;
  return `${kept}\n\n${"</details>\n\n".repeat(Math.max(0, open))}${note}\n`;
}
