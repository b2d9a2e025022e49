// Holds the report against the marks of samples/zero-cost and samples/hidden-cost, whose own tests count allocations.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { recordSchema } from "../../src/records/record.js";
import { runCli } from "../helpers/cli.js";
import { goMinor, withoutGo } from "../helpers/go.js";

const SAMPLES = join(import.meta.dirname, "..", "..", "samples");

/** The marks of a file, by line. */
function marksOf(file: string): ReadonlyMap<number, readonly string[]> {
  const lines = readFileSync(file, "utf8").split("\n");
  return new Map(
    lines.flatMap((text, index): [number, string[]][] => {
      const marks = / \/\/ want: (.*)$/.exec(text)?.[1];
      return marks === undefined ? [] : [[index + 1, marks.split(", ").sort()]];
    }),
  );
}

async function recordsOf(module: string) {
  const { stdout } = await runCli(["build", "--format", "ndjson", "--records", "escape,allocation"], {
    cwd: join(SAMPLES, module),
  });
  return stdout
    .trim()
    .split("\n")
    .map((line) => recordSchema.parse(JSON.parse(line)))
    .flatMap((record) => (record.kind === "escape" || record.kind === "allocation" ? record : []));
}

// The compiler of Go 1.26 is the one that the marks are for: others make other calls of the same source.
describe.skipIf(withoutGo || goMinor !== 26)("what the report says", () => {
  test("of functions that cost nothing is what their marks say", async () => {
    const found = new Map<number, string[]>();
    for (const { line, allocates, reason, file } of await recordsOf("zero-cost")) {
      if (line === null || file !== "zerocost.go") continue;
      found.set(line, [...(found.get(line) ?? []), `${allocates}${reason === null ? "" : ` ${reason}`}`].sort());
    }
    for (const [line, marks] of marksOf(join(SAMPLES, "zero-cost", "zerocost.go"))) {
      // Of what it leaves out early, the compiler says nothing at all.
      if (!found.has(line) && marks.every((mark) => mark === "no dead-code")) continue;
      expect([line, found.get(line)]).toEqual([line, marks]);
    }
  });

  test("of functions that cost although nothing escapes is what their marks say", async () => {
    const records = await recordsOf("hidden-cost");
    for (const [line, marks] of marksOf(join(SAMPLES, "hidden-cost", "hiddencost.go"))) {
      const found = records
        .filter((record) => record.line === line)
        .map(({ allocates, call, reason, loop }) =>
          [allocates, call, reason, loop === true ? "loop" : null].filter((word) => word !== null).join(" "),
        );
      expect([line, found.sort()]).toEqual([line, marks]);
    }
  });
});
