// Puts what the GitHub action runs into action/: one file with everything that it imports, and the WebAssembly beside it.
// It is checked in, so that a checkout pinned by its commit runs that and installs nothing.
//
//   npm run build:action    writes it; after every change of the sources that it is made of
//   npm run check:action    says whether it is what the sources make
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const TARGET = join(ROOT, "action");

/** What is made, each of one file of ours with everything that it imports. */
const ENTRIES = {
  "main.js": "src/action/main.ts",
  "archive-thread-main.js": "src/sources/archive-thread-main.ts",
};

/** What is no JavaScript of modules, by its name in action/. */
const COPIED = {
  "scanner.wasm": "parsers/diagnostics/scanner.wasm",
  "iced-x86.cjs": "node_modules/iced-x86/iced_x86.js",
  "iced_x86_bg.wasm": "node_modules/iced-x86/iced_x86_bg.wasm",
  "tree-sitter-go.wasm": "node_modules/tree-sitter-go/tree-sitter-go.wasm",
  "web-tree-sitter.wasm": "node_modules/web-tree-sitter/web-tree-sitter.wasm",
};

/** The package of a module that is not ours; null for ours. @param {string} id */
function packageOf(id) {
  const parts = relative(ROOT, id).split(sep);
  const at = parts.lastIndexOf("node_modules");
  if (at < 0) return null;
  const name = parts[at + 1]?.startsWith("@") ? parts.slice(at + 1, at + 3) : parts.slice(at + 1, at + 2);
  return [...parts.slice(0, at + 1), ...name].join("/");
}

/** The texts under which others let their code be used. @param {ReadonlySet<string>} packages */
function licenses(packages) {
  const texts = [...packages].sort().map((path) => {
    const { name, version, license } = JSON.parse(readFileSync(join(ROOT, path, "package.json"), "utf8"));
    const file = readdirSync(join(ROOT, path)).find((each) => /^licen[cs]e/i.test(each));
    const text = file === undefined ? "" : readFileSync(join(ROOT, path, file), "utf8").trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return `What main.js and the files beside it are made of, beside escape-report itself.\n\n${texts.join(`\n${"-".repeat(70)}\n\n`)}`;
}

/** @param {string} directory */
async function write(directory) {
  /** @type {Set<string>} */
  const packages = new Set(["node_modules/iced-x86", "node_modules/tree-sitter-go"]);
  for (const [name, from] of Object.entries(ENTRIES)) {
    for (const path of await bundled(directory, name, from)) packages.add(path);
  }
  for (const [name, from] of Object.entries(COPIED))
    writeFileSync(join(directory, name), readFileSync(join(ROOT, from)));
  writeFileSync(join(directory, "LICENSES.txt"), licenses(packages));
}

/** Writes one file, and gives the packages that it holds. @param {string} directory @param {string} name @param {string} from */
async function bundled(directory, name, from) {
  const bundle = await rolldown({
    input: join(ROOT, from),
    cwd: ROOT,
    platform: "node",
    tsconfig: false,
    // web-tree-sitter evaluates what a grammar brings; the one grammar that there is brings nothing.
    checks: { eval: false },
    plugins: [
      {
        name: "beside",
        /** It looks for its WebAssembly beside itself, so it stays a file. @param {string} code @param {string} id */
        transform: (code, id) =>
          id.replaceAll("\\", "/").endsWith("parsers/archive/x86.ts")
            ? code.replaceAll('"iced-x86"', '"./iced-x86.cjs"')
            : null,
      },
    ],
  });
  const { output } = await bundle.write({
    dir: directory,
    format: "esm",
    codeSplitting: false,
    entryFileNames: name,
    comments: { legal: false },
  });
  await bundle.close();
  return output.flatMap((chunk) =>
    chunk.type === "chunk" ? chunk.moduleIds.flatMap((id) => packageOf(id) ?? []) : [],
  );
}

/** @param {string} directory @returns {Map<string, string>} */
function contents(directory) {
  return new Map(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), "base64")]));
}

if (process.argv.includes("--check")) {
  const directory = mkdtempSync(join(tmpdir(), "escape-report-action-"));
  try {
    await write(directory);
    const [made, kept] = [contents(directory), contents(TARGET)];
    const stale = [...new Set([...made.keys(), ...kept.keys()])].filter((name) => made.get(name) !== kept.get(name));
    if (stale.length > 0) {
      console.error(`action/ is not what the sources make: ${stale.join(", ")}. Write it again: npm run build:action`);
      process.exitCode = 1;
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
} else {
  rmSync(TARGET, { recursive: true, force: true });
  mkdirSync(dirname(join(TARGET, "main.js")), { recursive: true });
  await write(TARGET);
}
