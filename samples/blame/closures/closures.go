// Package closures has function literals that take what they capture to the heap.
package closures

var hook func() int

//go:noinline
func set(fn func() int) { hook = fn }

//go:noinline
func counters() {
	a, b := 1, 2     // blame: function literal in closures.counters; function literal in closures.counters
	set(func() int { // blame: closures.set fn
		a++
		b++
		return a + b
	})
}

//go:noinline
func start(n *int) {
	total := 0  // blame: function literal in closures.start
	go func() { // blame: go or defer statement in closures.start
		total += *n
	}()
	total++
}

//go:noinline
func startOne() {
	n := 1 // blame: closures.start n
	start(&n)
}

type each interface{ Each(func(int)) }

var hooks []func()

//go:noinline
func nested(e each) (total int) { // blame: function literal in closures.nested
	e.Each(func(v int) { // blame: e.Each in closures.nested
		hooks = append(hooks, func() { println("x") }) // blame: variable closures.hooks
		total += v
	})
	return total
}
