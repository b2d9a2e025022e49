// Package generics shows chains through generic functions and types, which the compiler names by shape.
package generics

import (
	"example.com/chains/item"
	"example.com/chains/store"
)

type stack[T any] struct{ top *T }

//go:noinline
func (s *stack[T]) push(v *T) { s.top = v }

//go:noinline
func pushAll[T any](s *stack[T], v *T) { s.push(v) }

//go:noinline
func identity[T any](v T) T { return v }

//go:noinline
func apply[T any](v T, f func(T)) { f(v) }

// pointerTo is inlined into its callers.
func pointerTo[T any](v T) *T { return &v } // chain: result ~r0

//go:noinline
func function(s *stack[item.Item]) {
	it := item.Item{N: 1} // chain: generics.pushAll -> generics.(*stack).push -> field s.top
	pushAll(s, &it)
}

//go:noinline
func method(s *stack[int]) {
	n := 2 // chain: generics.(*stack).push -> field s.top
	s.push(&n)
}

//go:noinline
func alias() {
	it := item.Item{N: 3} // chain: generics.identity (to ~r0, level=0) -> store.Keep -> global store.kept
	store.Keep(identity(&it))
}

//go:noinline
func inlined() {
	store.Keep(pointerTo(item.Item{N: 4})) // chain: generics.pointerTo (inlined) -> store.Keep -> global store.kept
}

//go:noinline
func callback() {
	it := item.Item{N: 5} // chain: generics.apply -> func value f
	apply(&it, store.Keep)
}
