import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Goroutine,
  type GoroutineGroup,
  GoroutineParser,
  type GoroutineSummary,
} from "../../../parsers/goroutines/index.js";
import { ROOT } from "../../helpers/cli.js";

interface Read {
  readonly goroutines: Goroutine[];
  readonly groups: GoroutineGroup[];
  readonly summary: GoroutineSummary;
}

/** Reads a text in pieces of this many bytes. */
function read(text: string | Uint8Array, size = Number.POSITIVE_INFINITY): Read {
  const goroutines: Goroutine[] = [];
  const groups: GoroutineGroup[] = [];
  const parser = new GoroutineParser({
    goroutine: (goroutine) => goroutines.push(goroutine),
    group: (group) => groups.push(group),
  });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) parser.write(bytes.subarray(at, at + Math.min(size, bytes.length)));
  return { goroutines, groups, summary: parser.end() };
}

// Go 1.27.1, /debug/pprof/goroutine?debug=2 after a goroutineleak profile was taken.
const LEAKED = `goroutine 21 [chan receive (leaked)]:
main.handleBlocked.func1()
	example.com/leaks/main.go:29 +0x19
created by main.handleBlocked in goroutine 9
	example.com/leaks/main.go:29 +0x66

goroutine 1 [IO wait, 3 minutes, locked to thread]:
internal/poll.runtime_pollWait(0x7f6c4348ec00, 0x72)
	runtime/netpoll.go:351 +0x85
internal/poll.(*pollDesc).waitRead(...)
	internal/poll/fd_poll_runtime.go:89
net/http.(*Server).Serve(0xd6c789fc140, {0xa70820, 0xd6c789a2300})
	net/http/server.go:3551 +0x379
main.main()
	example.com/leaks/main.go:84 +0x245
`;

describe("debug=2", () => {
  test("gives each goroutine with state, minutes, calls and who made it", () => {
    const { goroutines, summary } = read(LEAKED);
    expect(summary).toEqual({ format: "stacks", profile: null, claimed: null, goroutines: 2, unknownLines: 0 });
    expect(goroutines[0]).toEqual({
      id: 21,
      state: "chan receive",
      leaked: true,
      minutes: 0,
      lockedToThread: false,
      frames: [{ function: "main.handleBlocked.func1", file: "example.com/leaks/main.go", line: 29 }],
      elided: false,
      createdBy: { function: "main.handleBlocked", file: "example.com/leaks/main.go", line: 29, goroutine: 9 },
    });
    expect(goroutines[1]).toMatchObject({ id: 1, state: "IO wait", leaked: false, minutes: 3, lockedToThread: true });
    expect(goroutines[1]?.frames.map((frame) => frame.function)).toEqual([
      "internal/poll.runtime_pollWait",
      "internal/poll.(*pollDesc).waitRead",
      "net/http.(*Server).Serve",
      "main.main",
    ]);
    expect(goroutines[1]?.createdBy).toBeNull();
  });

  test.each([
    ["goroutine 7 [select, synctest bubble 1]:", "select"],
    ["goroutine 7 [chan receive (durable), synctest bubble 1]:", "chan receive (durable)"],
    ['goroutine 7 [sleep labels:{"a": "b, 9 minutes]"}]:', "sleep"],
    ["goroutine 7 gp=0xc000002380 m=0 mp=0x58e0a0 [running]:", "running"],
    ["goroutine 7 gp=0xc0000061c0 m=nil [GC worker (idle)]:", "GC worker (idle)"],
    ["goroutine 7 [chan receive (nil chan), 12 minutes]:", "chan receive (nil chan)"],
  ])("reads the state of %s", (head, state) => {
    expect(read(`${head}\nmain.f(0x1)\n\t/src/main.go:3 +0x1d\n`).goroutines).toMatchObject([
      { id: 7, state, frames: [{ function: "main.f", file: "/src/main.go", line: 3 }] },
    ]);
  });

  test("knows creators of Go 1.20, which do not say in which goroutine", () => {
    const { goroutines } = read("goroutine 5 [select]:\nmain.f()\n\tm.go:1 +0x1\ncreated by main.g\n\tm.go:9 +0x2\n");
    expect(goroutines[0]?.createdBy).toEqual({ function: "main.g", file: "m.go", line: 9, goroutine: null });
  });

  test("counts goroutines whose stack is not available, and stacks that are cut", () => {
    const { goroutines, summary } = read(
      "goroutine 5 [running]:\n\tgoroutine running on other thread; stack unavailable\n\n" +
        "goroutine 6 [select]:\nmain.f()\n\tm.go:1 +0x1\n...additional frames elided...\nmain.g()\n\tm.go:2 +0x1\n" +
        "\ngoroutine 7 [select]:\n...23 frames elided...\n",
    );
    expect(goroutines.map(({ frames, elided }) => [frames.length, elided])).toEqual([
      [0, false],
      [2, true],
      [0, true],
    ]);
    expect(summary.unknownLines).toBe(0);
  });

  test("is found below the message of a panic", () => {
    const { goroutines, summary } = read(
      "panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\tC:/src/m.go:4 +0x1c\nexit status 2\n",
    );
    expect(goroutines[0]?.frames).toEqual([{ function: "main.main", file: "C:/src/m.go", line: 4 }]);
    expect(summary.unknownLines).toBe(2);
  });

  test("reads 1,205 goroutines of a server alike, whatever the pieces", () => {
    const file = join(ROOT, "samples", "recorded", "go1.27", "leaks", "receive", "4", "goroutines.txt.gz");
    const text = gunzipSync(readFileSync(file));
    const whole = read(text);
    expect(whole.summary).toMatchObject({ format: "stacks", goroutines: 1205, unknownLines: 0 });
    expect(whole.goroutines.filter(({ leaked }) => leaked)).toHaveLength(1200);
    for (const size of [1, 7, 4096]) expect(read(text, size)).toEqual(whole);
  });
});

// Go 1.27.1, /debug/pprof/goroutineleak?debug=1.
const COUNTS = `goroutineleak profile: total 2401
2400 @ 0x48c58a 0x4666f2 0x49c3a5 0x6b87f7
#	0x48da8d	sync.runtime_SemacquireWaitGroup+0x2d	runtime/sema.go:114
#	0x49c3a4	sync.(*WaitGroup).Wait+0x84		sync/waitgroup.go:206
#	0x6b87f6	main.handleWG.func1+0x16		example.com/leaks/main.go:39

1 @ 0x48c58a
# labels: {"handler":"/work"}
#	0x48c589
`;

describe("debug=1", () => {
  test("gives counts with their stacks and labels", () => {
    const { groups, summary } = read(COUNTS);
    expect(summary).toEqual({
      format: "counts",
      profile: "goroutineleak",
      claimed: 2401,
      goroutines: 2401,
      unknownLines: 0,
    });
    expect(groups.map(({ count, labels, frames }) => [count, labels, frames.length])).toEqual([
      [2400, null, 3],
      [1, '{"handler":"/work"}', 1],
    ]);
    expect(groups[0]?.frames[2]).toEqual({
      function: "main.handleWG.func1",
      file: "example.com/leaks/main.go",
      line: 39,
    });
  });

  test("gives the same whatever the pieces", () => {
    for (const size of [1, 3, 64]) expect(read(COUNTS, size)).toEqual(read(COUNTS));
  });
});

describe("any other input", () => {
  test("is counted and never thrown at", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constantFrom("goroutine 1 [select]:", "main.f(", "created by ", "\tx.go:1", "3 @ 0x1", "#\t0x1", ""),
            fc.string(),
          ),
        ),
        (lines) => {
          const { goroutines, groups, summary } = read(lines.join("\n"));
          const counted = goroutines.length + groups.reduce((sum, { count }) => sum + count, 0);
          expect(summary.goroutines).toBe(counted);
        },
      ),
    );
  });

  test("takes no more memory than a goroutine needs: stacks and lines are cut", () => {
    const deep = Array.from({ length: 5000 }, (_, i) => `main.f${i}()\n\tm.go:${i} +0x1\n`).join("");
    const { goroutines } = read(`goroutine 1 [running]:\n${deep}`);
    expect(goroutines[0]?.frames).toHaveLength(256);
    expect(goroutines[0]?.elided).toBe(true);
    expect(read("x".repeat(100_000)).summary).toMatchObject({ format: "none", unknownLines: 1 });
  });
});
