// Writes what the pages take from the source: docs/causes.md, docs/options.md, and the outputs of the examples on all pages.
// `npm run docs` builds first, and then calls this.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { causesPage } from "../dist/src/causes/catalogue-page.js";
import { COMMAND_NAMES, helpText } from "../dist/src/cli/program.js";
import { ExampleRunner, pages, withOutputs } from "./examples.js";
import { optionsPage } from "./options-page.js";

writeFileSync(new URL("causes.md", import.meta.url), causesPage());
writeFileSync(new URL("options.md", import.meta.url), await optionsPage(COMMAND_NAMES, helpText));

const goVersion = execFileSync("go", ["env", "GOVERSION"], { encoding: "utf8" }).trim();
const runner = new ExampleRunner();
try {
  for (const page of pages()) {
    const file = new URL(`../${page}`, import.meta.url);
    const before = readFileSync(file, "utf8");
    const after = withOutputs(before, goVersion, runner);
    if (after !== before) writeFileSync(file, after);
  }
} finally {
  runner.close();
}
