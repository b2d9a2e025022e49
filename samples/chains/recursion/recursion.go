// Package recursion shows chains through functions that call themselves and each other.
package recursion

import (
	"example.com/chains/item"
	"example.com/chains/store"
)

type node struct {
	value int
	next  *node
}

var head *node

//go:noinline
func push(n *node, depth int) {
	if depth == 0 {
		head = n
		return
	}
	push(n, depth-1)
}

//go:noinline
func even(it *item.Item, depth int) {
	if depth > 0 {
		odd(it, depth-1)
	}
}

//go:noinline
func odd(it *item.Item, depth int) {
	if depth == 0 {
		store.Keep(it)
		return
	}
	even(it, depth-1)
}

//go:noinline
func grow(n *node, depth int) *node {
	if depth == 0 {
		return n
	}
	return grow(&node{next: n}, depth-1) // chain: recursion.grow -> result ~r0
}

//go:noinline
func walk(n *node) int {
	if n == nil {
		return 0
	}
	return n.value + walk(n.next)
}

//go:noinline
func self() {
	n := node{value: 1} // chain: recursion.push -> global recursion.head
	push(&n, 3)
}

//go:noinline
func mutual() {
	it := item.Item{N: 2} // chain: recursion.even -> recursion.odd -> store.Keep -> global store.kept
	even(&it, 3)
}

//go:noinline
func noKeeper() int {
	n := node{value: 3} // chain: none
	return walk(&node{next: &n})
}
