package zerocost

import (
	"context"
	"testing"
)

// Each function, called as the marks mean it.
var calls = map[string]func(){
	"ConstantString":    ConstantString,
	"ConstantInt":       ConstantInt,
	"ConstantFloat":     ConstantFloat,
	"ConstantRune":      ConstantRune,
	"ConstantComplex":   ConstantComplex,
	"ConstantNamed":     ConstantNamed,
	"ConstantPassed":    ConstantPassed,
	"ConstantPrinted":   func() { ConstantPrinted() },
	"ZeroStruct":        ZeroStruct,
	"ZeroKey":           ZeroKey,
	"ZeroArray":         ZeroArray,
	"ZeroError":         ZeroError,
	"ZeroPointer":       ZeroPointer,
	"ZeroNew":           ZeroNew,
	"ZeroMake":          ZeroMake,
	"ZeroLookup":        func() { ZeroLookup(context.Background()) },
	"Byte":              func() { Byte(seven) },
	"Bool":              func() { Bool(seven == 7) },
	"Int8":              func() { Int8(int8(seven)) },
	"Named":             func() { Named(state(seven)) },
	"SmallInt":          func() { SmallInt(int(seven)) },
	"SmallUint16":       func() { SmallUint16(uint16(seven)) },
	"SmallInt32":        func() { SmallInt32(int32(seven)) },
	"Literal":           Literal,
	"LiteralPassed":     LiteralPassed,
	"Guarded":           func() { _ = Guarded(int(seven)) },
	"GuardedByCall":     func() { GuardedByCall(int(seven)) },
	"GuardedPanic":      func() { GuardedPanic(int(seven)) },
	"Dead":              func() { Dead(int(seven)) },
	"DeadAfterInlining": func() { DeadAfterInlining(int(seven)) },
}

var seven = byte(7)

func TestNothingIsAllocated(t *testing.T) {
	for name, call := range calls {
		if n := testing.AllocsPerRun(100, call); n != 0 {
			t.Errorf("%s: %v allocs/op", name, n)
		}
	}
}
