// Tests run the sources, which load the compiled scanner and the grammar of Go from beside them: the first is compiled
// where it is out of date, the second copied where it is missing.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SOURCES = new URL("../parsers/scanner/", import.meta.url);
const COMPILED = new URL("../parsers/diagnostics/scanner.wasm", import.meta.url);
const GRAMMAR = new URL("../parsers/gosource/tree-sitter-go.wasm", import.meta.url);

export function setup(): void {
  const compiled = statSync(COMPILED, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const changed = Math.max(...readdirSync(SOURCES).map((file) => statSync(new URL(file, SOURCES)).mtimeMs));
  if (changed >= compiled) runScript("build:scanner");
  if (!existsSync(GRAMMAR)) runScript("build:grammar");
}

function runScript(name: string): void {
  execFileSync("npm", ["run", "--silent", name], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
}
