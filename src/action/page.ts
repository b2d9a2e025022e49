import type { CommentOutcome } from "./comment.js";
import type { ActionEvent } from "./event.js";

/** The page for the summary and the comment. Both parts are Markdown. */
export function pageOf(decided: string, changes: string): string {
  const parts = ["## Heap allocations", decided.trim()];
  if (changes !== "")
    parts.push(`<details><summary>What this change does</summary>\n\n${changes.trim()}\n\n</details>`);
  return `${parts.join("\n\n")}\n`;
}

/** The line that a comment is found by. Each module of a repository has its own. */
export function markerOf(prefix: string): string {
  return `<!-- escape-report: ${prefix.replace(/[^\w./]+/g, "_") || "."} -->`;
}

/** At most so many characters, cut between two lines; says where the rest is. */
export function cut(page: string, length: number, runUrl: string | null): string {
  if (page.length <= length) return page;
  const rest = `This is cut. ${runUrl === null ? "" : `[The run](${runUrl}) has all of it.`}\n`;
  const end = page.lastIndexOf("\n", length - rest.length - 100);
  const kept = page.slice(0, end);
  const open = count(kept, "<details>") - count(kept, "</details>");
  return `${kept}\n\n${"</details>\n\n".repeat(Math.max(0, open))}${rest}`;
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

/** What became of the comment, where the reader should know; else "". `shown`: makes foreign text fit the place. */
export function commentNote(outcome: CommentOutcome, event: ActionEvent, shown: (text: string) => string): string {
  if (outcome.kind !== "failed") return "";
  const why = `The comment on the pull request could not be written (${shown(outcome.why)})`;
  if (event.kind === "pull-request" && event.fork) {
    return `${why}: workflows of pull requests from forks may only read. The summary of the run says the same.`;
  }
  return `${why}. It needs a token, and in the workflow: permissions: pull-requests: write. The summary of the run says the same.`;
}
