import { isCompilerLine } from "./line.js";

/** What stands around compiler output in logs and in pasted text, and says nothing itself. */

const FENCE = /^\s*(?:`{3,}|~{3,})\s*[\w+-]*\s*$/;
/** `$ go build …`, `user@host:~/src$ FOO=1 go test …`, `+ go vet …`, `PS C:\src> go build …`, `go build -gcflags=…`. */
const PROMPT =
  /^(?:[^\r\n]{0,120}?(?:[$%#>]|[^ -~]) ?|\+ )(?:[A-Z_][A-Z0-9_]*=\S* )*(?:(?:time|sudo|nice|exec) )?go (?:build|test|vet|install|run|list|tool) /;
const COMMAND = /^go (?:build|test|vet|install|run|list|tool) -/;
/** Bazel (rules_go) prints this in place of `# import/path`. */
const BAZEL = /^INFO: From GoCompilePkg\w* (\S+?)\.[ax](?: \[[^\]]*\])?:$/;
/** What log keepers print where they leave something out. */
const CLIPPED =
  /^\[output clipped, log limit .* reached\]$|^Job's log exceeded limit of .*|^The job exceeded the maximum log length|^(?:\[?\.\.\.\]? ?)?\(?(?:output|log) (?:was )?truncated\b.*/i;
/** BuildKit repeats the end of a step that failed between such lines. */
const RULE = /^-{5,}$/;
const FAILED_STEP = /^ > (?:\[.*\] )?RUN .*:$/;

/** Recognises what is no output of the compiler. A reader of one log each. */
export class Surroundings {
  /** What a log keeper said of what it left out. */
  clipped: string | null = null;
  private afterRule = false;
  private repeating = false;

  /** The line, with what stands around compiler output as an empty line and `# package` where Bazel names one. */
  without(line: string): string {
    if (isCompilerLine(line)) return this.repeating ? "" : line;
    if (RULE.test(line)) {
      this.afterRule = !this.repeating;
      this.repeating = false;
      return line;
    }
    if (this.afterRule && FAILED_STEP.test(line)) this.repeating = true;
    this.afterRule = false;
    if (this.repeating) return "";
    if (isSurrounding(line)) return "";
    const archive = BAZEL.exec(line)?.[1];
    if (archive !== undefined) return `# ${packageOf(archive)}`;
    if (CLIPPED.test(line)) this.clipped ??= line;
    return line;
  }
}

/** Whether the line means something else than it says, or nothing. */
export function isSurrounding(line: string): boolean {
  return FENCE.test(line) || COMMAND.test(line) || PROMPT.test(line);
}

/** Whether the line names a package as Bazel does. */
export function isBazelHeader(line: string): boolean {
  return BAZEL.test(line);
}

/** Archives are named by package and target: `pkg/a/a.a` is of `pkg/a`. Import paths are not known. */
function packageOf(archive: string): string {
  return archive.includes("/") ? archive.slice(0, archive.lastIndexOf("/")) : archive;
}
