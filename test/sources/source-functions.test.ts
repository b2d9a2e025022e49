import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { EscapeRecord } from "../../src/records/record.js";
import { openSaved } from "../../src/sources/saved-source.js";

const directory = mkdtempSync(join(tmpdir(), "escape-report-"));
afterAll(() => rmSync(directory, { recursive: true }));

writeFileSync(join(directory, "go.mod"), "module example.com/c\n\ngo 1.21\n");
writeFileSync(
  join(directory, "a.go"),
  "package c\n\nfunc F(n int) *int { g := func() int { return n }; x := g(); return &x }\n",
);

// Of Go 1.24.7.
const EXPLAINED = `# example.com/c
./a.go:3:27: can inline F.func1 with cost 2 as: func() int { return n }
./a.go:3:6: can inline F with cost 31 as: func(int) *int { g := func literal; x := g(); return &x }
./a.go:3:52: x escapes to heap:
./a.go:3:52:   flow: ~r0 = &x:
./a.go:3:52:     from &x (address-of) at ./a.go:3:69
./a.go:3:52:     from return &x (return) at ./a.go:3:62
./a.go:3:52: moved to heap: x
`;
const DECIDED = `# example.com/c
./a.go:3:27: can inline F.func1
./a.go:3:6: can inline F
./a.go:3:52: moved to heap: x
`;

async function escapes(output: string, functionsFromSource: boolean): Promise<EscapeRecord[]> {
  const file = join(directory, "build.txt");
  writeFileSync(file, output);
  const found: EscapeRecord[] = [];
  const source = await openSaved(file, directory, { functionsFromSource });
  await source.read(new Set(["escape"]), { record: (record) => void (record.kind === "escape" && found.push(record)) });
  return found;
}

describe("the function of an escape behind a closure", () => {
  test("is certain with the source at hand", async () => {
    expect(await escapes(EXPLAINED, true)).toMatchObject([{ function: "F", cause: "returned", guess: null }]);
  });

  test("is a guess without, and the cause is not", async () => {
    const [escape] = await escapes(EXPLAINED, false);
    expect(escape).toMatchObject({ function: "F.func1", cause: "returned" });
    expect(escape?.guess).toMatch(/^the function is taken from the last declaration above/);
  });

  test("comes from the source alone where a single -m was given", async () => {
    expect(await escapes(DECIDED, true)).toMatchObject([{ function: "F", guess: null }]);
    expect(await escapes(DECIDED, false)).toMatchObject([{ function: null, guess: null }]);
  });
});
