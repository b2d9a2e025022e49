import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** The version in package.json. */
export function version(): string {
  // By the package's own name: the compiled file lies deeper than its source, which the tests run.
  const file = createRequire(import.meta.url).resolve("escape-report/package.json");
  const { version: found } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
  return found;
}
