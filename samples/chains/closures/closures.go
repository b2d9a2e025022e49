// Package closures shows chains through function literals.
package closures

import (
	"example.com/chains/item"
	"example.com/chains/store"
)

var hook func() int

//go:noinline
func register(it *item.Item) {
	hook = func() int { return it.N } // chain: global closures.hook
}

//go:noinline
func run(f func()) { f() }

//go:noinline
func captured() {
	it := item.Item{N: 1} // chain: closures.register -> captured at closures/closures.go:13 -> global closures.hook
	register(&it)
}

//go:noinline
func capturedByReference() int {
	n := 1              // chain: captured at closures/closures.go:28 -> global closures.hook
	hook = func() int { // chain: global closures.hook
		n++
		return n
	}
	return n
}

//go:noinline
func inside() {
	run(func() {
		it := item.Item{N: 2} // chain: store.Keep -> global store.kept
		store.Keep(&it)
	})
}

//go:noinline
func literal() {
	keep := func(it *item.Item) { store.Keep(it) }
	it := item.Item{N: 3} // chain: closures.literal.func1 (inlined) -> store.Keep -> global store.kept
	keep(&it)
}

//go:noinline
func returned(it *item.Item) func() *item.Item {
	return func() *item.Item { return it } // chain: result ~r0
}

//go:noinline
func factory() {
	it := item.Item{N: 4} // chain: closures.returned -> captured at closures/closures.go:52 -> result ~r0
	get := returned(&it)
	store.Keep(get())
}

//go:noinline
func noEscape() int {
	it := item.Item{N: 5}  // chain: none
	run(func() { it.N++ }) // chain: none
	return it.N
}

type each interface{ Each(func(int)) }

var hooks []func()

//go:noinline
func nested(e each) (total int) { // chain: captured at closures/closures.go:75 -> interface method e.Each
	e.Each(func(v int) { // chain: interface method e.Each
		hooks = append(hooks, func() { println("x") }) // chain: append closures/closures.go:76; global closures.hooks
		total += v
	})
	return total
}
