// Package store keeps what it gets in a global.
package store

// Item is what everybody passes around.
type Item struct{ N int }

var kept *Item

//go:noinline
func Keep(it *Item) { kept = it }

//go:noinline
func keepTwo() {
	a, b := Item{N: 1}, Item{N: 2} // blame: store.Keep it; store.Keep it
	Keep(&a)
	Keep(&b)
}

//go:noinline
func direct() {
	it := Item{N: 3} // blame: variable store.kept
	kept = &it
}

//go:noinline
func New(n int) *Item {
	return &Item{N: n} // blame: result of store.New
}
