// Package logging shows what a wrapper of fmt does to the arguments of its callers.
package logging

import (
	"fmt"
	"os"

	"example.com/chains/item"
)

var verbose = len(os.Args) > 1

//go:noinline
func logf(format string, args ...any) {
	if verbose {
		fmt.Printf(format+"\n", args...)
	}
}

//go:noinline
func debugf(format string, args ...any) { logf("debug: "+format, args...) }

//go:noinline
func logValue(v any) { logf("%v", v) }

//go:noinline
func number(n int) {
	logf("number %d", n) // chain: logging.logf -> fmt.Printf (inlined) -> outside fmt.Fprintf
}

//go:noinline
func throughTwo(n int, name string) {
	debugf("number %d of %s", n, name) // chain: logging.debugf -> logging.logf -> fmt.Printf (inlined) -> outside fmt.Fprintf; logging.debugf -> logging.logf -> fmt.Printf (inlined) -> outside fmt.Fprintf
}

//go:noinline
func pointer() {
	it := item.Item{N: 1} // chain: logging.logf -> fmt.Printf (inlined) -> outside fmt.Fprintf
	logf("item %v", &it)
}

//go:noinline
func value(it item.Item) {
	logValue(it) // chain: logging.logValue -> logging.logf -> fmt.Printf (inlined) -> outside fmt.Fprintf
}

//go:noinline
func direct(n int) {
	fmt.Fprintln(os.Stderr, n) // chain: outside fmt.Fprintln
}

//go:noinline
func noArguments() {
	logf("started") // chain: none
}
