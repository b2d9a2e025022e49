// Package relay is three calls away from the global.
package relay

import (
	"example.com/blame/store"
	"example.com/blame/wire"
)

//go:noinline
func Pass(it *store.Item) { wire.Hold(it) }

//go:noinline
func pass() {
	first := store.Item{N: 5} // blame: store.Keep it
	Pass(&first)
	Pass(&store.Item{N: 6}) // blame: store.Keep it
}

//go:noinline
func stays(it *store.Item) int { return it.N }

//go:noinline
func onStack() int {
	return stays(&store.Item{N: 7}) // blame: none
}
