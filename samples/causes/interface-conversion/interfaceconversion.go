// Package interfaceconversion shows values that are copied to the heap to be put into an interface.
package interfaceconversion

import "fmt"

type point struct{ x, y int }

func (p point) String() string { return "point" }

type code int

func (c code) Error() string { return "code" }

type handle struct{ p *int }

var last any

//go:noinline
func accept(v any) { last = v }

//go:noinline
func acceptAll(vs ...any) int { return len(vs) }

//go:noinline
func argument(n int) {
	accept(n) // want: interface-conversion allocation=boxed-value
}

//go:noinline
func structArgument(x, y int) {
	accept(point{x, y}) // want: interface-conversion allocation=boxed-value
}

//go:noinline
func sliceArgument(s []int) {
	accept(s) // want: interface-conversion allocation=boxed-value
}

//go:noinline
func printed(name string, n int) {
	fmt.Println(name, n) // want: interface-conversion allocation=boxed-value; interface-conversion allocation=boxed-value
}

//go:noinline
func constants() {
	fmt.Println("done", 42) // want: interface-conversion allocation=boxed-value allocates=no; interface-conversion allocation=boxed-value allocates=no
}

//go:noinline
func folded() {
	size := 4096
	accept(size) // want: interface-conversion allocation=boxed-value (go<1.25); interface-conversion allocation=boxed-value allocates=no (go>=1.25)
}

//go:noinline
func global(n int) {
	last = n // want: interface-conversion allocation=boxed-value
}

//go:noinline
func stringer(p point) fmt.Stringer {
	return p // want: interface-conversion allocation=boxed-value
}

//go:noinline
func asError(n int) error {
	if n == 0 {
		return nil
	}
	return code(n) // want: interface-conversion allocation=boxed-value
}

//go:noinline
func mapValues(n int, name string) map[string]any {
	return map[string]any{ // want: returned allocation=map-literal
		"name": name, // want: interface-conversion allocation=boxed-value
		"n":    n,    // want: interface-conversion allocation=boxed-value
	}
}

//go:noinline
func sent(c chan<- any, n int) {
	c <- n // want: interface-conversion allocation=boxed-value
}

//go:noinline
func text(a, b string) any {
	return a + b // want: interface-conversion allocation=boxed-value; contained allocation=string-concatenation root=interface-conversion
}

//go:noinline
func noPointer(p *point) {
	accept(p) // want: none
}

//go:noinline
func noPointerShaped(p *int) {
	accept(handle{p}) // want: none
}

//go:noinline
func noInterface(err error) {
	accept(err) // want: none
}

//go:noinline
func staysUnused(n int, name string) int {
	return acceptAll(n, name) // want: none
}

func maximum[T int | float64](a, b T) T {
	if a > b {
		return a
	}
	return b
}

//go:noinline
func noGeneric(a, b int) int {
	return maximum(a, b) // want: none
}

//go:noinline
func noConcrete(p point) string {
	return p.String() // want: none
}
