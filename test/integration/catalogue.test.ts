// The examples of the catalogue, and so of docs/causes.md, against the real compiler.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CATALOGUE } from "../../src/causes/catalogue.js";
import type { EscapeRecord } from "../../src/records/record.js";
import { CAUSES, type Cause } from "../../src/records/vocabulary.js";
import { goDiagnostics, goMinor, goVersion } from "../helpers/go.js";
import { escapesOf, readOutput } from "../helpers/records.js";

const IMPORT_PATH = "example.com/catalogue";

/** Go 1.x reports these decisions from this x on. */
const REPORTED_SINCE: Readonly<Partial<Record<Cause, number>>> = { "slice-growth": 26 };

interface Sample {
  readonly cause: Cause;
  readonly variant: "bad" | "good";
  readonly code: string;
}

const samples = CAUSES.flatMap((cause): Sample[] => {
  const { example } = CATALOGUE[cause];
  if ("none" in example) return [];
  const bad: Sample = { cause, variant: "bad", code: example.bad };
  return example.good === undefined ? [bad] : [bad, { cause, variant: "good", code: example.good }];
});

// Without Go a developer's run goes on; in CI it has to be there.
const withoutGo = goVersion === null && process.env.CI === undefined;

describe.skipIf(withoutGo)(`the catalogue's examples (need the go command${withoutGo ? ": not found" : ""})`, () => {
  const directory = mkdtempSync(join(tmpdir(), "escape-report-catalogue-"));
  let escapes: readonly EscapeRecord[] = [];

  beforeAll(async () => {
    writeFileSync(join(directory, "go.mod"), `module ${IMPORT_PATH}\n\ngo 1.19\n`);
    for (const { cause, variant, code } of samples) {
      mkdirSync(join(directory, cause, variant), { recursive: true });
      writeFileSync(join(directory, cause, variant, "p.go"), code);
    }
    const output = await goDiagnostics(["build", "-trimpath", "-gcflags=-m -m", "./..."], directory);
    escapes = escapesOf((await readOutput(output)).records);
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  /** What is allocated on the marked line. */
  function atMark({ cause, variant, code }: Sample): EscapeRecord[] {
    const line = code.split("\n").findIndex((text) => text.endsWith("// <- here")) + 1;
    return escapes.filter(
      (escape) =>
        escape.package === `${IMPORT_PATH}/${cause}/${variant}` && escape.line === line && escape.allocates !== "no",
    );
  }

  test.each(samples.filter(({ variant }) => variant === "bad"))("show $cause on the marked line", (sample) => {
    if (goMinor < (REPORTED_SINCE[sample.cause] ?? 0)) return;
    expect(atMark(sample).map(({ cause }) => cause)).toEqual([sample.cause]);
  });

  test.each(samples.filter(({ variant }) => variant === "good"))("avoid $cause in the other variant", (sample) => {
    expect(atMark(sample)).toEqual([]);
  });
});
