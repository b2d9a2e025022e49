// Package generics has functions and methods with type parameters.
package generics

import "example.com/blame/store"

type stack[T any] struct{ top *T }

//go:noinline
func (s *stack[T]) push(v *T) { s.top = v }

//go:noinline
func pushAll[T any](s *stack[T], v *T) { s.push(v) }

var ints stack[int]
var items stack[store.Item]

//go:noinline
func fill() {
	a, b := 1, 2 // blame: generics.(*stack).push v; generics.(*stack).push v
	ints.push(&a)
	pushAll(&ints, &b)
	it := store.Item{N: 8} // blame: generics.(*stack).push v
	pushAll(&items, &it)
}
