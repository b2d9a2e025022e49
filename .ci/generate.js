// Writes what the package ships beside its code, from the compiled code: JSON Schemas of its files, and the texts of
// --help; and puts the compiled scanner and the grammar of Go beside the code that loads them. `npm run build` calls it last.
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { COMMAND_NAMES, helpText } from "../dist/src/cli/program.js";
import { HELP_WIDTHS, helpFile } from "../dist/src/cli/saved-help.js";
import { jsonSchemas } from "../dist/src/records/json-schema.js";

/** @param {URL} file @param {string} text */
function write(file, text) {
  mkdirSync(new URL(".", file), { recursive: true });
  writeFileSync(file, text);
}

for (const file of [
  "parsers/diagnostics/scanner.wasm",
  "parsers/gosource/tree-sitter-go.wasm",
  "parsers/gosource/tree-sitter-go.LICENSE",
]) {
  copyFileSync(new URL(`../${file}`, import.meta.url), new URL(`../dist/${file}`, import.meta.url));
}
for (const [name, schema] of Object.entries(jsonSchemas())) {
  write(new URL(`../dist/schema/${name}.schema.json`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
}
for (const command of [null, ...COMMAND_NAMES]) {
  for (const width of HELP_WIDTHS) write(helpFile(command, width), await helpText(command, width));
}
