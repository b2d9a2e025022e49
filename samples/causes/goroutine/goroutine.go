// Package goroutine shows values that outlive the frame because another goroutine, or a deferred call, uses them later.
package goroutine

import (
	"fmt"
	"sync"
)

type job struct{ id int }

func (j *job) run() { j.id++ }

//go:noinline
func work(j *job, n int) { j.id += n }

//go:noinline
func statement(done chan struct{}) {
	go func() { // want: goroutine allocation=closure
		close(done)
	}()
}

//go:noinline
func captures(n int, done chan struct{}) {
	go func() { // want: goroutine allocation=closure
		work(&job{n}, n)
		close(done)
	}()
}

//go:noinline
func argument(n int) {
	j := job{n} // want: goroutine allocation=variable
	go work(&j, n)
}

//go:noinline
func literalArgument(n int) {
	go work(&job{n}, n) // want: goroutine allocation=pointer-literal
}

//go:noinline
func receiver(n int) {
	j := &job{n} // want: goroutine allocation=pointer-literal
	go j.run()
}

//go:noinline
func variadic(n int) {
	go fmt.Println(n) // want: interface-conversion allocation=boxed-value
}

//go:noinline
func named(n int) {
	run := func() { work(nil, n) } // want: goroutine allocation=closure
	go run()
}

//go:noinline
func deferInLoop(n int) {
	for i := 0; i < n; i++ {
		defer func() { work(nil, n) }() // want: goroutine allocation=closure
	}
}

//go:noinline
func deferArgumentInLoop(n int) {
	for i := 0; i < n; i++ {
		defer work(&job{i}, n) // want: goroutine allocation=pointer-literal
	}
}

//go:noinline
func deferMethodInLoop(mutexes []*sync.Mutex) {
	for _, mu := range mutexes {
		mu.Lock()
		defer mu.Unlock()
	}
}

//go:noinline
func noDefer(mu *sync.Mutex) {
	mu.Lock()
	defer func() { mu.Unlock() }() // want: none
}

//go:noinline
func noDeferredArgument(n int) {
	defer work(&job{n}, n) // want: none
}

//go:noinline
func noGoroutine(n int) {
	func() { work(&job{n}, n) }() // want: none
}

//go:noinline
func staysValue(id int, ids chan<- int) {
	go send(ids, id) // want: none
}

func send(ids chan<- int, id int) { ids <- id }
