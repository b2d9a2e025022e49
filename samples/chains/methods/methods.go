// Package methods shows chains through methods, method values and method expressions.
package methods

import (
	"example.com/chains/item"
	"example.com/chains/store"
)

type registry struct {
	last *item.Item
	next *registry
}

type recorder struct{ it item.Item }

//go:noinline
func (r *registry) add(it *item.Item) { r.last = it }

//go:noinline
func (r *registry) addNext(it *item.Item) { r.next.add(it) }

//go:noinline
func (r registry) forward(it *item.Item) { store.Keep(it) }

//go:noinline
func (r *recorder) record() { store.Keep(&r.it) }

type wrapper struct{ *registry }

//go:noinline
func pointerMethod(r *registry) {
	it := item.Item{N: 1} // chain: methods.(*registry).add -> field r.last
	r.add(&it)
}

//go:noinline
func twoMethods(r *registry) {
	it := item.Item{N: 2} // chain: methods.(*registry).addNext -> methods.(*registry).add -> field r.last
	r.addNext(&it)
}

//go:noinline
func valueMethod(r registry) {
	it := item.Item{N: 3} // chain: methods.registry.forward -> store.Keep -> global store.kept
	r.forward(&it)
}

//go:noinline
func receiver() {
	var r recorder // chain: methods.(*recorder).record -> store.Keep -> global store.kept
	r.record()
}

//go:noinline
func promoted(w wrapper) {
	it := item.Item{N: 4} // chain: methods.(*registry).add -> field r.last
	w.add(&it)
}

//go:noinline
func expression(r *registry) {
	it := item.Item{N: 5} // chain: methods.(*registry).add -> field r.last
	(*registry).add(r, &it)
}

//go:noinline
func value(r *registry) {
	it := item.Item{N: 6} // chain: func value add
	add := r.add
	add(&it)
}

//go:noinline
func valueReceiver() {
	var r recorder // chain: methods.(*recorder).record -> store.Keep -> global store.kept
	record := r.record
	record()
}
