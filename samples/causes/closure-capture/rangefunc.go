//go:build go1.23

package closurecapture

// The body of a loop over a function is a closure; the compiler names its own variables #state1, #rv1 and #next.

//go:noinline
func sum(seq func(yield func(int) bool)) int {
	n := 0               // want: closure-capture allocation=variable root=interface-call
	for v := range seq { // want: closure-capture allocation=variable root=interface-call; interface-call allocation=closure
		n += v
	}
	return n
}

// find returns from the body of the loop. The compiler reports #next without a position:
// want unplaced: closure-capture allocation=variable root=interface-call
//
//go:noinline
func find(seq func(yield func(int) bool), limit int) int { // want: closure-capture allocation=variable root=interface-call
	for v := range seq { // want: closure-capture allocation=variable root=interface-call; interface-call allocation=closure
		if v > limit {
			return v
		}
	}
	return 0
}

func count(yield func(int) bool) {
	for i := 0; i < 3; i++ {
		if !yield(i) {
			return
		}
	}
}

//go:noinline
func staysKnown() int {
	n := 0                 // want: none
	for v := range count { // want: none
		n += v
	}
	return n
}
