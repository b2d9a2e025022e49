import { UsageError } from "../errors.js";

/** Flags of go build that go list does not take: with one of them, go build itself has to run. */
const BUILD_ONLY = new Set(["o", "json", "i"]);
/** Flags of go build that take a value in the next word. */
const TAKES_VALUE = new Set([
  "asmflags",
  "buildmode",
  "buildvcs",
  "compiler",
  "covermode",
  "coverpkg",
  "gccgoflags",
  "gcflags",
  "installsuffix",
  "ldflags",
  "mod",
  "modfile",
  "o",
  "overlay",
  "p",
  "pgo",
  "pkgdir",
  "tags",
  "toolexec",
]);

/** One `-gcflags` value: the packages it is for (null: those named on the command line) and the compiler's flags. */
export interface CompilerFlags {
  readonly pattern: string | null;
  readonly flags: readonly string[];
}

/** What a user gives to go build, taken apart. */
export interface BuildFlags {
  /** All of it but -gcflags, in order. */
  readonly others: readonly string[];
  readonly compiler: readonly CompilerFlags[];
  /** Whether go list cannot stand in for go build. */
  readonly needsBuild: boolean;
}

/** Takes the words after `--` apart. Throws {@link UsageError} for what is no flag. */
export function readBuildFlags(words: readonly string[]): BuildFlags {
  const others: string[] = [];
  const compiler: CompilerFlags[] = [];
  let needsBuild = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    const match = /^--?([^=]+)(?:=(.*))?$/s.exec(word);
    if (match === null) {
      throw new UsageError(
        `"${word}" after -- is no flag of go build. Packages stand before it: escape-report build ${word} -- -tags x`,
      );
    }
    const [, name = "", attached] = match;
    if (name === "m" || name === "l" || name === "N") {
      throw new UsageError(`${word} is a flag of the compiler: -- -gcflags=${word}. -m -m is always given.`);
    }
    if (name === "C") throw new UsageError("Give -C to escape-report itself: escape-report -C DIR build");
    const separate = attached === undefined && TAKES_VALUE.has(name) ? words[++i] : undefined;
    if (attached === undefined && TAKES_VALUE.has(name) && separate === undefined) {
      throw new UsageError(`${word} needs a value`);
    }
    if (BUILD_ONLY.has(name)) needsBuild = true;
    if (name === "gcflags") compiler.push(readCompilerFlags(attached ?? separate ?? ""));
    else others.push(word, ...(separate === undefined ? [] : [separate]));
  }
  return { others, compiler, needsBuild };
}

/** The -gcflags of GOFLAGS, which come before those of the command line. */
export function compilerFlagsOf(goflags: string): CompilerFlags[] {
  return splitQuoted(goflags)
    .map((word) => /^--?gcflags=(.*)$/s.exec(word)?.[1])
    .filter((value) => value !== undefined)
    .map(readCompilerFlags);
}

/** `PATTERN=FLAGS`, or FLAGS when the value starts with a dash (cmd/go/internal/load, PerPackageFlag). */
function readCompilerFlags(value: string): CompilerFlags {
  const text = value.trim();
  const equals = text.indexOf("=");
  if (text === "" || text.startsWith("-") || text.startsWith("'") || text.startsWith('"') || equals < 0) {
    return { pattern: null, flags: splitQuoted(text) };
  }
  return { pattern: text.slice(0, equals).trim(), flags: splitQuoted(text.slice(equals + 1)) };
}

/** As go splits flag values: at spaces, with quotes around a whole word (cmd/internal/quoted). */
function splitQuoted(text: string): string[] {
  return [...text.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
}

/**
 * The -gcflags arguments that make the packages of the patterns print their diagnostics and leave every other effect
 * of the user's own flags. go takes the last value whose pattern matches a package, so the diagnostics are added to
 * each of the user's values; a user's -m is left out, since four of them print something else.
 *
 * `patterns`: what to report, null for the packages named on the command line.
 */
export function gcflagsArguments(patterns: readonly (string | null)[], user: readonly CompilerFlags[]): string[] {
  const values: CompilerFlags[] = patterns.map((pattern) => ({ pattern, flags: ["-m", "-m"] }));
  for (const { pattern, flags } of user) {
    const own = flags.filter((flag) => !/^-m(=\d+)?$/.test(flag));
    if (pattern === "all" || pattern === "...") {
      values.push({ pattern, flags: own });
      for (const reported of patterns) values.push({ pattern: reported, flags: [...own, "-m", "-m"] });
    } else values.push({ pattern, flags: [...own, "-m", "-m"] });
  }
  return values.map(
    ({ pattern, flags }) => `-gcflags=${pattern === null ? "" : `${pattern}=`}${flags.map(quote).join(" ")}`,
  );
}

/** Values for the packages that a command names, as values for packages of these patterns, whatever the command names. */
export function withPatterns(user: readonly CompilerFlags[], named: readonly string[]): CompilerFlags[] {
  return user.flatMap((each) => (each.pattern === null ? named.map((pattern) => ({ ...each, pattern })) : [each]));
}

/** The user's own -gcflags without what makes the compiler print: the machine code is the same. */
export function silentGcflags(user: readonly CompilerFlags[]): string[] {
  return user.map(({ pattern, flags }) => {
    const own = flags.filter((flag) => !/^-m(=\d+)?$/.test(flag));
    return `-gcflags=${pattern === null ? "" : `${pattern}=`}${own.map(quote).join(" ")}`;
  });
}

function quote(word: string): string {
  if (word !== "" && !/[\s'"]/.test(word)) return word;
  return word.includes("'") ? `"${word}"` : `'${word}'`;
}
