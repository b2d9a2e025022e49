// Package containers shows chains that end in a map, a slice or a channel of another function.
package containers

import "example.com/chains/item"

type cache struct {
	byName map[string]*item.Item
	list   []*item.Item
	queue  chan *item.Item
}

//go:noinline
func (c *cache) put(name string, it *item.Item) { c.byName[name] = it }

//go:noinline
func (c *cache) add(it *item.Item) int {
	list := append(c.list, it)
	return len(list)
}

//go:noinline
func (c *cache) send(it *item.Item) { c.queue <- it }

//go:noinline
func (c *cache) all(name string, it *item.Item) {
	c.put(name, it)
}

//go:noinline
func fail(it *item.Item) { panic(it) }

//go:noinline
func mapValue(c *cache) {
	it := item.Item{N: 1} // chain: containers.(*cache).all -> containers.(*cache).put -> element c.byName[name]
	c.all("one", &it)
}

//go:noinline
func appended(c *cache) {
	it := item.Item{N: 2} // chain: containers.(*cache).add -> append containers/containers.go:17
	c.add(&it)
}

//go:noinline
func sent(c *cache) {
	it := item.Item{N: 3} // chain: containers.(*cache).send -> send containers/containers.go:22
	c.send(&it)
}

//go:noinline
func panicking() {
	it := item.Item{N: 4} // chain: containers.fail -> panic containers/containers.go:30
	fail(&it)
}
