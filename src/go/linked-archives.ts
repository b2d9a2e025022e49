import { type GoRunner, runGo } from "./run-go.js";

/** A line of the file by which go tells the linker where each package's compiled code is. */
const PACKAGE_FILE = /^packagefile (\S+)=(.+?)\r?$/gm;

/** Makes of a profile what the compiler reads. Until that is done, go looks the packages up as if there were no profile. */
const PREPROFILE = /\bpreprofile(?:\.exe)? -o /;

/**
 * The archives that `go build` links programs from, by import path. They are those of the very flags and profile, which
 * go list does not give for a build that a profile guides (Go 1.22 to 1.27). What is not compiled yet is compiled, and
 * linked: go names files in its cache only.
 *
 * `words`: a go build of programs. `onCompiled` is told each package that is compiled.
 */
export async function linkedArchives(
  runner: GoRunner,
  words: readonly string[],
  onCompiled: (line: string) => void,
): Promise<ReadonlyMap<string, string>> {
  const known = await plannedArchives(runner, words);
  if (!known.incomplete) return known.archives;
  const [command = "build", ...rest] = words;
  const { exitCode } = await runGo(runner, [command, "-v", ...rest], {
    takes: (line) => {
      onCompiled(line);
      return true;
    },
  });
  return exitCode === 0 ? (await plannedArchives(runner, words)).archives : new Map();
}

/** What go would do, as far as the cache has it. */
async function plannedArchives(runner: GoRunner, [command = "build", ...rest]: readonly string[]) {
  const { stderr } = await runGo(runner, [command, "-n", ...rest]);
  const archives = new Map<string, string>();
  let incomplete = PREPROFILE.test(stderr);
  for (const [, importPath = "", file = ""] of stderr.matchAll(PACKAGE_FILE)) {
    // In the directory of a build that is not made, or is over.
    if (file.startsWith("$WORK")) incomplete = true;
    else archives.set(importPath, file);
  }
  return { archives, incomplete };
}
