// Package cycle has functions that call each other in a circle.
package cycle

var last *int

//go:noinline
func walk(n *int, depth int) {
	if depth == 0 {
		last = n
		return
	}
	walk(n, depth-1)
}

//go:noinline
func ping(n *int, depth int) {
	if depth > 0 {
		pong(n, depth-1)
	}
}

//go:noinline
func pong(n *int, depth int) {
	last = n
	ping(n, depth-1)
}

//go:noinline
func run() {
	a := 1 // blame: cycle.walk n
	walk(&a, 3)
	b, c := 2, 3 // blame: cycle.ping n; cycle.pong n
	ping(&b, 3)
	pong(&c, 3)
}
