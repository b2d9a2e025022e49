// Package panic shows allocations that happen only while panicking.
package panic

import (
	"errors"
	"fmt"
)

// ErrRange is allocated once, when the program starts: panicking with it is free.
var ErrRange = errors.New("out of range") // want: none

// RangeError is a value type, so that panic boxes it.
type RangeError struct{ Index, Length int }

func (e RangeError) Error() string { return "out of range" }

//go:noinline
func constant(ok bool) {
	if !ok {
		panic("not ok") // want: panic allocation=boxed-value allocates=no
	}
}

//go:noinline
func boxedValue(index, length int) {
	if index >= length {
		panic(RangeError{index, length}) // want: panic allocation=boxed-value
	}
}

//go:noinline
func pointerLiteral(index, length int) {
	if index >= length {
		panic(&RangeError{index, length}) // want: panic allocation=pointer-literal
	}
}

//go:noinline
func message(name string) {
	if name == "" {
		panic("unknown name: " + name) // want: panic allocation=boxed-value; contained allocation=string-concatenation root=panic
	}
}

//go:noinline
func formatted(index int) {
	if index < 0 {
		panic(fmt.Sprintf("index %d", index)) // want: panic allocation=boxed-value; interface-conversion allocation=boxed-value
	}
}

//go:noinline
func wrapped(err error) {
	if err != nil {
		panic(fmt.Errorf("wrapped: %w", err)) // want: panic allocation=pointer-literal (go>=1.26)
	}
}

//go:noinline
func local(index int) {
	e := RangeError{Index: index} // want: panic allocation=variable
	if index < 0 {
		panic(&e)
	}
}

//go:noinline
func noBoxing(err error) {
	if err != nil {
		panic(err) // want: none
	}
}

//go:noinline
func noSentinel(ok bool) {
	if !ok {
		panic(ErrRange) // want: none
	}
}

//go:noinline
func noPanic(index, length int) (RangeError, bool) {
	return RangeError{index, length}, index < length // want: none
}
