import { describe, expect, test } from "vitest";
import { visible, visibleLines } from "../../src/text/visible.js";

describe("visible", () => {
  test.each([
    ["a colour", "\u001b[31mred", "\\x1b[31mred"],
    ["a title change", "\u001b]0;owned\u0007", "\\x1b]0;owned\\x07"],
    ["line breaks and tabs", "a\r\n\tb", "a\\r\\n\\tb"],
    ["delete", "\u007f", "\\x7f"],
    ["an eight-bit control", "\u009b31m", "\\u009b31m"],
    ["a direction override", "user\u202eresu", "user\\u202eresu"],
    ["a direction isolate", "\u2066x\u2069", "\\u2066x\\u2069"],
    ["what takes no space", "a\u200bb\ufeff", "a\\u200bb\\ufeff"],
    ["a line separator", "a\u2028b", "a\\u2028b"],
    ["half a surrogate pair", "\ud800x", "\\ud800x"],
    ["a tag character", "\u{e0041}", "\\U000e0041"],
    ["a workflow command", "::error title=x::y", "\\x3a:error title=x::y"],
    ["a workflow command behind spaces", "  ::add-mask::x", "  \\x3a:add-mask::x"],
    ["one behind a backtick, which code loses", "`::error::b`", "`\\x3a:error::b`"],
    ["what becomes one when the line is broken", "a ::error::b", "a \\x3a:error::b"],
    ["an older workflow command", "a ##[error]b", "a #\\x23[error]b"],
    ["a command of Azure Pipelines", "##vso[task.complete]", "#\\x23vso[task.complete]"],
  ])("shows %s", (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test.each(["(*T).Méthode", "日本語", "x < y && z", "🎉", "a\\x1b", "a::b", "x[::2]", "## title"])(
    "leaves %s alone",
    (text) => {
      expect(visible(text)).toBe(text);
    },
  );

  test("leaves nothing that a terminal obeys or hides", () => {
    const all = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code)).join(" ");
    expect(visible(all)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });
});

describe("visibleLines", () => {
  test("keeps line breaks and tabs, and nothing else that is obeyed", () => {
    expect(visibleLines("# pkg\r\n\tx.go:1: \u001b[31mno\n::error::x")).toBe(
      "# pkg\n\tx.go:1: \\x1b[31mno\n\\x3a:error::x",
    );
  });
});
