// Package dynamic calls what is known at run time only.
package dynamic

type sink interface{ put(*int) }

//go:noinline
func flush(s sink) {
	a, b, c := 1, 2, 3 // blame: s.put in dynamic.flush; s.put in dynamic.flush; s.put in dynamic.flush
	s.put(&a)
	s.put(&b)
	s.put(&c)
}

//go:noinline
func send(s sink, n *int) { s.put(n) }

//go:noinline
func sendTwo(s sink) {
	a, b := 1, 2 // blame: dynamic.send n; dynamic.send n
	send(s, &a)
	send(s, &b)
}

//go:noinline
func each(fn func(*int)) {
	n := 1 // blame: fn in dynamic.each
	fn(&n)
}
