// Tests run the sources, which load the compiled scanner from beside them: it is compiled first where it is out of date.
import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SOURCES = new URL("../parsers/scanner/", import.meta.url);
const COMPILED = new URL("../parsers/diagnostics/scanner.wasm", import.meta.url);

export function setup(): void {
  const compiled = statSync(COMPILED, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const changed = Math.max(...readdirSync(SOURCES).map((file) => statSync(new URL(file, SOURCES)).mtimeMs));
  if (changed < compiled) return;
  execFileSync("npm", ["run", "--silent", "build:scanner"], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
}
