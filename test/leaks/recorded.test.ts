// The points of samples/recorded, taken of the servers in samples/leaks, against the marks in their sources.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SERVERS } from "../../bench/leaks/marks.js";
import { judge, SERVER } from "../../src/leaks/judge.js";
import type { Leaks } from "../../src/records/leaks.js";
import { readSavedPoints } from "../../src/sources/points/saved-points.js";
import { ROOT } from "../helpers/cli.js";
import { expectedTexts, findingTexts } from "../helpers/leaks.js";

const RECORDED = join(ROOT, "samples", "recorded");

async function judged(...paths: readonly string[]): Promise<Leaks> {
  const { points } = await readSavedPoints(paths, RECORDED);
  return judge(points, SERVER);
}

describe.each([
  ["go1.27", 27],
  ["go1.22", 22],
])("points that were taken of servers built with %s", (release, minor) => {
  const servers = readdirSync(join(RECORDED, release, "leaks")).sort();

  test.each(servers)("%s gives what its source says", async (server) => {
    const leaks = await judged(`${release}/leaks/${server}`);
    expect(leaks.points).toHaveLength(4);
    expect(findingTexts(leaks.findings)).toEqual(expectedTexts(server, minor));
  });
});

test("every kind of server was recorded", () => {
  const missing = SERVERS.filter((server) => !existsSync(join(RECORDED, "go1.27", "leaks", server, "4", "heap.pb.gz")));
  expect(missing).toEqual([]);
});

describe("a finding", () => {
  test("of goroutines tells the go statement, what they wait for and how many there were", async () => {
    const [finding] = (await judged("go1.27/leaks/receive")).findings;
    expect(finding).toMatchObject({
      function: "example.com/leaks/receive.Work.func1",
      summary: "1,200 goroutines can never wake: chan receive on a channel that nothing else can reach",
      unit: "goroutines",
      growth: [300, 600, 900, 1200],
      waitsFor: "chan receive",
      madeAt: { file: "example.com/leaks/receive/receive.go", line: 7, function: "example.com/leaks/receive.Work" },
      keptBy: null,
    });
  });

  test("of goroutines that wait for a nil channel is proved by their text, on any release", async () => {
    for (const release of ["go1.22", "go1.27"]) {
      const [finding] = (await judged(`${release}/leaks/nilchannel`)).findings;
      expect(finding, release).toMatchObject({
        kind: "goroutine-blocked",
        certainty: "proved",
        summary: "1,200 goroutines can never wake: chan receive on a nil channel, which never becomes ready",
        remedy: expect.stringContaining("Make the channel before the goroutine starts"),
        madeAt: { line: 8 },
      });
    }
  });

  test("of memory tells how sure its growth is and how much of it stays", async () => {
    const [finding] = (await judged("go1.27/leaks/slicehead")).findings;
    expect(finding?.unit).toBe("bytes");
    expect(finding?.growth.at(-1)).toBeGreaterThan(9_000_000);
    expect(finding?.evidence[0]).toMatch(/^in use: 2\.[45] MB, .* standard deviations beyond chance$/);
    expect(finding?.evidence[1]).toMatch(/^100% of what the line allocated in that time is still there/);
    expect(finding?.stack[0]).toEqual({ file: finding?.file, line: finding?.line, function: finding?.function });
  });

  test("of response bodies has connections, heap and descriptors as its evidence", async () => {
    const { findings } = await judged("go1.27/leaks/body");
    expect(findings).toHaveLength(1);
    expect(findings[0]?.growth).toEqual([60, 120, 180, 240]);
    expect(findings[0]?.stack.map((call) => call.function)).toContain("net/http.(*Client).Get");
  });

  test("of lost files is proved by what a collection closes", async () => {
    const [finding] = (await judged("go1.27/leaks/filedropped")).findings;
    expect(finding?.evidence).toEqual(["a collection at each point closed 60, 60, 60, 60 descriptors"]);
  });

  test("of files names the one that is open most often", async () => {
    const [finding] = (await judged("go1.27/leaks/filekept")).findings;
    expect(finding?.evidence).toContain("/srv/bin/leaks is open 240 times");
  });
});

test("files are named by the line that opens most, where the heap's samples are too few to grow", async () => {
  const { points } = await readSavedPoints(["go1.27/leaks/filekept"], RECORDED);
  const heap = points.at(-1)?.heap ?? null;
  const { findings } = judge(
    points.map((point) => ({ ...point, heap })),
    SERVER,
  );
  expect(findingTexts(findings)).toEqual(expectedTexts("filekept", 27));
  expect(findings[0]?.evidence).toContain("of the lines that open such, this one has since the start done it most");
});

describe("of fewer points", () => {
  test("one is enough for what can never wake", async () => {
    const leaks = await judged("go1.27/leaks/waitgroup/1");
    expect(findingTexts(leaks.findings)).toEqual(["goroutine-blocked proved waitgroup/waitgroup.go:11"]);
  });

  test("growth is possible and no more, and a note says what it takes", async () => {
    const leaks = await judged("go1.27/leaks/slicehead/1", "go1.27/leaks/slicehead/2", "go1.27/leaks/slicehead/3");
    expect(findingTexts(leaks.findings)).toEqual(["heap-growth possible slicehead/slicehead.go:8"]);
    expect(leaks.notes[0]).toMatch(/^growth was judged by 3 of the 4 points that it takes/);
  });

  test("the heap profiles alone show a large leak", async () => {
    const files = [1, 2, 3, 4].map((i) => `go1.27/leaks/slicehead/${i}/heap.pb.gz`);
    expect(findingTexts((await judged(...files)).findings)).toEqual(["heap-growth likely slicehead/slicehead.go:8"]);
  });

  test("the heap profiles of healthy servers alone show nothing", async () => {
    for (const server of ["healthy", "cachefills", "churn", "pool", "cycle", "workers"]) {
      const files = [1, 2, 3, 4].map((i) => `go1.27/leaks/${server}/${i}/heap.pb.gz`);
      expect(findingTexts((await judged(...files)).findings), server).toEqual([]);
    }
  });
});

test("allocating much and keeping nothing is said to be churn", async () => {
  const leaks = await judged("go1.27/leaks/churn");
  expect(leaks.findings).toEqual([]);
  expect(leaks.notes[0]).toMatch(/^example\.com\/leaks\/churn\/churn\.go:8 allocated \d+(\.\d)? MB between the points/);
});

test("a note tells that an empty goroutineleak profile proves nothing", async () => {
  const leaks = await judged("go1.27/leaks/mutex");
  expect(leaks.notes.some((note) => note.startsWith("the goroutineleak profile is empty"))).toBe(true);
});
