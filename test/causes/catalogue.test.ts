import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CATALOGUE, remediesFor, remedyText } from "../../src/causes/catalogue.js";
import { causesPage } from "../../src/causes/catalogue-page.js";
import type { Remedy } from "../../src/causes/entry.js";
import { NO_NAMES } from "../../src/causes/reader-names.js";
import { ALLOCATIONS, CAUSES } from "../../src/records/vocabulary.js";
import { displayWidth } from "../../src/text/fit.js";

describe.each(CAUSES)("the catalogue's entry for %s", (cause) => {
  const entry = CATALOGUE[cause];

  test("is under its own name and links to its section", () => {
    expect(entry.id).toBe(cause);
    expect(entry.docs).toMatch(new RegExp(`^docs/causes\\.md#${cause}$`));
    expect(causesPage()).toContain(`\n## ${cause}\n`);
  });

  test("has a title of two to four words", () => {
    expect(entry.title.split(" ").length).toBeGreaterThanOrEqual(2);
    expect(entry.title.split(" ").length).toBeLessThanOrEqual(4);
  });

  test("has a line that fits beside the figures of a table in 80 columns", () => {
    expect(entry.line).not.toBe("");
    expect(displayWidth(entry.line)).toBeLessThanOrEqual(42);
  });

  test("says why, what helps and when not to bother in whole sentences", () => {
    for (const text of [entry.explanation, entry.whenNotToBother, ...entry.remedies.map(remedyText)]) {
      expect(text).toMatch(/^[A-Z].*\.$/);
    }
    expect(entry.explanation.length).toBeGreaterThan(200);
    expect(entry.remedies).not.toEqual([]);
  });

  test("has an example, or says why it has none", () => {
    if ("none" in entry.example) {
      expect(entry.example.none).toMatch(/\.$/);
      return;
    }
    for (const code of [entry.example.bad, entry.example.good]) {
      if (code === undefined) continue;
      expect(code).toMatch(/^package p\n/);
      expect(code.match(/ \/\/ <- here$/gm)).toHaveLength(1);
    }
  });

  test("gives those that fit for whatever is allocated, the general ones last", () => {
    for (const allocation of ALLOCATIONS) {
      const site = { allocation, traits: 0, end: "outside", ownCallee: false };
      const fits = (remedy: Remedy) => typeof remedy === "string" || remedy.at(site);
      const special = entry.remediesByAllocation?.[allocation] ?? [];
      const remedies = remediesFor(cause, allocation, site, NO_NAMES);
      expect(remedies).toEqual([...special, ...entry.remedies].filter(fits).map(remedyText));
    }
  });
});

test("only the cause without an explanation has no example", () => {
  expect(CAUSES.filter((cause) => "none" in CATALOGUE[cause].example)).toEqual(["unexplained"]);
});

test("docs/causes.md is what the catalogue says", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/causes.md"), "utf8");
  expect(page === causesPage(), "docs/causes.md is out of date: make it anew with `npm run docs`").toBe(true);
});
