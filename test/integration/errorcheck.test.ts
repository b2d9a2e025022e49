// The Go project's own escape tests say on each line what the compiler has to print there. What it prints must come out
// as records: each expected message as one, and no escape, leak or stack record beside what is expected.
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { DiagnosticRecord } from "../../src/records/record.js";
import { RECORD_KINDS } from "../../src/records/vocabulary.js";
import { collect } from "../../src/report/collect.js";
import { go, goDiagnostics, goMinor, withoutGo } from "../helpers/go.js";

const root = withoutGo
  ? ""
  : Buffer.from(await go(["env", "GOROOT"], tmpdir()))
      .toString()
      .trim();
const folder = join(root, "test");
/** Flags that print something else than -m, or code that only builds inside the standard library. */
const OTHERS = /-live|-d=(?:escapealias|ifacedata|escapedebug)|internal\/runtime/;

interface Expectation {
  readonly line: number;
  readonly pattern: RegExp;
}

/** The patterns of `// ERROR "a" "b"` comments; LINE+1 stands for another line of the file. */
function expectations(source: string): Expectation[] {
  return source.split("\n").flatMap((text, i) => {
    const comment = /\/\/ (?:GC_)?ERROR (.*)$/.exec(text)?.[1] ?? "";
    return [...comment.matchAll(/"((?:[^"\\]|\\.)*)"|`([^`]*)`/g)].map((match) => ({
      line: i + 1,
      pattern: new RegExp(
        (match[2] ?? String(match[1]).replace(/\\(["\\])/g, "$1")).replace(/LINE([+-]\d+)?/g, "\\d+"),
      ),
    }));
  });
}

const files = existsSync(folder)
  ? readdirSync(folder).filter((file) => {
      if (!/^(?:escape|uintptrescapes).*\.go$/.test(file)) return false;
      const source = readFileSync(join(folder, file), "utf8");
      return (
        /^\/\/ errorcheck -0 /m.test(source) &&
        !OTHERS.test(source) &&
        / ERROR "/.test(source) &&
        file !== "escape_iface_data.go"
      );
    })
  : [];

describe.skipIf(files.length === 0)("what the Go project's tests expect", () => {
  test.each(files)("in %s is what the records say", async (file) => {
    const directory = mkdtempSync(join(tmpdir(), "escape-report-test-"));
    try {
      const source = readFileSync(join(folder, file), "utf8");
      const flags = /^\/\/ errorcheck -0 (.*)$/m.exec(source)?.[1]?.replace(/(?:^| )-m(?= |$)/g, "") ?? "";
      writeFileSync(join(directory, "go.mod"), `module example.com/t\n\ngo 1.${goMinor}\n`);
      copyFileSync(join(folder, file), join(directory, "x.go"));
      writeFileSync(join(directory, "x.s"), ""); // functions without a body are allowed beside assembly
      const output = await goDiagnostics(["build", `-gcflags=${flags} -m -m`, "."], directory);
      const records: DiagnosticRecord[] = [];
      await collect([output], { kinds: new Set(RECORD_KINDS) }, { record: (record) => records.push(record) });

      const expected = expectations(source);
      const at = (line: number) => records.filter((record) => record.line === line);
      const missing = expected.filter(({ line, pattern }) => !at(line).some(({ message }) => pattern.test(message)));
      expect(missing, "expected and not found").toEqual([]);
      const extra = records.filter(
        ({ kind, file: place, line, message }) =>
          ["escape", "leak", "stack"].includes(kind) &&
          place?.endsWith("x.go") === true && // instances of generic functions of other packages are printed too
          !message.endsWith(":") && // explained only, which -m alone does not print
          !expected.some((each) => each.line === line && each.pattern.test(message)),
      );
      expect(
        extra.map(({ line, message }) => `${line}: ${message}`),
        "found and not expected",
      ).toEqual([]);
      expect(records.length).toBeGreaterThan(0);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
