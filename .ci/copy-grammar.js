// Puts the grammar of Go and its license beside the code that loads it, as the compiled scanner is. The package that has it is never
// installed further than its files: its install script builds an addon that nobody needs here.
import { copyFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const grammar = import.meta.resolve("tree-sitter-go/tree-sitter-go.wasm");
copyFileSync(fileURLToPath(grammar), new URL("../parsers/gosource/tree-sitter-go.wasm", import.meta.url));
copyFileSync(new URL("LICENSE", grammar), new URL("../parsers/gosource/tree-sitter-go.LICENSE", import.meta.url));
