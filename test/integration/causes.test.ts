// The marks in samples/causes against the answers for what the real compiler prints.
import { readFileSync } from "node:fs";
import { devNull } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { EscapeRecord } from "../../src/records/record.js";
import { goDiagnostics, goMinor, withoutGo } from "../helpers/go.js";
import { type Mark, readMarks } from "../helpers/marks.js";
import { escapesOf, readOutput } from "../helpers/records.js";

const MODULE = join(import.meta.dirname, "..", "..", "samples", "causes");
const IMPORT_PATH = "example.com/causes";

/** An escape that has a decision; the wrappers of go and defer statements are only explained. */
function isDecided({ message }: EscapeRecord): boolean {
  return !message.endsWith(":");
}

function placeOf(escape: EscapeRecord): string {
  return escape.line === null ? `${escape.package} (unplaced)` : `${escape.file}:${escape.line}`;
}

/** What a mark says of a decision, for both sides alike. */
function describeMark({ cause, allocation, root, allocates }: Mark): string {
  const facts = [
    allocation,
    root === null || root === cause ? null : `root ${root}`,
    allocates === "no" ? "no allocation" : null,
  ];
  return [cause, ...facts.filter((fact) => fact !== null)].join(", ");
}

function describeEscape(escape: EscapeRecord): string {
  return describeMark({
    cause: escape.cause,
    allocation: escape.allocation,
    root: escape.rootCause,
    // The marks say it of constants in interfaces alone.
    allocates: escape.allocation === "boxed-value" ? escape.allocates : null,
  });
}

/** Descriptions in the order of their columns. Equal columns have no order, so they are put in that of the marks. */
function describeInOrder(escapes: readonly EscapeRecord[], wanted: readonly string[]): string[] {
  const rest = [...escapes].sort((a, b) => (a.column ?? 0) - (b.column ?? 0));
  const result: string[] = [];
  while (rest.length > 0) {
    const { column } = rest[0] as EscapeRecord;
    const next = wanted[result.length];
    const found = rest.findIndex((escape) => escape.column === column && describeEscape(escape) === next);
    const [escape] = rest.splice(Math.max(found, 0), 1);
    result.push(describeEscape(escape as EscapeRecord));
  }
  return result;
}

describe.skipIf(withoutGo)("the sample module of causes", () => {
  let escapes: EscapeRecord[] = [];
  let unknown = -1;

  beforeAll(async () => {
    const output = await goDiagnostics(
      ["build", "-o", devNull, "-trimpath", "-buildvcs=false", "-gcflags=-m -m", "./..."],
      MODULE,
    );
    const read = await readOutput(output, {
      mapFile: (file) => file.replace(`${IMPORT_PATH}/`, ""),
      source: (file) => readFileSync(join(MODULE, file), "utf8").split("\n"),
    });
    escapes = escapesOf(read.records);
    unknown = read.lines.unknown;
  });

  test("is understood line by line", () => {
    expect(unknown).toBe(0);
  });

  test("gets the cause, the allocation and the root of every mark, and nothing where no mark is", () => {
    const wanted = new Map<string, string[]>();
    for (const { file, line, marks } of readMarks(MODULE, goMinor)) {
      const place = line === null ? `${IMPORT_PATH}/${file.replace(/\/[^/]*$/, "")} (unplaced)` : `${file}:${line}`;
      wanted.set(place, marks.map(describeMark));
    }
    const found = new Map<string, EscapeRecord[]>();
    for (const escape of escapes.filter(isDecided)) {
      found.set(placeOf(escape), [...(found.get(placeOf(escape)) ?? []), escape]);
    }
    const differences: string[] = [];
    for (const place of new Set([...wanted.keys(), ...found.keys()])) {
      const want = wanted.get(place) ?? [];
      const got = describeInOrder(found.get(place) ?? [], want);
      if (got.join("; ") !== want.join("; ")) {
        differences.push(`${place}: want ${want.join("; ") || "nothing"}, got ${got.join("; ") || "nothing"}`);
      }
    }
    expect(differences.sort()).toEqual([]);
  });
});
