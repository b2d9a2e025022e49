// docs/security.md promises nothing that no test shows.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const page = readFileSync(join(ROOT, "docs", "security.md"), "utf8");
const rows = [...page.matchAll(/^\| ([\d, ]+) \| `([^`]+)`: (.+) \|$/gm)].map(
  ([, promises = "", file = "", name = ""]) => ({
    promises: promises.split(", ").map(Number),
    file,
    name,
  }),
);

test("every promise names a test that shows it", () => {
  const promised = [...page.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));
  expect(promised.length).toBeGreaterThan(15);
  expect([...new Set(rows.flatMap(({ promises }) => promises))].sort((a, b) => a - b)).toEqual(promised);
});

test.each(rows)("$file has the test: $name", ({ file, name }) => {
  expect(readFileSync(join(ROOT, file), "utf8")).toContain(name);
});
