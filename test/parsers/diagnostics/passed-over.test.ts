// Lines that nobody asked for are counted where lines are told apart. What is asked for must not depend on that.
import { describe, expect, test } from "vitest";
import type { RecordKind } from "../../../src/records/vocabulary.js";
import { parse } from "../../helpers/parse.js";
import { RELEASES, recorded } from "../../helpers/recorded.js";

const KINDS: readonly (readonly RecordKind[])[] = [
  ["escape"],
  ["leak"],
  ["inlining"],
  ["stack", "leak"],
  ["inlined-call", "escape"],
  ["capture"],
];

describe.each(RELEASES)("of what %s printed", (release) => {
  const output = recorded(release, "strconv");
  const all = parse(output);

  test.each(KINDS.map((kinds) => [kinds.join(" and "), kinds] as const))("%s are the same alone", (_, kinds) => {
    const some = parse(output, new Set(kinds));
    expect(some.records).toEqual(all.records.filter(({ kind }) => kinds.includes(kind)));
    expect(some.escapes).toEqual(kinds.includes("escape") ? all.escapes : []);
    const { lines, kept, skipped, unknown } = some.lines;
    expect({ lines, sum: kept + skipped + unknown, unknown }).toEqual({
      lines: all.lines.lines,
      sum: lines,
      unknown: all.lines.unknown,
    });
  });

  test("functions that are inlined are known whether or not their calls are asked for", () => {
    const names = (kinds?: ReadonlySet<RecordKind>) =>
      parse(output, kinds).packages.map(({ inlinedCallees }) => [...inlinedCallees]);
    expect(names(new Set(["escape"]))).toEqual(names());
    expect(names().flat().length).toBeGreaterThan(20);
  });
});

/** An explanation and how many lines it has. */
const leak = (
  dereferences: number,
  to = "{heap}",
  name = "f",
) => `./p.go:1:2: parameter p leaks to ${to} for ${name} with derefs=${dereferences}:
./p.go:1:2:   flow: ${to} ← ${"*".repeat(dereferences)}p:
./p.go:1:2:     from p (assign) at ./p.go:${dereferences + 3}:4
`;
const DECIDED = "./p.go:1:2: leaking param: p\n";

describe("a leak that is explained again", () => {
  test.each([
    ["as it was", [leak(0), leak(0), DECIDED], [0], 3],
    ["by more dereferences", [leak(0), leak(1), DECIDED], [0], 3],
    ["by fewer, which counts", [leak(2), leak(1), leak(1), DECIDED], [1], 3],
    ["for another function", [leak(0), leak(0, "{heap}", "g"), DECIDED], [0], 0],
    ["in another batch of functions", [leak(0), DECIDED, leak(0), DECIDED], [0, 0], 0],
    ["behind a remark", [leak(0), "./p.go:9:2: can inline g\n", leak(0), DECIDED], [0], 3],
  ])("%s", (_, lines, levels, skipped) => {
    const output = lines.join("");
    const { records, lines: counted } = parse(output);
    const leaks = records.flatMap((record) => (record.kind === "leak" ? [record] : []));
    expect(leaks.map(({ level }) => level)).toEqual(levels);
    expect(leaks.map(({ flow }) => flow[0]?.steps[0]?.line)).toEqual(levels.map((level) => level + 3));
    expect(counted).toMatchObject({ lines: output.split("\n").length - 1, skipped, unknown: 0 });
  });

  test("is one, wherever the input is cut", () => {
    const output = Buffer.from([leak(1), leak(0), leak(0, "~r0"), leak(1), leak(0), DECIDED].join(""));
    const whole = parse(output);
    for (let at = 1; at < output.length; at += 7) {
      const cut = parse([output.subarray(0, at), output.subarray(at)]);
      expect({ records: cut.records, lines: cut.lines }).toEqual({ records: whole.records, lines: whole.lines });
    }
  });
});
