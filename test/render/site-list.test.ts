import { describe, expect, test } from "vitest";
import type { Stories, StorySite } from "../../src/records/story.js";
import { siteList } from "../../src/render/story/site-list.js";
import { displayWidth } from "../../src/text/fit.js";
import { createStyle } from "../../src/text/style.js";
import { escapeRecord } from "../helpers/escape.js";

const MADE = { call: "newobject", allocates: "yes", bytes: 48 } as const;
const SITES: StorySite[] = [
  { ...escapeRecord({ line: 12, ...MADE }), copies: 0 },
  { ...escapeRecord({ line: 30, cause: "call-argument", loop: true, ...MADE, allocates: "maybe" }), copies: 0 },
];

function listed(fields: Partial<Stories> = {}, width = 80): string[] {
  const answer = {
    schema: "x",
    target: "t",
    match: "exact",
    matches: 2,
    hint: null,
    stories: [],
    sites: SITES,
    ...fields,
  };
  return siteList(answer as Stories, createStyle({ width, color: false, hyperlinks: false }), undefined);
}

describe("the list of what matches", () => {
  test("has a line each: where, what, the cause, and how much", () => {
    expect(listed()).toEqual([
      "2 escapes in (*Store).Get",
      "  internal/store/store.go:12:2  variable x  returned, each time, 48 B",
      "  internal/store/store.go:30:2  variable x  call-argument, at times, 48 B, in a…",
    ]);
    expect(listed({}, 90)[2]).toMatch(/ call-argument, at times, 48 B, in a loop$/);
  });

  test("says how many there are behind those listed", () => {
    const lines = listed({ matches: 1234 });
    expect(lines[0]).toBe("1,234 escapes");
    expect(lines.at(-1)).toBe("  1,232 more: see --top");
  });

  test("keeps within the width, and its places can be opened", () => {
    for (const width of [40, 60, 80, 120]) {
      for (const line of listed({}, width)) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      expect(listed({}, width)[1]).toMatch(/ store\.go:12:2|\/store\.go:12:2/);
    }
  });

  test.each([
    ["one place", { sites: SITES.slice(0, 1), matches: 1 }],
    ["what only comes near", { match: "closest" as const }],
  ])("is left out for %s", (_, fields) => {
    expect(listed(fields)).toEqual([]);
  });
});
