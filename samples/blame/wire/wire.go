// Package wire hands items on to the store.
package wire

import "example.com/blame/store"

//go:noinline
func Hold(it *store.Item) { store.Keep(it) }

//go:noinline
func hold() {
	Hold(&store.Item{N: 4}) // blame: store.Keep it
}
