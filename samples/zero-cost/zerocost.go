// Package zerocost holds functions for which the compiler prints that something escapes to the heap, and that allocate
// nothing when they are called as the test calls them. A mark says what a report has to say of its line: the verdict, and
// the reason where it is not yes.
package zerocost

import (
	"context"
	"errors"
	"fmt"
)

// What these variables hold escapes. Off is false, which the compiler cannot know.
var (
	Sink   any
	Fn     func() int
	Err    error
	Bytes  []byte
	Points []*point
	Off    bool
)

type point struct{ x, y int }

type key struct{}

type code int

func (c code) Error() string { return "code" }

type nothing struct{}

func (nothing) Error() string { return "nothing" }

type state uint8

var errBad = errors.New("bad")

//go:noinline
func keep(v any) { Sink = v }

//go:noinline
func keepFn(f func() int) { Fn = f }

//go:noinline
func isOff() bool { return Off }

// Constants in interfaces are read-only data.

func ConstantString()  { Sink = "text" }   // want: no constant
func ConstantInt()     { Sink = 1000 }     // want: no constant
func ConstantFloat()   { Sink = 1.5 }      // want: no constant
func ConstantRune()    { Sink = 'x' }      // want: no constant
func ConstantComplex() { Sink = 1i }       // want: no constant
func ConstantNamed()   { Err = code(700) } // want: no constant
func ConstantPassed()  { keep("passed") }  // want: no constant

func ConstantPrinted() string {
	return first("a", "b") // want: no constant, no constant
}

//go:noinline
func first(list ...any) string {
	Sink = list[0]
	return ""
}

// Values without a size all have one address.

func ZeroStruct()  { Sink = struct{}{} }       // want: no zero-size
func ZeroKey()     { Sink = key{} }            // want: no zero-size
func ZeroArray()   { Sink = [0]int{} }         // want: no zero-size
func ZeroError()   { Err = nothing{} }         // want: no zero-size
func ZeroPointer() { Sink = &struct{}{} }      // want: no zero-size
func ZeroNew()     { Sink = new(key) }         // want: no zero-size
func ZeroMake()    { Bytes = make([]byte, 0) } // want: no zero-size

func ZeroLookup(ctx context.Context) any {
	return ctx.Value(key{}) // want: no zero-size
}

// A byte in an interface points into a table of the run time.

func Byte(b byte)   { Sink = b } // want: no static-table
func Bool(b bool)   { Sink = b } // want: no static-table
func Int8(b int8)   { Sink = b } // want: no static-table
func Named(b state) { Sink = b } // want: no static-table

// So do small integers, which is known only when the program runs.

func SmallInt(n int)       { Sink = n } // want: maybe small-value
func SmallUint16(n uint16) { Sink = n } // want: maybe small-value
func SmallInt32(n int32)   { Sink = n } // want: maybe small-value

// Function literals that capture nothing are data.

func Literal() {
	Fn = func() int { return 42 } // want: no no-captures
}

func LiteralPassed() {
	keepFn(func() int { return 43 }) // want: no no-captures
}

// What stands behind a condition is paid for by those who get there.

func Guarded(n int) error {
	if n < 0 {
		return fmt.Errorf("negative: %d", n) // want: maybe conditional, maybe small-value
	}
	return nil
}

func GuardedByCall(n int) {
	if isOff() {
		Points = append(Points, &point{n, n}) // want: maybe grows, yes
	}
}

func GuardedPanic(n int) int {
	if n < 0 {
		panic(fmt.Sprintf("negative: %d", n)) // want: maybe panic, maybe panic
	}
	return n + 1
}

// What can be shown to be never run is not in the program.

const debug = false

func Dead(n int) {
	if debug {
		Sink = &point{n, n} // want: no dead-code
	}
}

func DeadAfterInlining(n int) {
	log(false, n) // want: no dead-code
}

func log(enabled bool, n int) {
	if enabled {
		Sink = &point{n, n}
	}
}
