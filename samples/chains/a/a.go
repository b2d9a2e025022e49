// Package a starts chains of one to five steps, each a package further away.
package a

import (
	"example.com/chains/b"
	"example.com/chains/item"
)

var kept *item.Item

//go:noinline
func one() {
	it := item.Item{N: 1} // chain: global a.kept
	kept = &it
}

//go:noinline
func two() {
	it := item.Item{N: 2} // chain: b.Keep -> global b.kept
	b.Keep(&it)
}

//go:noinline
func three() {
	it := item.Item{N: 3} // chain: b.Pass -> c.Keep -> global c.kept
	b.Pass(&it)
}

//go:noinline
func four() {
	it := item.Item{N: 4} // chain: b.PassOn -> c.Pass -> d.Keep -> global d.kept
	b.PassOn(&it)
}

//go:noinline
func five() {
	it := item.Item{N: 5} // chain: b.PassFar -> c.PassOn -> d.Pass -> e.Keep -> global e.kept
	b.PassFar(&it)
}

//go:noinline
func renamed() {
	first := &item.Item{N: 6} // chain: b.Pass -> c.Keep -> global c.kept
	second := first
	third := second
	b.Pass(third)
}

//go:noinline
func noChain() int {
	it := item.Item{N: 7} // chain: none
	return b.Read(&it)
}
