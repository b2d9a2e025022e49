import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type BuildRequest, build } from "../../src/go/build.js";
import { PrintedText } from "../../src/sources/printed-text.js";

const directory = mkdtempSync(join(tmpdir(), "escape-report-test-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** In place of go: says what it is to build. */
const go = join(directory, "go");
writeFileSync(
  go,
  `#!/bin/sh
for last; do :; done
echo "# $last" >&2
i=0; while [ $i -lt 2000 ]; do echo "p.go:$i:1: moved to heap: x$i" >&2; i=$((i+1)); done
case $last in */bad) exit 3;; esac
`,
);
chmodSync(go, 0o755);

function request(programs: readonly string[], aside: BuildRequest["aside"]): BuildRequest {
  return {
    packages: [],
    patterns: [null],
    flags: { others: [], compiler: [], needsBuild: false },
    goflags: [],
    tests: false,
    profiled: programs,
    named: ["example.com/lib", ...programs],
    listed: [],
    printed: null,
    aside,
  };
}

const PROGRAMS = ["example.com/a", "example.com/bad", "example.com/c"];
const runner = { go, directory };

async function printed(aside: BuildRequest["aside"]) {
  const pieces: Uint8Array[] = [];
  const failure = await build(runner, request(PROGRAMS, aside), async (output) => {
    for await (const piece of output) pieces.push(Buffer.from(piece));
  });
  return { text: Buffer.concat(pieces).toString(), failure };
}

describe.skipIf(process.platform === "win32")("commands that only print", () => {
  test("give the same whether one runs while another is read or not", async () => {
    const expected = await printed(undefined);
    expect(expected.text.match(/^# .*/gm)).toEqual(["example.com/lib", ...PROGRAMS].map((name) => `# ${name}`));
    expect(expected.failure).toMatchObject({ exitCode: 3 });
    expect(await printed(() => new PrintedText())).toEqual(expected);
    // Where there is no room for what it prints it is run again.
    expect(await printed(() => ({ add: () => {}, take: () => null, close: () => {} }))).toEqual(expected);
  });

  test("are ended, and what they have printed is given back, when the reader stops", async () => {
    let closed = 0;
    class Counted extends PrintedText {
      override close() {
        closed++;
        super.close();
      }
    }
    const stopped = build(
      runner,
      request(PROGRAMS, () => new Counted()),
      async (output) => {
        for await (const _ of output) throw new Error("enough");
      },
    );
    await expect(stopped).rejects.toThrow("enough");
    expect(closed).toBeGreaterThan(0);
  });
});
