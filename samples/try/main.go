// Command tries has values with one way to the heap, and with several.
package main

import (
	"fmt"

	"example.com/tries/store"
)

var global *int

// One has one way out.
func One() {
	b := make([]byte, 10)
	store.Keep(b)
}

// Two has a second.
func Two() {
	b := make([]byte, 10)
	store.Keep(b)
	fmt.Println(b)
}

// Back comes back from where it is kept, and goes on to the heap.
func Back() {
	n := 1
	global = store.Both(&n)
}

// Here comes back and stays.
func Here() int {
	n := 1
	return *store.Both(&n)
}

// Filled goes into a table by a call that is inlined.
func Filled(t *store.Table) {
	n := 1
	t.Put(&n)
}

// Registered is a receiver that is kept.
func Registered() {
	var t store.Table
	t.Register()
}

// Many has three ways out, one of them by a closure.
func Many(out chan<- *int) func() int {
	n := 1
	out <- &n
	global = &n
	return func() int { return n }
}

func main() {
	One()
	Two()
	Back()
	Here()
	Filled(&store.Table{})
	Registered()
	Many(make(chan *int, 1))()
}
