import { join } from "node:path";
import { expect, test } from "vitest";
import type { TraceTransition } from "../../parsers/trace/index.js";
import { judge, SERVER } from "../../src/leaks/judge.js";
import { TraceWaits, withTrace } from "../../src/leaks/trace-waits.js";
import { readSavedPoints } from "../../src/sources/points/saved-points.js";
import { ROOT } from "../helpers/cli.js";

type TraceFrame = TraceTransition["stack"][number];
const call = (name: string, file: string, line: number): TraceFrame => ({ function: name, file, line });
const POLL = call("internal/poll.runtime_pollWait", "/usr/local/go/src/runtime/netpoll.go", 351);
const WAIT = call("internal/poll.(*pollDesc).wait", "/usr/local/go/src/internal/poll/fd_poll_runtime.go", 84);
const FETCH = call("main.fetch", "/home/me/main.go", 44);

test("one line that waits for one thing is one row, however the run time says it", () => {
  const waits = new TraceWaits();
  const wait = (goroutine: number, reason: string, stack: readonly TraceFrame[]) =>
    waits.transition({ goroutine, time: 0, from: "Running", to: "Waiting", reason, stack });
  wait(1, "", [POLL, WAIT, FETCH]);
  wait(2, "network", [WAIT, FETCH]);
  expect(waits.result(1e9).waits).toEqual([
    {
      ...FETCH,
      waitsFor: "IO wait",
      blocked: 2,
      neverRan: 0,
      seconds: 2,
      longest: 1,
    },
  ]);
});

test("calls of the operating system are told with how long they took", () => {
  const waits = new TraceWaits();
  const read = call("syscall.read", "/usr/local/go/src/syscall/zsyscall_linux_amd64.go", 736);
  const step = (time: number, from: string, to: string) =>
    waits.transition({ goroutine: 1, time, from, to, reason: "", stack: [read, FETCH] });
  step(0, "Running", "Syscall");
  step(3e8, "Syscall", "Running");
  step(5e8, "Running", "Waiting");
  step(9e8, "Waiting", "Runnable");
  const rows = waits.result(1e9).waits;
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ line: 44, waitsFor: "syscall", blocked: 0 });
  expect(rows[0]?.seconds).toBeCloseTo(0.7);
});

test("a finding has those goroutines as evidence that wait in it, where its place is the code that leads there", async () => {
  const { points } = await readSavedPoints(["body"], join(ROOT, "samples", "recorded", "go1.27", "leaks"));
  const leaks = judge(points, SERVER);
  const [finding] = leaks.findings;
  expect(finding).toMatchObject({ kind: "response-body", file: "example.com/leaks/body/body.go" });
  expect(finding?.waitsAt?.function).toBe("net/http.(*persistConn).readLoop");
  const { file, line, function: name } = finding?.waitsAt ?? { file: null, line: null, function: null };
  const row = { waitsFor: "select", blocked: 240, seconds: 480, longest: 2 };
  const trace = { seconds: 2, waits: [{ file, line, function: name, ...row, neverRan: 240 }] };
  const evidence = "240 goroutines wait there and never ran in the 2.0 s of the trace";
  expect(withTrace(leaks, trace).findings[0]?.evidence).toContain(evidence);
  const others = { ...trace, waits: trace.waits.map((each) => ({ ...each, line: 1 })) };
  expect(withTrace(leaks, others).findings[0]?.evidence).not.toContain(evidence);
});
