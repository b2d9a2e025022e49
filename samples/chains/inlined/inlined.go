// Package inlined shows chains through functions that the compiler inlines: their bodies are reported at the line of the
// call, with variables named after their package.
package inlined

import (
	"example.com/chains/item"
	"example.com/chains/store"
)

var last *item.Item

func set(it *item.Item) { last = it }

func setTwice(it *item.Item) {
	set(it)
	store.Tiny(it)
}

func double(n int) *item.Item {
	return store.New(2 * n) // chain: store.New (inlined) -> result ~r0
}

//go:noinline
func assigned() {
	it := item.Item{N: 1} // chain: inlined.set (inlined) -> global inlined.last
	set(&it)
}

//go:noinline
func forwarded() {
	it := item.Item{N: 2} // chain: store.Tiny (inlined) -> store.Keep -> global store.kept
	store.Tiny(&it)
}

//go:noinline
func twoRoots() {
	it := item.Item{N: 3} // chain: inlined.setTwice (inlined) -> inlined.set (inlined) -> global inlined.last
	setTwice(&it)
}

//go:noinline
func fresh() *item.Item {
	return store.New(4) // chain: store.New (inlined) -> result ~r0
}

//go:noinline
func freshTwice() (*item.Item, *item.Item) {
	return store.New(5), double(6) // chain: store.New (inlined) -> result ~r0; inlined.double (inlined) -> store.New (inlined) -> result ~r1
}

//go:noinline
func freshKept() {
	store.Keep(double(7)) // chain: inlined.double (inlined) -> store.New (inlined) -> store.Keep -> global store.kept
}

//go:noinline
func noHeap() int {
	return store.New(8).N // chain: none
}

type list struct{ items []int }

func newList(n int) *list {
	return &list{items: make([]int, n)} // chain: result ~r0; result ~r0
}

type owner struct{ l *list }

// The list is made by a function that is inlined, and so is what the list holds: nothing calls itself.
func newOwner(n int) *owner {
	return &owner{l: newList(n)} // chain: result ~r0; inlined.newList (inlined) -> result ~r0; inlined.newList (inlined) -> result ~r0
}

var lastItems, otherItems []int

//go:noinline
func keepBoth(a, b []int) {
	lastItems = a
	otherItems = b
}

func items(n int) []int {
	return make([]int, n) // chain: result ~r0
}

// Both arguments print as ~r0: their places tell them apart.
func passBoth(n int) {
	keepBoth(items(n), items(2*n)) // chain: inlined.items (inlined) -> inlined.keepBoth -> global inlined.lastItems; inlined.items (inlined) -> inlined.keepBoth -> global inlined.otherItems
}
