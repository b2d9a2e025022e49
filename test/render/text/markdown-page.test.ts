// Markdown has to fit in a comment, whatever --top asks for.
import { describe, expect, test } from "vitest";
import { blameMarkdown } from "../../../src/render/blame/markdown.js";
import { markdown as diffMarkdown } from "../../../src/render/diff/markdown.js";
import { markdown } from "../../../src/render/report/markdown.js";
import { MAX_PAGE, markdownPage } from "../../../src/render/text/markdown-page.js";
import { createStyle } from "../../../src/text/style.js";
import { blameOf } from "../../helpers/blame.js";
import { addedEscape, diffOf } from "../../helpers/diff.js";
import { contextOf, NET_HTTP } from "../report/context.js";

const NOTE = /\n\n_Shortened to [\d,]+ rows? of each list, so that the text fits in a comment\. .*_\n$/;
const style = createStyle({ color: false, hyperlinks: false, width: 80 });

/** Whether every part that is folded away is closed again. */
function isBalanced(page: string): boolean {
  return page.split("<details>").length === page.split("</details>").length;
}

describe("a page", () => {
  test("that fits is left as it is", () => {
    expect(markdownPage(3, (top) => `${top} rows\n`)).toBe("3 rows\n");
  });

  test("of a report with 5,000 rows asked for fits in a comment, and says that it is shortened", async () => {
    const page = markdown.render(await contextOf(NET_HTTP, { top: 5000, groupBy: "line" }));
    expect(page.length).toBeLessThanOrEqual(MAX_PAGE);
    expect(page.length).toBeGreaterThan(MAX_PAGE * 0.9);
    expect(page).toMatch(NOTE);
    expect(isBalanced(page)).toBe(true);
  });

  test("of a diff fits as well", () => {
    const added = Array.from({ length: 3000 }, (_, i) => addedEscape({ line: i + 1, function: `F${i}` }));
    const [page = ""] = diffMarkdown.render({
      diff: diffOf({ added }),
      style,
      top: 5000,
      groupBy: "cause",
      quiet: false,
      next: [],
    });
    expect(page.length).toBeLessThanOrEqual(MAX_PAGE);
    expect(page).toMatch(NOTE);
  });

  test("of blame fits as well", async () => {
    const page = blameMarkdown(await blameOf(NET_HTTP, { top: 5000 }), {
      style,
      root: undefined,
      quiet: false,
    });
    expect(page.length).toBeLessThanOrEqual(MAX_PAGE);
    expect(page).toMatch(NOTE);
  });

  test("of a single row that is too long is cut between lines, with what is folded closed", () => {
    const page = markdownPage(
      1,
      () => `<details><summary>x</summary>\n\n${"a line of text\n".repeat(10_000)}\n</details>\n`,
    );
    expect(page.length).toBeLessThanOrEqual(MAX_PAGE);
    expect(isBalanced(page)).toBe(true);
    expect(page).toMatch(NOTE);
  });
});
