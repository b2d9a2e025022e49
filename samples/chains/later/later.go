// Package later shows chains that end at a go or defer statement.
package later

import (
	"example.com/chains/item"
	"example.com/chains/store"
)

//go:noinline
func work(it *item.Item) { it.N++ }

//go:noinline
func start(it *item.Item) {
	go work(it)
}

//go:noinline
func startLiteral(it *item.Item) {
	go func() { work(it) }() // chain: go statement later/later.go:19
}

//go:noinline
func startAll(items []*item.Item) {
	for _, it := range items {
		start(it)
	}
}

//go:noinline
func deferred(it *item.Item) {
	defer store.Keep(it)
}

//go:noinline
func deferredInLoop(it *item.Item, n int) {
	for i := 0; i < n; i++ {
		defer work(it)
	}
}

//go:noinline
func harmless(it *item.Item) {
	defer work(it)
}

//go:noinline
func goArgument() {
	it := item.Item{N: 1} // chain: later.start -> go statement later/later.go:14
	start(&it)
}

//go:noinline
func goCapture() {
	it := item.Item{N: 2} // chain: later.startLiteral -> captured at later/later.go:19 -> go statement later/later.go:19
	startLiteral(&it)
}

//go:noinline
func goAll() {
	it := item.Item{N: 3} // chain: later.startAll -> later.start -> go statement later/later.go:14
	startAll([]*item.Item{&it})
}

//go:noinline
func deferCall() {
	it := item.Item{N: 4} // chain: later.deferred -> store.Keep -> global store.kept
	deferred(&it)
}

//go:noinline
func deferLoop() {
	it := item.Item{N: 5} // chain: later.deferredInLoop -> defer statement later/later.go:37
	deferredInLoop(&it, 2)
}

//go:noinline
func noDefer() int {
	it := item.Item{N: 6} // chain: none
	harmless(&it)
	return it.N
}
