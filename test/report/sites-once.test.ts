import { describe, expect, test } from "vitest";
import type { DiagnosticRecord } from "../../src/records/record.js";
import { collect } from "../../src/report/collect.js";

/** Lines of go build -gcflags=-m for a library that two programs import (Go 1.26). */
const LIB = "lib/lib.go:7:19: moved to heap: x\nlib/lib.go:10:29: s escapes to heap\n";
/** What a profile adds: main.run is inlined, so its boxed value is made here too. */
const MORE = "lib/lib.go:14:9: n escapes to heap\n";

async function sites(...blocks: readonly string[]): Promise<string[]> {
  const records: DiagnosticRecord[] = [];
  const input = [Buffer.from(blocks.join(""))];
  await collect(input, { kinds: new Set(["escape"]) }, { record: (record) => records.push(record) });
  return records.map(({ package: path, variant, line, message }) =>
    [line, message, ...(variant === null ? [] : [variant]), ...(path === "app/lib" ? [] : [path])].join(" "),
  );
}

const PLAIN = ["7 moved to heap: x", "10 s escapes to heap"];

describe("a package that go prints several times", () => {
  test("counts once, by whichever variant comes first", async () => {
    expect(await sites(`# app/lib\n${LIB}`, `# app/lib [app/cmd/a]\n${LIB}`)).toEqual(PLAIN);
    const named = PLAIN.map((site) => `${site} app/cmd/a`);
    expect(await sites(`# app/lib [app/cmd/a]\n${LIB}`, `# app/lib\n${LIB}`)).toEqual(named);
  });

  test("counts once when the build cache gives both programs the name of one, or none", async () => {
    expect(await sites(...Array(3).fill(`# app/lib\n${LIB}`))).toEqual(PLAIN);
    const variants = Array(2).fill(`# app/lib [app/cmd/a]\n${LIB}`);
    expect(await sites(`# app/lib\n${LIB}`, ...variants)).toEqual(PLAIN);
  });

  test("counts what only a variant has, under the variant's name", async () => {
    expect(await sites(`# app/lib\n${LIB}`, `# app/lib [app/cmd/a]\n${LIB}${MORE}`)).toEqual([
      ...PLAIN,
      "14 n escapes to heap app/cmd/a",
    ]);
  });

  test("keeps what looks alike in one printing, as often as it is there", async () => {
    const twice = `${MORE}${MORE}`;
    expect(await sites(`# app/lib\n${twice}`, `# app/lib [app/cmd/a]\n${twice}${MORE}`)).toEqual([
      "14 n escapes to heap",
      "14 n escapes to heap",
      "14 n escapes to heap app/cmd/a",
    ]);
  });

  test("is told from another package with the same lines", async () => {
    const both = await sites(`# app/lib\n${LIB}`, `# other\n${LIB}`);
    expect(both).toEqual([...PLAIN, ...PLAIN.map((site) => `${site} other`)]);
  });
});
