// The stories of samples/chains, told by the real compiler's output, against the marks in its sources.
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { withoutTypeArguments } from "../../src/causes/expression.js";
import { type Stories, storiesSchema } from "../../src/records/story.js";
import { chainText, readChainMarks } from "../helpers/chains.js";
import { ROOT, runCli } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";
import { RELEASES, type Release } from "../helpers/recorded.js";

const MODULE = join(ROOT, "samples", "chains");

describe.skipIf(withoutGo)("explain", () => {
  let stories: Stories;

  beforeAll(async () => {
    const { exitCode, stdout, stderr } = await runCli([
      "explain",
      "*",
      "-C",
      MODULE,
      "--top",
      "1000",
      "--format",
      "json",
    ]);
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    stories = storiesSchema.parse(JSON.parse(stdout));
  });

  test.each(readChainMarks(MODULE).filter(({ chains }) => chains.length > 0))(
    "tells where the value of $file:$line goes",
    ({ file, line, chains }) => {
      const told = stories.stories.filter(({ escape }) => escape.file === file && escape.line === line).map(chainText);
      expect(told.sort()).toEqual([...chains].sort());
    },
  );
});

/** Where the values of samples/recorded/tour go, by its source: `line function: chain`. `at` is main.go's name in records. */
const TOUR = (at: string) => [
  "9 Data.Print: fmt.Println (inlined) -> outside fmt.Fprintln",
  "12 createPtr: result ~r0",
  "17 largeArray: limit too large for stack",
  "26 callPrintAny: tour.printAny (inlined) -> fmt.Println (inlined) -> outside fmt.Fprintln",
  `30 closureEscape: captured at ${at}:31 -> result ~r0`,
  "31 closureEscape: result ~r0",
  "39 sliceEscape: result ~r0",
  "47 mapEscape: result ~r0",
  '48 mapEscape: element m["a"]',
  `54 chanEscape: send ${at}:55`,
  "59 Gen: result ~r0",
  "63 main: tour.largeArray (inlined) -> limit too large for stack",
  '68 main: tour.mapEscape (inlined) -> element m["a"]',
  `69 main: tour.chanEscape (inlined) -> send ${at}:55`,
  `71 main: go statement ${at}:71`,
  `71 main.func1: tour.createPtr (inlined) -> append ${at}:71`,
];

/** What the oldest and the newest release do otherwise: inlining, sizes of slices, what append says. */
const TOUR_OF: Readonly<Record<"go1.19" | "go1.27", readonly string[]>> = {
  "go1.19": [
    "25 callPrintAny: tour.printAny (inlined) -> fmt.Println (inlined) -> outside fmt.Fprintln",
    "42 sliceEscape: limit non-constant size",
    "67 main: tour.sliceEscape (inlined) -> limit non-constant size",
  ],
  "go1.27": [
    "25 callPrintAny: tour.printAny (inlined) -> fmt.Println (inlined) -> outside fmt.Fprintln",
    "40 sliceEscape: result ~r0",
    "41 sliceEscape: result ~r0",
    "43 sliceEscape: result ~r0",
    "66 main: tour.Data.Print (inlined) -> fmt.Println (inlined) -> outside fmt.Fprintln",
    "70 main: tour.Gen (inlined) -> fmt.Println (inlined) -> outside fmt.Fprintln",
    "71 main.func1: global tour.global",
  ],
};

describe("explain on recorded output", () => {
  async function explain(release: Release, build: string, target: string): Promise<Stories> {
    const file = join(ROOT, "samples", "recorded", release, build);
    const args = ["explain", target, "--from", file, "--format", "json", "--top", "100", "--all"];
    const { exitCode, stdout, stderr } = await runCli(args);
    expect([exitCode, stderr]).toEqual([0, ""]);
    return storiesSchema.parse(JSON.parse(stdout));
  }

  test("looks at the oldest release and at the newest", () => {
    expect([RELEASES[0], RELEASES.at(-1)]).toEqual(Object.keys(TOUR_OF));
  });

  test.each([
    ["go1.19", "main.go"],
    ["go1.27", "example.com/tour/main.go"],
  ] as const)("tells all stories of the tour of %s", async (release, file) => {
    const { stories } = await explain(release, "tour.txt", "main.go");
    const told = stories.map((story) => {
      const { line, function: name } = story.escape;
      return `${line} ${withoutTypeArguments(name ?? "")}: ${chainText(story)}`;
    });
    expect([...new Set(told)].sort()).toEqual([...TOUR(file), ...TOUR_OF[release]].sort());
  });

  test.each([
    ["go1.19", 3100, 3086, "http.(*Server).logf -> outside log.(*Logger).Printf"],
    ["go1.27", 3602, 3588, "http.(*Server).logf -> log.(*Logger).Printf (inlined) -> outside fmt.Appendf"],
  ] as const)("follows chains through net/http of %s", async (release, conn, delay, logged) => {
    const { stories } = await explain(release, "net_http.txt.gz", "(*Server).Serve");
    const of = (line: number) => stories.filter(({ escape }) => escape.line === line).map(chainText);
    expect(of(conn)).toEqual([
      "http.(*Server).newConn (inlined) -> http.(*conn).setState -> http.(*Server).trackConn -> element s.activeConn[c]",
    ]);
    expect(of(delay)).toEqual([logged]);
  });
});
