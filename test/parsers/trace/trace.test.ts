import fc from "fast-check";
import { expect, test } from "vitest";
import { TraceParser, type TraceTransition } from "../../../parsers/trace/index.js";
import { TraceWaits } from "../../../src/leaks/trace-waits.js";

function read(text: string, size = Number.POSITIVE_INFINITY) {
  const transitions: TraceTransition[] = [];
  const parser = new TraceParser((transition) => transitions.push(transition));
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) parser.write(bytes.subarray(at, at + Math.min(size, bytes.length)));
  return { transitions, summary: parser.end() };
}

// go tool trace -d=parsed of Go 1.27.1, shortened.
const TRACE = `M=-1 P=-1 G=-1 Sync Time=7026000000000 N=1 Trace=7026407417728
M=27540 P=1 G=9 StateTransition Time=7026100000000 GoID=9 Running->Waiting Reason="network"
TransitionStack=
	internal/poll.runtime_pollWait @ 0x48b784
		runtime/netpoll.go:351
	main.fetch @ 0x6b8719
		example.com/leaks/main.go:44
Stack=
	main.other @ 0x6b8719
		example.com/leaks/main.go:99

M=27536 P=1 G=-1 StateTransition Time=7026350000000 GoID=9 Waiting->Runnable Reason=""
M=-1 P=-1 G=-1 StateTransition Time=7027000000000 GoID=3700 Undetermined->Waiting Reason=""
TransitionStack=
	runtime.gopark @ 0x48c589
		runtime/proc.go:474
	runtime.chanrecv1 @ 0x419ab1
		runtime/chan.go:509
	main.work.func1 @ 0x6b8718
		example.com/leaks/main.go:29

M=-1 P=-1 G=-1 StateTransition Time=7028000000000 GoID=3700 Waiting->Waiting Reason=""
`;

test("transitions of goroutines are read with their own stacks, whatever the pieces", () => {
  const { transitions, summary } = read(TRACE);
  expect(summary).toEqual({ events: 5, transitions: 4, duration: 2_000_000_000 });
  expect(transitions[0]).toEqual({
    goroutine: 9,
    time: 7026100000000,
    from: "Running",
    to: "Waiting",
    reason: "network",
    stack: [
      { function: "internal/poll.runtime_pollWait", file: "runtime/netpoll.go", line: 351 },
      { function: "main.fetch", file: "example.com/leaks/main.go", line: 44 },
    ],
  });
  for (const size of [1, 5, 100]) expect(read(TRACE, size)).toEqual(read(TRACE));
});

test("what never ran is told apart from what waited for a while", () => {
  const waits = new TraceWaits();
  const { transitions, summary } = read(TRACE);
  for (const transition of transitions) waits.transition(transition);
  const rows = waits.result(summary.duration).waits;
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatchObject({ line: 29, waitsFor: "chan receive", blocked: 1, neverRan: 1, longest: 2 });
  expect(rows[1]).toMatchObject({ line: 44, waitsFor: "IO wait", blocked: 0, neverRan: 0, seconds: 0.25 });
});

test("any other text gives nothing and is never thrown at", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.constantFrom("TransitionStack=", "\tf @ 0x1", "\t\tx.go:1", "M=1 P=1 G=1 Sync Time=1"),
          fc.string(),
        ),
      ),
      (lines) => {
        expect(read(lines.join("\n")).transitions).toEqual([]);
      },
    ),
  );
});
