import type { SourceFiles } from "./source-files.js";

/** The line of a file that a program has written (https://go.dev/s/generatedcode). */
const MARK = /^\/\/ Code generated .* DO NOT EDIT\.\r?$/;
/** Where the code begins. The mark stands before it. */
const PACKAGE = /^\s*package\s/;

/** Those of the files that a program has written, as far as they are at hand. */
export async function generatedFiles(files: Iterable<string>, sources: SourceFiles): Promise<ReadonlySet<string>> {
  const generated = new Set<string>();
  for (const file of files) {
    // One at a time: what is not kept any more is not needed again.
    await sources.load([file]);
    if (isGenerated(sources.loaded(file) ?? [])) generated.add(file);
  }
  return generated;
}

function isGenerated(lines: readonly string[]): boolean {
  const code = lines.findIndex((line) => PACKAGE.test(line));
  return lines.slice(0, code < 0 ? 0 : code).some((line) => MARK.test(line));
}
