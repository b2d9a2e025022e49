import { describe, expect, test } from "vitest";
import { codeSpan, markdownText } from "../../src/text/markdown.js";

describe("markdownText", () => {
  test.each([
    "**",
    "_x_",
    "[a](b)",
    "<img src=x onerror=y>",
    "a | b",
    "`x`",
    "@team",
    "#12",
    "https://evil.example",
    "&amp;",
  ])("takes the meaning from %s", (text) => {
    const escaped = markdownText(text);
    expect(escaped.replace(/&#\d+;/g, "")).not.toMatch(/[*_[\]()<>|`@#:&]/);
    expect(escaped.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))).toBe(text);
  });

  test("leaves words alone", () => expect(markdownText("assigned to limit")).toBe("assigned to limit"));
  test("keeps a line break out of the table", () => expect(markdownText("a\nb")).toBe("a&#92;nb"));
});

describe("codeSpan", () => {
  test.each([
    ["a name", "(*Server).serve", "`(*Server).serve`"],
    ["a pipe", "a || b", "`a \\|\\| b`"],
    ["a backtick inside", "x`y", "``x`y``"],
    ["backticks at the ends", "`raw`", "`` `raw` ``"],
    ["several backticks", "a``b`c", "```a``b`c```"],
    ["spaces at the ends", " x ", "`  x  `"],
    ["HTML, which code spans show as it is", "<b>", "`<b>`"],
    ["a backslash before a pipe", "\\|", "<code>&#92;&#124;</code>"],
    ["control characters", "\u001b[0m", "`\\x1b[0m`"],
    ["nothing", "", ""],
  ])("holds %s", (_, text, markdown) => {
    expect(codeSpan(text)).toBe(markdown);
  });
});

test("the end of a sentence is written as it is, and nothing that could be a link or an emoji", () => {
  expect(markdownText("Use the type: a Buffer.")).toBe("Use the type: a Buffer.");
  expect(markdownText("www.x.org :tada: 1. x")).toBe("www&#46;x&#46;org &#58;tada: 1&#46; x");
});
