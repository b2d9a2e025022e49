// Package store is where the other packages' chains end.
package store

import "example.com/chains/item"

var kept *item.Item

// Keep stores its argument.
//
//go:noinline
func Keep(it *item.Item) { kept = it }

// Tiny is inlined into its callers, the call of Keep is not.
func Tiny(it *item.Item) { Keep(it) }

// New is inlined into its callers: its variable fresh shows up there as store.fresh.
func New(n int) *item.Item {
	fresh := item.Item{N: n} // chain: result ~r0
	return &fresh
}
