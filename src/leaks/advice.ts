import type { LeakKind } from "../records/leaks.js";
import type { Draft } from "./draft.js";

/** What people do about a leak, and how to make sure that it is one. */
interface Advice {
  readonly remedy: string;
  readonly confirm: string;
}

const BY_KIND: Readonly<Record<LeakKind, Advice>> = {
  "heap-growth": {
    remedy:
      "Find what holds the values: a map or slice needs a bound or a deletion, a small part of a large array or text a copy (`slices.Clone`, `strings.Clone`)",
    confirm: "Put the load on for twice as long: a cache that fills stops, a leak goes on",
  },
  "goroutine-blocked": {
    remedy:
      "Give the other side a way out that always comes: a buffered channel of one for an answer, `select` with `ctx.Done()`, `defer` for unlocking and `Done`",
    confirm: "Call the function in a test and run `escape-report leaks --test` on its package",
  },
  "goroutine-growth": {
    remedy: "Bound how many there are (a pool, `errgroup.SetLimit`), and end each with a context or a deadline",
    confirm: "Stop the load and take a point: goroutines that serve it end, leaked ones stay",
  },
  timer: {
    remedy:
      "Stop what is no longer needed (`defer t.Stop()`), end the goroutine that ranges over a ticker's channel (stopping does not close it), and make one timer for a loop instead of `time.After` in it",
    confirm:
      "Go 1.23 and later collect timers that nothing waits for, where go.mod says 1.23 or more: `go version -m PROGRAM` shows `asynctimerchan=1` where that is off",
  },
  "response-body": {
    remedy:
      "Close the body on every way out (`defer resp.Body.Close()`, after the check of the error), and read it to its end for the connection to be used again",
    confirm: "`go vet` with bodyclose shows the calls; connections in `ss -tnp` become fewer once it is mended",
  },
  file: {
    remedy: "Close it on every way out: `defer f.Close()` right after the check of the error",
    confirm: "Look at `/proc/PID/fd`, or at `lsof -p PID`",
  },
  listener: {
    remedy: "Close listeners when what serves on them ends: `defer l.Close()`, or `Shutdown` of the server",
    confirm: "`ss -ltnp` shows the ports that are open",
  },
  context: {
    remedy: "Call the cancel function on every way out (`defer cancel()`): the parent holds each context until then",
    confirm: "`go vet` finds cancel functions that are lost (lostcancel)",
  },
  "other-resource": {
    remedy: "Close or release it on every way out",
    confirm: "Compare with `/proc/PID/fd` and `/proc/PID/smaps`: Go's profiles do not show it",
  },
};

const ROWS: Advice = {
  remedy: "Close rows (`defer rows.Close()`) and look at `rows.Err()`; end transactions with `defer tx.Rollback()`",
  confirm: "`db.Stats().OpenConnections` rises and does not fall; `go vet` with sqlclosecheck shows the calls",
};

const NIL_CHANNEL: Advice = {
  remedy:
    "Make the channel before the goroutine starts, and hand it over as an argument: a field can still be nil, or be nil again, when the goroutine reads it",
  confirm: "`/debug/pprof/goroutine?debug=2` says `(nil chan)` behind what they wait for",
};

/** What to say about a finding. */
export function adviceFor({ kind, unit, onNil }: Draft): Advice {
  if (onNil === true) return NIL_CHANNEL;
  return kind === "other-resource" && unit === "goroutines" ? ROWS : BY_KIND[kind];
}
