// What saved output tells of how it was made.
import { describe, expect, test } from "vitest";
import type { DiagnosticRecord } from "../../src/records/record.js";
import { collectSaved } from "../../src/sources/saved-output.js";
import { RELEASES, recorded } from "../helpers/recorded.js";
import { ALL_KINDS } from "../helpers/records.js";

async function read(output: string) {
  const records: DiagnosticRecord[] = [];
  const sink = { record: (record: DiagnosticRecord) => records.push(JSON.parse(JSON.stringify(record))), lazy: true };
  const collected = await collectSaved([Buffer.from(output)], { kinds: ALL_KINDS }, sink);
  return { records, ...collected };
}

/** `-m -m` and `-m` of Go 1.26, of the same function. */
const TWICE = `# example.com/twice
./f.go:3:6: can inline f with cost 8 as: func() *int { x := 10; return &x }
./f.go:4:2: x escapes to heap in f:
./f.go:4:2:   flow: ~r0 ← &x:
./f.go:4:2:     from &x (address-of) at ./f.go:5:9
./f.go:4:2:     from return &x (return) at ./f.go:5:2
./f.go:4:2: moved to heap: x
`;
const ONCE = `# example.com/once
./f.go:3:6: can inline f
./f.go:4:2: moved to heap: x
`;
/** Go 1.12 under -m -m. */
const OLD = `# command-line-arguments
./old.go:9:6: can inline escape as: func() *int { x := 10; return &x }
./old.go:16:32: inlining call to fmt.Println func(...interface {}) (int, error) { return fmt.Fprintln(io.Writer(os.Stdout), fmt.a...) }
./old.go:11:9: &x escapes to heap
./old.go:11:9: \tfrom ~r0 (return) at ./old.go:11:2
./old.go:10:2: moved to heap: x
`;
/** Go 1.17 under -m -m. */
const OLDER = `# command-line-arguments
./old.go:9:6: can inline escape with cost 8 as: func() *int { x := 10; return &x }
./old.go:16:32: inlining call to fmt.Println func(...interface {}) (int, error) { var fmt..autotmp_3 int; fmt..autotmp_3 = <nil> }
./old.go:10:2: x escapes to heap:
./old.go:10:2:   flow: ~r0 = &x:
./old.go:10:2:     from &x (address-of) at ./old.go:11:9
./old.go:10:2:     from return &x (return) at ./old.go:11:2
./old.go:10:2: moved to heap: x
`;

describe("the flags that output was made with", () => {
  test.each([
    ["-m -m", TWICE, []],
    ["-m once", ONCE, [{ kind: "no-explanations", alone: true }]],
    [
      "-m once, without what can be inlined",
      "./f.go:4:2: moved to heap: x\n",
      [{ kind: "no-explanations", alone: false }],
    ],
    ["one and the other", TWICE + ONCE, [{ kind: "mixed-flags" }]],
    ["nothing that escapes", "./f.go:3:6: can inline f\n", []],
  ])("are seen: %s", async (_, output, remarks) => {
    expect((await read(output)).remarks).toEqual(remarks);
  });

  test.each(RELEASES)("of recorded output of %s are as they should be", async (release) => {
    expect((await read(recorded(release, "strconv").toString("utf8"))).remarks).toEqual([]);
  });
});

test.each([
  ["Go 1.12", OLD, false],
  ["Go 1.17", OLDER, true],
])("the wording of %s is recognised", async (_, output, explained) => {
  expect((await read(output)).remarks).toEqual([{ kind: "old-release", explained }]);
});

describe("output that was appended to a file that had it", () => {
  test("is counted once", async () => {
    const other = "# example.com/other\n./o.go:4:2: moved to heap: y\n";
    const once = await read(TWICE + other);
    const twice = await read(TWICE + other + TWICE + other);
    expect(twice.records).toEqual(once.records);
    expect(twice.remarks).toContainEqual({ kind: "repeated", packages: 2 });
    const { lines, kept, skipped, unknown } = twice.lines;
    expect({ lines, sum: kept + skipped + unknown }).toEqual({ lines: 18, sum: 18 });
    expect(kept).toBeLessThan(once.lines.kept + 3);
  });

  test.each(RELEASES)("of %s too, however large a package is", async (release) => {
    const output = recorded(release, "net_http").toString("utf8");
    const once = await read(output);
    const twice = await read(output + output);
    expect(twice.records.length).toBe(once.records.length);
    expect(twice.packages).toEqual(once.packages);
  });

  test("and a package that comes again with other lines is read", async () => {
    const { records, remarks } = await read(TWICE + TWICE.replaceAll(":4:2:", ":8:2:"));
    expect(records.filter(({ kind }) => kind === "escape").map(({ line }) => line)).toEqual([4, 8]);
    expect(remarks).toEqual([]);
  });
});
