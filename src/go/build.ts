import { devNull } from "node:os";
import { ToolchainError } from "../errors.js";
import type { BuildFlags } from "./flags.js";
import { gcflagsArguments } from "./flags.js";
import { type GoRunner, streamGo } from "./run.js";

/** What to compile. */
export interface BuildRequest {
  readonly packages: readonly string[];
  /** Patterns for -gcflags; null stands for the packages named on the command line. */
  readonly patterns: readonly (string | null)[];
  readonly flags: BuildFlags;
  /** -gcflags from GOFLAGS come first. */
  readonly goflags: BuildFlags["compiler"];
  readonly tests: boolean;
  /** Whether a profile guides the build. */
  readonly profile: boolean;
}

/**
 * The go command that prints the diagnostics. `go list -export` compiles what `go build` compiles and prints the same,
 * but does not link programs, which a report does not need. It ignores profiles (Go 1.23 to 1.27), and it has no -o.
 */
function buildArguments({ packages, patterns, flags, goflags, tests, profile }: BuildRequest): string[] {
  const gcflags = gcflagsArguments(patterns, [...goflags, ...flags.compiler]);
  if ((flags.needsBuild || profile) && !tests) {
    const output = flags.others.some((word) => /^--?o(?:=|$)/.test(word)) ? [] : ["-o", devNull];
    return ["build", ...output, ...NO_STAMP, ...flags.others, ...gcflags, "--", ...packages];
  }
  return [
    "list",
    "-export",
    "-f",
    "{{/* only the compiler's diagnostics are wanted */}}",
    ...(tests ? ["-test"] : []),
    ...NO_STAMP,
    ...flags.others,
    ...gcflags,
    "--",
    ...packages,
  ];
}

/** Programs need no version stamp, which a broken repository could not give. A user's own -buildvcs comes later and wins. */
const NO_STAMP = ["-buildvcs=false"] as const;

/**
 * Compiles and hands the compiler's output to `read` while it comes. `errors` is asked for the lines that are no
 * diagnostics when the build fails; they become the message of the {@link ToolchainError}.
 */
export async function build(
  runner: GoRunner,
  request: BuildRequest,
  read: (output: AsyncIterable<Uint8Array>) => Promise<void>,
  errors: () => readonly string[],
): Promise<void> {
  const exitCode = await streamGo(runner, buildArguments(request), read);
  if (exitCode === 0) return;
  const lines = errors();
  throw new ToolchainError(
    lines.length > 0
      ? `the build failed, so there is no report. go says:\n\n${lines.join("\n")}`
      : `go ended with exit status ${exitCode} and said nothing. Run it yourself: go ${buildArguments(request).join(" ")}`,
  );
}
