/** The name of the test that takes points. */
export const POINT_TEST = "TestEscapeReportPoint";
/** The variable that says where it writes them. */
export const POINTS_VARIABLE = "ESCAPE_REPORT_POINTS";

/**
 * A test file that takes a point each time it runs: of the process that runs the tests, behind all tests of a round,
 * since its file's name is the last. `benchmark`: run before each point; null for none. It waits until the number of
 * goroutines falls no more, for those that are ending.
 */
export function pointTest(packageName: string, benchmark: string | null): string {
  return `package ${packageName}

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"testing"
	"time"
)

var escapeReportRound int

func ${POINT_TEST}(t *testing.T) {
	escapeReportRound++
${benchmark === null ? "" : `	testing.Benchmark(${benchmark})\n`}	least, since := runtime.NumGoroutine(), time.Now()
	for start := time.Now(); time.Since(since) < 100*time.Millisecond && time.Since(start) < 2*time.Second; {
		time.Sleep(10 * time.Millisecond)
		if now := runtime.NumGoroutine(); now < least {
			least, since = now, time.Now()
		}
	}
	directory := filepath.Join(os.Getenv("${POINTS_VARIABLE}"), fmt.Sprint(escapeReportRound))
	if err := os.MkdirAll(directory, 0o700); err != nil {
		t.Fatal(err)
	}
	save := func(profile, name string, debug int) {
		found := pprof.Lookup(profile)
		if found == nil {
			return
		}
		file, err := os.Create(filepath.Join(directory, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := found.WriteTo(file, debug); err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
	}
	save("goroutineleak", "goroutineleak.pb.gz", 0)
	runtime.GC()
	save("heap", "heap.txt", 1)
	save("heap", "heap.pb.gz", 0)
	save("goroutine", "goroutine.pb.gz", 0)
	save("goroutine", "goroutines.txt", 2)
}
`;
}
