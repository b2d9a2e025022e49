import { describe, expect, test } from "vitest";
import { isStandard } from "../../src/leaks/frame.js";

const at = (name: string, file: string | null) => isStandard({ function: name, file, line: 1 });

describe("what is in the standard library", () => {
  test.each([
    ["net/http.(*Server).Serve", "/usr/local/go/src/net/http/server.go"],
    ["net/http.(*Server).Serve", "net/http/server.go"],
    ["net/http.(*Server).Serve", "C:\\go\\src\\net\\http\\server.go"],
    // Written in the run time, declared elsewhere.
    ["internal/poll.runtime_pollWait", "/usr/local/go/src/runtime/netpoll.go"],
    ["time.Sleep", "/root/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.27.1.linux-amd64/src/runtime/time.go"],
    ["sync.runtime_SemacquireWaitGroup", "/usr/local/go/src/runtime/sema.go"],
    ["os/signal.signal_recv", "/usr/local/go/src/runtime/sigqueue.go"],
    ["internal/sync.(*Mutex).lockSlow", "/usr/local/go/src/internal/sync/mutex.go"],
    ["type:.eq.main.key", null],
  ])("%s of %s", (name, file) => expect(at(name, file)).toBe(true));

  test.each([
    ["main.main", "/home/me/program/main.go"],
    ["log.Write", "/home/me/log/write.go"],
    ["log/internal/files.Open", "/home/me/src/log/files/open.go"],
    ["sync.Files", "/home/me/src/internal/sync.go"],
    ["example.com/runtime.Run", "/home/me/src/runtime/run.go"],
  ])("and not %s of %s", (name, file) => expect(at(name, file)).toBe(false));
});
