// Package slicegrowth shows appends that may outgrow their slice. The compiler reports them since Go 1.26;
// before, it reports only the slice that is grown.
package slicegrowth

var log []string

type stack struct{ items []int }

//go:noinline
func collect(n int) []int {
	var s []int
	for i := 0; i < n; i++ {
		s = append(s, i) // want: slice-growth allocation=append (go>=1.25)
	}
	return s
}

//go:noinline
func literal(n int) []int {
	s := []int{1, 2, 3} // want: returned allocation=slice-literal
	return append(s, n) // want: slice-growth allocation=append (go>=1.25)
}

//go:noinline
func capacity(n int) []int {
	s := make([]int, 0, 4) // want: returned allocation=make-slice
	s = append(s, n)       // want: slice-growth allocation=append (go>=1.25)
	return s
}

//go:noinline
func appended(a, b []byte) []byte {
	return append(a, b...) // want: slice-growth allocation=append (go>=1.25)
}

//go:noinline
func clone(b []byte) []byte {
	return append([]byte(nil), b...) // want: slice-growth allocation=append (go>=1.25)
}

//go:noinline
func global(line string) {
	log = append(log, line) // want: slice-growth allocation=append (go>=1.25)
}

func (s *stack) push(v int) {
	s.items = append(s.items, v) // want: slice-growth allocation=append (go>=1.25)
}

//go:noinline
func mapOfSlices(m map[string][]int, key string, v int) {
	m[key] = append(m[key], v) // want: slice-growth allocation=append (go>=1.25)
}

//go:noinline
func staysLocal(n int) int {
	var s []int
	for i := 0; i < n; i++ {
		s = append(s, i) // want: none
	}
	return len(s)
}

//go:noinline
func staysWithCapacity(a, b int) int {
	s := make([]int, 0, 8) // want: none
	s = append(s, a, b)    // want: none
	return s[0] + s[1]
}

//go:noinline
func noAppend(s []int) []int {
	for i := range s {
		s[i] *= 2 // want: none
	}
	return s[:len(s)/2]
}

//go:noinline
func noGrowth(s []int) []int {
	out := make([]int, len(s)) // want: stack-limit allocation=make-slice (go<1.25); returned allocation=make-slice (go>=1.25)
	for i, v := range s {
		out[i] = v * 2 // want: none
	}
	return out
}
