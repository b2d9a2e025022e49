// Package results shows chains that run through results: parameters that come back, and what they point to.
package results

import (
	"example.com/chains/item"
	"example.com/chains/store"
)

type node struct {
	it   *item.Item
	next *node
}

//go:noinline
func same(it *item.Item) *item.Item { return it }

//go:noinline
func sameAgain(it *item.Item) *item.Item { return same(it) }

//go:noinline
func content(n *node) *item.Item { return n.it }

//go:noinline
func second(n *node) (ok bool, it *item.Item) {
	if n.next == nil {
		return false, nil
	}
	return true, n.next.it
}

//go:noinline
func keepContent(n *node) { store.Keep(n.it) }

//go:noinline
func keepBoth(it *item.Item) *item.Item {
	store.Keep(it)
	return it
}

//go:noinline
func level0() {
	it := item.Item{N: 1} // chain: results.same (to ~r0, level=0) -> store.Keep -> global store.kept
	store.Keep(same(&it))
}

//go:noinline
func level0Twice() {
	it := item.Item{N: 2} // chain: results.sameAgain (to ~r0, level=0) -> store.Keep -> global store.kept
	store.Keep(sameAgain(&it))
}

//go:noinline
func level1() {
	it := item.Item{N: 3} // chain: results.content (to ~r0, level=1) -> store.Keep -> global store.kept
	n := node{it: &it}    // chain: none
	store.Keep(content(&n))
}

//go:noinline
func level2() bool {
	it := item.Item{N: 4} // chain: results.second (to it, level=2) -> store.Keep -> global store.kept
	n := &node{it: &it}   // chain: none
	m := node{next: n}    // chain: none
	ok, kept := second(&m)
	store.Keep(kept)
	return ok
}

//go:noinline
func contentLeaks() {
	it := item.Item{N: 5} // chain: results.keepContent -> store.Keep -> global store.kept
	n := node{it: &it}    // chain: none
	keepContent(&n)
}

//go:noinline
func both() int {
	it := item.Item{N: 6} // chain: results.keepBoth -> store.Keep -> global store.kept
	back := keepBoth(&it)
	back.N++
	return back.N
}

//go:noinline
func returned() *item.Item {
	it := item.Item{N: 7} // chain: results.same (to ~r0, level=0) -> result ~r0
	return same(&it)
}

//go:noinline
func named() (it *item.Item) {
	fresh := item.Item{N: 8} // chain: result it
	it = &fresh
	return
}

//go:noinline
func noKeeper() int {
	it := item.Item{N: 9} // chain: none
	return same(&it).N
}
