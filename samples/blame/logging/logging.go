// Package logging has a wrapper of fmt, and callers that pay for it.
package logging

import (
	"fmt"
	"os"
)

//go:noinline
func logf(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format, args...)
}

//go:noinline
func one(n int) {
	logf("%d\n", n) // blame: logging.logf args
}

//go:noinline
func two(n int, name string) {
	logf("%d %s\n", n, name) // blame: logging.logf args; logging.logf args
}

//go:noinline
func pointer() {
	n := 3           // blame: logging.logf args
	logf("%v\n", &n) // blame: none
}

//go:noinline
func through(n int) {
	debugf("%d\n", n) // blame: logging.logf args
}

//go:noinline
func debugf(format string, args ...any) { logf("debug: "+format, args...) }

//go:noinline
func direct(n int) {
	fmt.Fprintln(os.Stderr, n) // blame: fmt.Fprintln
}
