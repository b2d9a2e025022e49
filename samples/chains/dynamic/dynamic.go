// Package dynamic shows chains that end at a call the compiler cannot see through.
package dynamic

import "example.com/chains/item"

type saver interface{ save(it *item.Item) }

type disk struct{ last *item.Item }

func (d *disk) save(it *item.Item) { d.last = it }

type null struct{ saved int }

func (n *null) save(it *item.Item) { n.saved += it.N }

type service struct {
	saver  saver
	notify func(*item.Item)
}

//go:noinline
func saveWith(s saver, it *item.Item) { s.save(it) }

//go:noinline
func (s *service) store(it *item.Item) { saveWith(s.saver, it) }

//go:noinline
func (s *service) tell(it *item.Item) { s.notify(it) }

//go:noinline
func each(it *item.Item, fns ...func(*item.Item)) {
	for _, fn := range fns {
		fn(it)
	}
}

//go:noinline
func interfaceMethod(s saver) {
	it := item.Item{N: 1} // chain: dynamic.saveWith -> interface method s.save
	saveWith(s, &it)
}

//go:noinline
func twoCalls(s *service) {
	it := item.Item{N: 2} // chain: dynamic.(*service).store -> dynamic.saveWith -> interface method s.save
	s.store(&it)
}

//go:noinline
func field(s *service) {
	it := item.Item{N: 3} // chain: dynamic.(*service).tell -> func value s.notify
	s.tell(&it)
}

//go:noinline
func variadic(fn func(*item.Item)) {
	it := item.Item{N: 4} // chain: dynamic.each -> func value fn
	each(&it, fn)
}

//go:noinline
func implementation() {
	d := &disk{} // chain: dynamic.saveWith -> interface method s.save
	saveWith(d, nil)
}

//go:noinline
func choose(quiet bool) {
	var s saver = &disk{} // chain: interface method s.save
	if quiet {
		s = &null{} // chain: interface method s.save
	}
	it := item.Item{N: 5} // chain: interface method s.save
	s.save(&it)
}

//go:noinline
func noInterface() int {
	it := item.Item{N: 6} // chain: none
	n := &null{}          // chain: none
	var s saver = n
	s.save(&it)
	return n.saved
}
