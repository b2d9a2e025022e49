// Damaged, sorted and mixed output: what is unambiguous is read, the rest is unknown, and no cause comes from half a flow.
import { describe, expect, test } from "vitest";
import type { InputSigns } from "../../../parsers/diagnostics/index.js";
import { DiagnosticsParser } from "../../../parsers/diagnostics/index.js";
import { parse } from "../../helpers/parse.js";
import { RELEASES, recorded } from "../../helpers/recorded.js";
import { ALL_KINDS, escapesOf, readOutput } from "../../helpers/records.js";

function signsOf(output: string): InputSigns {
  const parser = new DiagnosticsParser({ kinds: ALL_KINDS, onEscapes: () => {}, onRecord: () => {} });
  parser.write(Buffer.from(output));
  parser.end();
  return parser.signs;
}

const causes = async (output: string) => escapesOf((await readOutput(output)).records).map(({ cause }) => cause);

describe("an arrow that an encoding has damaged", () => {
  test.each([
    ["?", "a code page without arrows"],
    ["???", "one that knows bytes only"],
    ["<-", "a transliteration"],
    ["\u00e2\u2020\u0090", "Windows-1252"],
    ["\u00e2\u2020?", "Windows-1252, and a code page after it"],
    ["\u0393\u00e5\u00c9", "code page 437"],
    ["\u00d4\u00e5\u00c9", "code page 850"],
    ["\u0432\u2020\u0452", "Windows-1251"],
    ["\ufffd", "a decoder that gave up"],
    ["\ufffd\ufffd\ufffd", "one that did three times"],
  ])("%s, of %s, is read as one where what stands behind it is known", (arrow) => {
    for (const release of ["go1.26", "go1.27"] as const) {
      const output = recorded(release, "tour").toString("utf8");
      const damaged = parse(output.replaceAll("←", arrow));
      expect(damaged.escapes.map(({ flow }) => flow)).toEqual(parse(output).escapes.map(({ flow }) => flow));
      expect(damaged.lines.unknown).toBe(0);
    }
  });

  test("and what stands behind it, too: the line is unknown, and nothing is said of the cause", async () => {
    const output = `./p.go:3:2: x escapes to heap in f:
./p.go:3:2:   flow: p ? &y:
./p.go:3:2:     from &x (address-of) at ./p.go:4:7
./p.go:3:2:   flow: ~r0 ? p:
./p.go:3:2:     from return p (return) at ./p.go:5:2
./p.go:3:2: moved to heap: x
`;
    expect(await causes(output)).toEqual(["unexplained"]);
    const { records, lines } = await readOutput(output);
    expect(records.filter(({ kind }) => kind === "unknown")).toMatchObject([
      { message: "./p.go:3:2:   flow: p ? &y:", file: "./p.go", line: 3, column: 2 },
    ]);
    expect(lines).toEqual({ lines: 6, kept: 5, skipped: 0, unknown: 1 });
    expect(signsOf(output).unreadableFlows).toBe(1);
  });

  test("a step without its place is no step", async () => {
    const output = `./p.go:3:2: x escapes to heap in f:
./p.go:3:2:   flow: {heap} ← &x:
./p.go:3:2:     from &x (addr
./p.go:3:2: moved to heap: x
`;
    expect(await causes(output)).toEqual(["unexplained"]);
  });
});

describe("sorted output", () => {
  test.each(RELEASES)("of %s has as many allocations as decisions, none of them with half a flow", async (release) => {
    const lines = recorded(release, "tour").toString("utf8").trimEnd().split("\n");
    const decisions = lines.filter((line) => /: moved to heap: | escapes to heap$/.test(line)).length;
    for (const sorted of [lines.toSorted(), lines.toReversed()]) {
      const { records, lines: stats } = await readOutput(sorted.join("\n"));
      const escapes = escapesOf(records);
      // Those of two instances of Gen, or of their wrappers, are about one place.
      expect(escapes.map(({ instances }) => instances?.length ?? 1).reduce((a, b) => a + b, 0)).toBe(decisions);
      for (const { flow } of escapes) expect(flow).toEqual([]);
      expect(stats.unknown).toBeGreaterThan(decisions);
      expect(signsOf(sorted.join("\n")).outOfPlace).toBeGreaterThan(decisions);
    }
  });

  test("of the compiler as it is has no line out of place", () => {
    for (const release of RELEASES) {
      for (const name of ["tour", "strconv", "net_http"] as const) {
        const signs = signsOf(recorded(release, name).toString("utf8"));
        expect([signs.outOfPlace, signs.unreadableFlows, signs.endsEarly, signs.withoutCost]).toEqual([0, 0, false, 0]);
      }
    }
  });
});

test("two builds that print at the same time do not get each other's flows", async () => {
  const of = (file: string, to: string) => [
    `./${file}:3:2: x escapes to heap in f:`,
    `./${file}:3:2:   flow: p ← &x:`,
    `./${file}:3:2:     from &x (address-of) at ./${file}:4:7`,
    `./${file}:3:2:   flow: ${to} ← p:`,
    `./${file}:3:2: moved to heap: x`,
  ];
  const other = of("b.go", "{heap}");
  const output = of("a.go", "~r0").flatMap((line, i) => [line, other[i] ?? ""]);
  expect(await causes(output.join("\n"))).toEqual(["unexplained", "unexplained"]);
});

test("output that was cut in a flow says nothing of its end", async () => {
  const output = `# example.com/p
./p.go:3:2: &T{} escapes to heap in f:
./p.go:3:2:   flow: p ← &{storage for &T{}}:
./p.go:3:2:     from &T{} (spill) at ./p.go:4:7`;
  expect(await causes(output)).toEqual(["unexplained"]);
  expect(signsOf(output).endsEarly).toBe(true);
  expect(signsOf(output.replace("p ←", "{heap} ←")).endsEarly).toBe(false);
});
