import { describe, expect, test } from "vitest";
import { diffReports } from "../../src/diff/index.js";
import type { Diff } from "../../src/records/diff.js";
import { changesOf } from "../helpers/edits.js";
import { recordSetOf } from "../helpers/record-sets.js";

/** A package with one function that boxes and one that returns a pointer, as Go 1.26 prints it with -trimpath. */
function printed(importPath: string, file = "a.go"): string {
  const at = (place: string) => `${importPath}/${file}:${place}`;
  return `# ${importPath}
${at("5:6")}: can inline Box with cost 2 as: func(int) any { return n }
${at("9:6")}: cannot inline New: marked go:noinline
${at("6:9")}: n escapes to heap in Box:
${at("6:9")}:   flow: ~r0 ← &{storage for n}:
${at("6:9")}:     from n (spill) at ${at("6:9")}
${at("6:9")}:     from return n (return) at ${at("6:2")}
${at("6:9")}: n escapes to heap
${at("10:2")}: x escapes to heap in New:
${at("10:2")}:   flow: ~r0 ← &x:
${at("10:2")}:     from &x (address-of) at ${at("11:9")}
${at("10:2")}:     from return &x (return) at ${at("11:2")}
${at("10:2")}: moved to heap: x
`;
}

async function between(before: string, after: string): Promise<Diff> {
  return diffReports(await recordSetOf(before), await recordSetOf(after));
}

describe("another module path", () => {
  test("moves every package, however many are alike", async () => {
    const paths = Array.from({ length: 120 }, (_, i) => `p${i}`);
    const before = paths.map((path) => printed(`example.com/old/${path}`)).join("");
    const after = [...paths]
      .reverse()
      .map((path) => printed(`example.org/new/${path}`))
      .join("");
    const diff = await between(before, after);
    expect([diff.added.length, diff.removed.length, diff.changed.length]).toEqual([0, 0, 0]);
    expect(diff.moved).toHaveLength(240);
    for (const { before: old, after: now, what } of diff.moved) {
      expect(what).toEqual(["package"]);
      expect(now.package?.split("/").at(-1)).toBe(old.package?.split("/").at(-1));
    }
  });

  test("is no other place for files that saved output names differently", async () => {
    const trimmed = printed("example.com/app");
    const relative = trimmed.replaceAll("example.com/app/a.go", "./a.go");
    expect(changesOf(await between(trimmed, relative))).toEqual([]);
  });
});

describe("a package that went and one that came", () => {
  test("are two when their functions have other names", async () => {
    const after = printed("example.com/b").replaceAll("Box", "Wrap").replaceAll("New", "Make").replaceAll("x", "y");
    const diff = await between(printed("example.com/a"), after);
    expect([diff.added.length, diff.removed.length, diff.moved.length]).toEqual([2, 2, 0]);
  });

  test("are not taken for each other while the old one is still there", async () => {
    const old = printed("example.com/a");
    const diff = await between(old, old + printed("example.com/b"));
    expect([diff.added.length, diff.removed.length, diff.moved.length]).toEqual([2, 0, 0]);
  });
});
