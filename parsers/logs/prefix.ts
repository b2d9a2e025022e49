import { compilerPart, isCompilerLine } from "./line.js";

/** What CI services, image builds and monorepo builders put before every line. No line of the compiler begins like that. */
const KNOWN: readonly RegExp[] = [
  // GitHub: 2026-01-31T12:34:56.1234567Z · GitLab: the same and ` 00O ` · Jenkins: [2026-01-31T12:34:56.123Z] · loggers: 2026/01/31 12:34:56
  /^\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z| ?[+-]\d\d:?\d\d)?\]?(?: \d\d[OE](?:[ +]|$)|\s|$)/,
  // TeamCity: [12:34:56] :	 [Step 1/2] · foreman: 12:34:56 web.1 |
  /^\[?\d\d:\d\d:\d\d(?:[.,]\d+)?\]?(?:[A-Z]?:)?(?:\s+|$)/,
  // syslog and ts: Jan 31 12:34:56, and journald: host go[123]:
  /^(?:[A-Z][a-z]{2} )?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (?:\S+ \S+\[\d+\]: )?/,
  // BuildKit, --progress=plain: #12 3.456 · on a terminal: => => #
  /^#\d+ \d+\.\d+ /,
  /^ *(?:=> )+# /,
  // Cloud Build: Step #1 - "build":
  /^Step #\d+(?: - "[^"]*")?: /,
  // gh run view --log: job, step
  /^[^\t]{1,200}\t[^\t]{1,200}\t(?=\d{4}-\d\d-\d\dT)/,
  // Jenkins, Tekton, kubectl, concurrently: [linux] [step-build] [pod/name/container] [0]
  /^\[[^\]\r\n]{1,100}\]:? /,
  // Compose, Earthly, foreman: web-1  | · +build |
  /^ *[\w@.+/-]{1,100} *\| /,
  // quoted in an issue
  /^> /,
];

/** The same where a compiler's line has to follow: these could begin other text. */
const BEFORE_COMPILER: readonly RegExp[] = [
  /^\s+/,
  // cat -n, grep -n, grep -Hn
  /^\s*\d+(?:[:|]|\s)\s*/,
  /^[^\s:]{1,200}:(?:\d+:)?/,
];

/** More prefixes before one line are not looked for. */
const MAX_LAYERS = 6;
/** So often a text of a form has to stand before the compiler's to be a prefix. */
const ENOUGH = 3;
/** Forms that are counted, and forms that are looked for: a monorepo has many tasks, each with its own. */
const MAX_FORMS = 1000;
const MAX_LEARNED = 200;

/** Finds what stands before every line of a log: what is known, and what comes again and again. */
export class Prefixes {
  private readonly counts = new Map<string, number>();
  /** The one that was found last comes first. */
  private readonly learned: RegExp[] = [];

  /** Looks for what comes again: `web:build: ./x.go:3:4: …`, which a monorepo builder prints. */
  learn(line: string): void {
    const rest = this.strip(line);
    if (isCompilerLine(rest)) return;
    const at = compilerPart(rest);
    const before = rest.slice(0, at);
    // Behind a word it may be the end of a file name with a space.
    if (at <= 0 || at > 200 || !/[:|\])>] *\t?$/.test(before)) return;
    const form = before.replace(/\d+/g, "0");
    if (this.counts.size >= MAX_FORMS && !this.counts.has(form)) return;
    const count = (this.counts.get(form) ?? 0) + 1;
    this.counts.set(form, count);
    if (count !== ENOUGH || this.learned.length >= MAX_LEARNED) return;
    this.learned.push(new RegExp(`^${escaped(form).replaceAll("0", "\\d+")}`));
  }

  /** A line without what stands before it. */
  strip(line: string): string {
    let rest = line;
    for (let layer = 0; layer < MAX_LAYERS && !isCompilerLine(rest); layer++) {
      const length = this.lengthOf(rest);
      if (length === 0) break;
      rest = rest.slice(length);
    }
    return rest;
  }

  private lengthOf(text: string): number {
    const { learned } = this;
    for (const [i, pattern] of learned.entries()) {
      const length = pattern.exec(text)?.[0].length ?? 0;
      if (length === 0) continue;
      // The next line is mostly of the same task.
      if (i > 0) learned.unshift(...learned.splice(i, 1));
      return length;
    }
    for (const pattern of KNOWN) {
      const length = pattern.exec(text)?.[0].length ?? 0;
      if (length > 0) return length;
    }
    for (const pattern of BEFORE_COMPILER) {
      const length = pattern.exec(text)?.[0].length ?? 0;
      if (length > 0 && isCompilerLine(text.slice(length))) return length;
    }
    return 0;
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
