// What people have is seldom what go printed: it comes from the log of a CI service, a terminal or a page.
import { describe, expect, test } from "vitest";
import { cleanLog, type LogFacts } from "../../../parsers/logs/index.js";
import type { DiagnosticRecord } from "../../../src/records/record.js";
import { collectSaved } from "../../../src/sources/saved-output.js";
import { RELEASES, type Release, recorded } from "../../helpers/recorded.js";
import { ALL_KINDS } from "../../helpers/records.js";

async function read(output: string, chunkBytes = 64 * 1024) {
  const bytes = Buffer.from(output);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, i) =>
    bytes.subarray(i * chunkBytes, (i + 1) * chunkBytes),
  );
  const records: DiagnosticRecord[] = [];
  const collected = await collectSaved(
    chunks,
    { kinds: ALL_KINDS },
    { record: (record) => records.push(JSON.parse(JSON.stringify(record))) },
  );
  return { ...collected, records };
}

const known = (records: readonly DiagnosticRecord[]) => records.filter(({ kind }) => kind !== "unknown");

const tour = (release: Release) => recorded(release, "tour").toString("utf8").trimEnd().split("\n");

/** A line as a log keeps it, the `n`th. */
type Dress = (line: string, n: number) => string;

const two = (n: number) => String(n).padStart(2, "0");
const seconds = (n: number) => `${two(12 + Math.floor(n / 3600))}:${two(Math.floor(n / 60) % 60)}:${two(n % 60)}`;

const PREFIXES: Readonly<Record<string, Dress>> = {
  "GitHub Actions, as its log is downloaded": (line, n) => `2026-01-31T${seconds(n)}.1234567Z ${line}`,
  "gh run view --log": (line, n) =>
    `test (ubuntu-latest, 1.26)\tEscape analysis\t2026-01-31T${seconds(n)}.1234567Z ${line}`,
  "GitLab with timestamps": (line, n) => `2026-01-31T${seconds(n)}.010303Z 01E ${line}`,
  "a Jenkins pipeline with timestamps": (line, n) => `[2026-01-31T${seconds(n)}.123Z] ${line}`,
  "parallel stages of Jenkins": (line) => `[linux amd64] ${line}`,
  TeamCity: (line, n) => `[${seconds(n)}] :\t [Step 2/3] ${line}`,
  "docker build --progress=plain": (line, n) => `#12 ${(n / 7).toFixed(3)} ${line}`,
  "docker build in GitHub Actions": (line, n) => `2026-01-31T${seconds(n)}.1234567Z #12 ${(n / 7).toFixed(3)} ${line}`,
  "docker compose": (line) => `builder-1  | ${line}`,
  Earthly: (line) => `        +build | ${line}`,
  "Cloud Build": (line) => `Step #1 - "build": ${line}`,
  Turborepo: (line) => `@acme/server:build: ${line}`,
  "pnpm -r": (line) => `packages/server build: ${line}`,
  "kubectl logs --prefix": (line) => `[pod/build-x7k2p/step-build] ${line}`,
  concurrently: (line) => `[0] ${line}`,
  ts: (line, n) => `Jan 31 ${seconds(n)} ${line}`,
  journald: (line, n) => `Jan  3 ${seconds(n)} build-host make[812]: ${line}`,
  "Go's own logger": (line, n) => `2026/01/31 ${seconds(n)} ${line}`,
  "grep -n": (line, n) => `${n + 1}:${line}`,
  "cat -n": (line, n) => `${String(n + 1).padStart(6)}\t${line}`,
  "a list that is indented": (line) => `    ${line}`,
  "a quotation": (line) => `> ${line}`,
};

describe.each(Object.entries(PREFIXES))("what %s makes of compiler output", (_, dress) => {
  test.each(["go1.19", "go1.27"] as const)("is read like the output itself, of %s", async (release) => {
    const lines = tour(release);
    const plain = await read(lines.join("\n"));
    const dressed = await read(lines.map(dress).join("\n"));
    expect(known(dressed.records)).toEqual(plain.records);
    expect(dressed.lines).toEqual(plain.lines);
    expect(dressed.packages).toEqual(["example.com/tour"]);
  });
});

test("lines of the service itself, before, behind and between, are unknown, and nothing else changes", async () => {
  const own = ["Requested labels: ubuntu-latest", "##[group]Run go build -gcflags='-m -m' ./...", "##[endgroup]"];
  const lines = tour("go1.26");
  const plain = await read(lines.join("\n"));
  const all = [...own, ...lines, "##[error]Process completed with exit code 1."];
  const { records, lines: stats } = await read(
    all.map((line, n) => PREFIXES["gh run view --log"]?.(line, n)).join("\n"),
  );
  expect(known(records)).toEqual(plain.records);
  expect(stats.unknown).toBe(4);
});

describe("two tasks of a monorepo builder whose lines come alternately", () => {
  test("are read, each line without the name of its task", async () => {
    const lines = ["./a.go:3:6: can inline f", "./a.go:4:2: moved to heap: x", "./a.go:9:7: p does not escape"];
    const log = lines.flatMap((line) => [`web:build: ${line}`, `api:build: ${line.replaceAll("a.go", "b.go")}`]);
    const { records } = await read(log.join("\n"));
    expect([...new Set(records.map(({ file }) => file))].sort()).toEqual(["./a.go", "./b.go"]);
    expect(records.map(({ kind }) => kind)).not.toContain("unknown");
  });
});

describe("what was sent to a terminal", () => {
  const plain = "# example.com/p\n./p.go:3:2: moved to heap: x";

  test.each([
    [
      "colours",
      "\u001b[1m# example.com/p\u001b[0m\n\u001b[36m./p.go:3:2:\u001b[0m moved to heap: \u001b[1;31mx\u001b[0m",
    ],
    [
      "what GitLab folds sections by",
      "section_start:1769860000:step\r\u001b[0K# example.com/p\n./p.go:3:2: moved to heap: x",
    ],
    [
      "Buildkite's timestamps",
      "\u001b_bk;t=1769860000123\u0007# example.com/p\n\u001b_bk;t=1769860000124\u0007./p.go:3:2: moved to heap: x",
    ],
    ["links", "\u001b]8;;https://go.dev\u001b\\# example.com/p\u001b]8;;\u001b\\\n./p.go:3:2: moved to heap: x"],
    ["a progress line that is written over", "3/17 packages\r# example.com/p\n./p.go:3:2: moved to heap: x"],
    ["line breaks of Windows", "\u001b[32m# example.com/p\u001b[0m\r\n./p.go:3:2: moved to heap: x\r\n"],
  ])("is read without %s", async (_, text) => {
    expect((await read(text)).records).toEqual((await read(plain)).records);
  });
});

describe("what was pasted", () => {
  test("has prompts, commands and Markdown fences around it, which say nothing", async () => {
    const { records, lines } = await read(`\`\`\`console
gopher@laptop:~/src/p$ go build -gcflags='-m -m' ./...
# example.com/p
./p.go:3:2: x escapes to heap in f:
./p.go:3:2:   flow: ~r0 ← &x:
./p.go:3:2:     from &x (address-of) at ./p.go:4:9
./p.go:3:2:     from return &x (return) at ./p.go:4:2
./p.go:3:2: moved to heap: x
\`\`\`
`);
    expect(records).toMatchObject([{ kind: "escape", package: "example.com/p", cause: "returned", file: "./p.go" }]);
    expect(lines).toEqual({ lines: 9, kept: 6, skipped: 3, unknown: 0 });
  });

  test.each(["PS C:\\src\\p> ", "➜  p git:(main) ✗ ", "+ ", "C:\\src\\p>", "bash-5.2# GOFLAGS= "])(
    "has the prompt %j",
    async (prompt) => {
      const { lines } = await read(`${prompt}go build -gcflags=-m ./...\n./p.go:3:2: moved to heap: x\n`);
      expect(lines).toMatchObject({ kept: 1, unknown: 0 });
    },
  );

  test.each([
    ["a terminal broke at its last column", 72, false],
    ["a mail broke at the last space before a column", 78, true],
  ])("is whole again where %s", async (_, width, atSpaces) => {
    const lines = tour("go1.26");
    const broken = lines.flatMap((line) => wrapped(line, width, atSpaces));
    expect(broken.length).toBeGreaterThan(lines.length);
    const { records } = await read(broken.join("\n"));
    const plain = await read(lines.join("\n"));
    if (!atSpaces) expect(records).toEqual(plain.records);
    // Two spaces at a break are one, and flows are told by theirs; what escapes is the same.
    const escapes = (all: readonly DiagnosticRecord[]) =>
      all.filter(({ kind }) => kind === "escape").map(({ file, line, message }) => ({ file, line, message }));
    expect(escapes(records)).toEqual(escapes(plain.records));
  });
});

function wrapped(line: string, width: number, atSpaces: boolean): string[] {
  const pieces: string[] = [];
  let rest = [...line];
  while (rest.length > width) {
    const space = atSpaces ? rest.lastIndexOf(" ", width) : -1;
    const end = space > 40 ? space : width;
    pieces.push(rest.slice(0, end).join(""));
    rest = rest.slice(space > 40 ? end + 1 : end);
  }
  return [...pieces, rest.join("")];
}

test("Bazel names no import path, so that the package is the directory that it compiles", async () => {
  const { records } = await read(`INFO: Analyzed 3 targets (0 packages loaded, 0 targets configured).
INFO: From GoCompilePkg pkg/a/a.a:
pkg/a/a.go:4:2: moved to heap: x
INFO: From GoCompilePkg pkg/b/go_default_library.a [for tool]:
pkg/b/b.go:5:2: moved to heap: y
`);
  expect(known(records).map(({ package: importPath, file }) => [importPath, file])).toEqual([
    ["pkg/a", "pkg/a/a.go"],
    ["pkg/b", "pkg/b/b.go"],
  ]);
});

test("the end of a failed step, which BuildKit prints again, is not counted again", async () => {
  const { records } = await read(`#9 [4/5] RUN go build -gcflags=-m ./...
#9 0.912 # example.com/p
#9 0.912 ./p.go:4:2: moved to heap: x
#9 ERROR: process "/bin/sh -c go build" did not complete successfully: exit code: 1
------
 > [4/5] RUN go build -gcflags=-m ./...:
0.912 # example.com/p
0.912 ./p.go:4:2: moved to heap: x
------
Dockerfile:4
`);
  expect(records.filter(({ kind }) => kind === "escape")).toHaveLength(1);
});

test("what a log keeper left out is said", async () => {
  const { remarks } = await read(`#9 0.912 # example.com/p
#9 0.912 ./p.go:4:2: moved to heap: x
#9 0.913 [output clipped, log limit 2MiB reached]
`);
  expect(remarks).toContainEqual({ kind: "clipped", text: "[output clipped, log limit 2MiB reached]" });
});

describe("sorted output", () => {
  test("of several packages is of none: their names have come before all lines", async () => {
    const lines = [
      "# example.com/a",
      "# example.com/b",
      "./a/a.go:3:2: moved to heap: x",
      "./b/b.go:3:2: moved to heap: y",
    ];
    const { records, packages, remarks } = await read(lines.join("\n"));
    expect(records.map(({ package: importPath }) => importPath)).toEqual([null, null]);
    expect(packages).toEqual([]);
    expect(remarks).toContainEqual({ kind: "out-of-order", sorted: true });
  });
});

describe("output that go printed", () => {
  test.each(RELEASES)("of %s is handed on as it is, chunk by chunk", async (release) => {
    const bytes = recorded(release, "net_http");
    const chunks = [bytes.subarray(0, 40_000), bytes.subarray(40_000, 300_000), bytes.subarray(300_000)];
    const facts: LogFacts = { sorted: false, clipped: null };
    const out: Uint8Array[] = [];
    for await (const chunk of cleanLog(chunks, facts)) out.push(chunk);
    expect(out.map((chunk, i) => chunk === chunks[i])).toEqual([true, true, true]);
    expect(facts).toEqual({ sorted: false, clipped: null });
  });

  test("and becomes a log later is cleaned from there on", async () => {
    const lines = tour("go1.26");
    const many = Array.from({ length: 40 }, () => lines.slice(1)).flat();
    const log = [...many, ...many.map((line, n) => `#12 ${(n / 7).toFixed(3)} ${line}`)];
    const { records } = await read(log.join("\n"), 4096);
    const files = records.filter(({ file }) => file?.includes("#12") === true);
    expect(files.length).toBeLessThan(60);
  });

  test("is the same in any chunks when it has to be cleaned", async () => {
    const log = tour("go1.27")
      .map((line, n) => PREFIXES["docker build in GitHub Actions"]?.(line, n))
      .join("\n");
    const whole = await read(log);
    for (const bytes of [1, 7, 100, 1000]) expect(await read(log, bytes)).toEqual(whole);
  });

  test("keeps a file name with a space", async () => {
    const lines = ["3:2: moved to heap: x", "4:2: moved to heap: y", "5:2: moved to heap: z"];
    const { records } = await read(lines.map((line) => `./my dir/p.go:${line}`).join("\n"));
    expect(records.map(({ file }) => file)).toEqual(["./my dir/p.go", "./my dir/p.go", "./my dir/p.go"]);
  });
});
