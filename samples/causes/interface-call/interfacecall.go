// Package interfacecall shows values handed to calls that the compiler cannot see through.
package interfacecall

import (
	"bytes"
	"io"
)

type shape interface {
	area() float64
	scale(factor *float64)
}

type square struct{ side float64 }

func (s *square) area() float64         { return s.side * s.side }
func (s *square) scale(factor *float64) { s.side *= *factor }

type circle struct{ radius float64 }

func (c *circle) area() float64         { return 3 * c.radius * c.radius }
func (c *circle) scale(factor *float64) { c.radius *= *factor }

type handler struct{ fn func(*int) }

var onEvent func(*int)

//go:noinline
func argument(s shape) {
	factor := 2.0 // want: interface-call allocation=variable
	s.scale(&factor)
}

//go:noinline
func buffer(w io.Writer) error {
	var buf [64]byte // want: interface-call allocation=variable
	_, err := w.Write(buf[:])
	return err
}

//go:noinline
func text(w io.Writer, s string) {
	w.Write([]byte(s)) // want: interface-call allocation=string-conversion
}

//go:noinline
func receiver(round bool) float64 {
	var s shape = &square{1} // want: interface-call allocation=pointer-literal
	if round {
		s = &circle{1} // want: interface-call allocation=pointer-literal
	}
	return s.area()
}

//go:noinline
func parameter(fn func(*int)) int {
	x := 1 // want: interface-call allocation=variable
	fn(&x)
	return x
}

//go:noinline
func field(h handler) {
	x := 1 // want: interface-call allocation=variable
	h.fn(&x)
}

//go:noinline
func global() {
	x := 1 // want: interface-call allocation=variable
	onEvent(&x)
}

//go:noinline
func fromMap(handlers map[string]func(*int), name string) {
	x := 1 // want: interface-call allocation=variable
	handlers[name](&x)
}

//go:noinline
func closure(each func(func(int) bool)) {
	each(func(int) bool { return true }) // want: interface-call allocation=closure
}

func double(p *int) { *p *= 2 }
func triple(p *int) { *p *= 3 }

//go:noinline
func chosen(big bool) int {
	fn := double
	if big {
		fn = triple
	}
	x := 1 // want: interface-call allocation=variable (go<1.27)
	fn(&x)
	return x
}

//go:noinline
func noInterface(c *circle) {
	factor := 2.0 // want: none
	c.scale(&factor)
}

//go:noinline
func noDevirtualized() float64 {
	var s shape = &square{2} // want: none
	factor := 2.0            // want: none
	s.scale(&factor)
	return s.area()
}

//go:noinline
func noValue(fn func(int) int) int {
	x := 1
	return fn(x) // want: none
}

//go:noinline
func staysKnown() int {
	fn := double
	x := 1 // want: none
	fn(&x)
	return x
}

//go:noinline
func staysConcrete(b *bytes.Buffer) {
	var buf [64]byte // want: none
	b.Write(buf[:])
}
