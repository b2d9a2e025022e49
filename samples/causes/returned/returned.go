// Package returned shows pointers to what a function makes, handed to its caller.
package returned

import "strings"

type node struct {
	value int
	next  *node
}

type point struct{ x, y float64 }

func (p point) length() float64 { return p.x*p.x + p.y*p.y }

type failure struct{ reason string }

func (f *failure) Error() string { return f.reason }

type view struct{ data []byte }

//go:noinline
func local() *int {
	x := 10 // want: returned allocation=variable
	return &x
}

//go:noinline
func variable(v int) *int {
	x := v // want: returned allocation=variable
	p := &x
	q := p
	return q
}

//go:noinline
func parameter(v int) *int { // want: returned allocation=variable
	return &v
}

//go:noinline
func named(v int) (p *int) {
	x := v // want: returned allocation=variable
	p = &x
	return
}

//go:noinline
func second(v int) (bool, *int) {
	x := v // want: returned allocation=variable
	return v > 0, &x
}

//go:noinline
func literal(v int) *node {
	return &node{value: v} // want: returned allocation=pointer-literal
}

//go:noinline
func allocated() *node {
	n := new(node) // want: returned allocation=new
	n.value = 1
	return n
}

//go:noinline
func field() *float64 {
	p := point{1, 2} // want: returned allocation=variable
	return &p.y
}

//go:noinline
func array() []byte {
	var buf [16]byte // want: returned allocation=variable
	return buf[:8]
}

//go:noinline
func slice() []int {
	return []int{1, 2, 3} // want: returned allocation=slice-literal
}

//go:noinline
func made() []int {
	return make([]int, 8) // want: returned allocation=make-slice
}

//go:noinline
func unknownSize(n int) []int {
	return make([]int, n) // want: stack-limit allocation=make-slice (go<1.25); returned allocation=make-slice (go>=1.25)
}

//go:noinline
func maps() (map[string]int, map[int]bool) {
	m := make(map[string]int)       // want: returned allocation=make-map
	return m, map[int]bool{1: true} // want: returned allocation=map-literal
}

//go:noinline
func closure(n int) func() int {
	return func() int { return n } // want: returned allocation=closure
}

//go:noinline
func methodValue(p point) func() float64 {
	return p.length // want: returned allocation=method-value
}

//go:noinline
func concatenated(a, b string) string {
	return a + ", " + b // want: returned allocation=string-concatenation
}

//go:noinline
func converted(s string, b []byte) ([]byte, string, []rune) {
	return []byte(s), string(b), []rune(s) // want: returned allocation=string-conversion; returned allocation=string-conversion; returned allocation=string-conversion
}

//go:noinline
func asError(reason string) error {
	return &failure{reason} // want: returned allocation=pointer-literal
}

//go:noinline
func inStruct() view {
	buf := make([]byte, 32) // want: returned allocation=make-slice
	return view{data: buf}
}

func pointerTo[T any](v T) *T { return &v } // want: returned allocation=variable

//go:noinline
func inlined() *int {
	return pointerTo(3) // want: returned allocation=variable
}

//go:noinline
func inlinedBuilder() *strings.Builder {
	var b strings.Builder // want: returned allocation=variable
	return &b
}

//go:noinline
func noValue(v int) int {
	x := v // want: none
	return x
}

//go:noinline
func noStruct(x, y float64) point {
	return point{x, y} // want: none
}

//go:noinline
func noArray() [4]int {
	return [4]int{1, 2, 3, 4} // want: none
}

//go:noinline
func noParameter(p *node) *node {
	return p.next // want: none
}

//go:noinline
func staysDereferenced() int {
	p := pointerTo(3) // want: none
	return *p
}

//go:noinline
func staysFilled(p *point) {
	q := &point{1, 2} // want: none
	*p = *q
}
