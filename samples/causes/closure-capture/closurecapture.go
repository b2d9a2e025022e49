// Package closurecapture shows variables that move to the heap because a closure that escapes captures them.
package closurecapture

import "sync"

var hook func()

type counter struct{ n int }

type server struct{ onClose func() }

//go:noinline
func returned() func() int {
	x := 0              // want: closure-capture allocation=variable root=returned
	return func() int { // want: returned allocation=closure
		x++
		return x
	}
}

//go:noinline
func shared() (get func() int, set func(int)) {
	x := 0                        // want: closure-capture allocation=variable root=returned
	get = func() int { return x } // want: returned allocation=closure
	set = func(v int) { x = v }   // want: returned allocation=closure
	return get, set
}

//go:noinline
func parameter(n int) func() int { // want: closure-capture allocation=variable root=returned
	return func() int { // want: returned allocation=closure
		n++
		return n
	}
}

//go:noinline
func stored() {
	calls := 0                // want: closure-capture allocation=variable root=heap-store
	hook = func() { calls++ } // want: heap-store allocation=closure
}

//go:noinline
func field(s *server) {
	closed := 0                     // want: closure-capture allocation=variable root=heap-store
	s.onClose = func() { closed++ } // want: heap-store allocation=closure
}

//go:noinline
func goroutine(n int) int {
	var wg sync.WaitGroup // want: closure-capture allocation=variable root=goroutine
	sum := 0              // want: closure-capture allocation=variable root=goroutine
	wg.Add(1)
	go func() { // want: goroutine allocation=closure
		defer wg.Done()
		sum += n
	}()
	wg.Wait()
	return sum
}

//go:noinline
func funcValue(each func(func(int))) int {
	sum := 0                       // want: closure-capture allocation=variable root=interface-call
	each(func(v int) { sum += v }) // want: interface-call allocation=closure
	return sum
}

//go:noinline
func nested() func() func() int {
	x := 0                     // want: closure-capture allocation=variable root=returned
	return func() func() int { // want: returned allocation=closure
		return func() int { // want: returned allocation=closure
			x++
			return x
		}
	}
}

//go:noinline
func pointer() func() int {
	c := &counter{}     // want: closure-capture allocation=pointer-literal root=returned
	return func() int { // want: returned allocation=closure
		c.n++
		return c.n
	}
}

//go:noinline
func large() func() byte {
	var buf [256]byte                    // want: closure-capture allocation=variable root=returned
	return func() byte { return buf[1] } // want: returned allocation=closure
}

//go:noinline
func staysByValue(n int) func() int {
	m := n + 1                     // want: none
	return func() int { return m } // want: returned allocation=closure
}

//go:noinline
func apply(f func(int) int, v int) int { return f(v) }

//go:noinline
func staysLocal(n int) int {
	sum := 0 // want: none
	for i := 0; i < n; i++ {
		sum += apply(func(v int) int { sum++; return v }, i) // want: none
	}
	return sum
}
