import type { Frame } from "./frame.js";

/** What a goroutine waits for, by the call that shows it; the first that is in the stack counts. */
const BY_CALL: readonly (readonly [RegExp, string])[] = [
  [/^sync\.\(\*Mutex\)\.Lock$/, "sync.Mutex.Lock"],
  [/^sync\.\(\*RWMutex\)\.RLock$/, "sync.RWMutex.RLock"],
  [/^sync\.\(\*RWMutex\)\.Lock$/, "sync.RWMutex.Lock"],
  [/^sync\.\(\*WaitGroup\)\.Wait$/, "sync.WaitGroup.Wait"],
  [/^sync\.\(\*Cond\)\.Wait$/, "sync.Cond.Wait"],
  [/^internal\/poll\.runtime_pollWait$/, "IO wait"],
  [/^time\.Sleep$/, "sleep"],
  [/^runtime\.chanrecv/, "chan receive"],
  [/^runtime\.chansend/, "chan send"],
  [/^runtime\.selectgo$/, "select"],
  [/^runtime\.block$/, "select (no cases)"],
  [/^sync\.runtime_Semacquire/, "semacquire"],
  [/^(?:internal\/runtime\/)?syscall\.|^runtime\.(?:notetsleepg|cgocall)$/, "syscall"],
];

/** The calls above are at the top of a stack: between them and the code there are a few of the library. */
const TOP = 12;

/**
 * What goroutines with this stack wait for. `state` is what a text of goroutines says, null for profiles, which hold
 * the calls of the run time instead.
 */
export function waitOf(stack: readonly Frame[], state: string | null): string {
  const top = stack.slice(0, TOP);
  const found = BY_CALL.find(([call]) => top.some((frame) => call.test(frame.function)))?.[1];
  // A deep call of a lock is more than a semaphore; any other state says it better than the library's calls.
  if (state !== null && (found === undefined || found === "syscall")) {
    // Traces say it in other words than texts of goroutines.
    return state === "network" ? "IO wait" : state.replace(/ \((?:nil chan|durable)\)/g, "");
  }
  return found ?? "running";
}
