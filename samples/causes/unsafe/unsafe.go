// Package unsafe shows conversions that take a pointer out of the compiler's sight.
package unsafe

import (
	"reflect"
	"unsafe"
)

//go:noinline
//go:uintptrescapes
func system(number, argument uintptr) uintptr { return number + argument }

//go:noinline
//go:uintptrescapes
func systemAll(arguments ...uintptr) int { return len(arguments) }

//go:noinline
func escaping() uintptr {
	x := 1 // want: unsafe allocation=variable
	return system(1, uintptr(unsafe.Pointer(&x)))
}

//go:noinline
func escapingLiteral() uintptr {
	return system(1, uintptr(unsafe.Pointer(&[4]byte{1, 2, 3, 4}))) // want: unsafe allocation=pointer-literal
}

//go:noinline
func escapingVariadic() int {
	var buf [8]byte                                    // want: unsafe allocation=variable
	return systemAll(1, uintptr(unsafe.Pointer(&buf))) // want: call-argument allocation=variadic-slice
}

//go:noinline
func header(s *[]byte) {
	var buf [8]byte // want: heap-store allocation=variable
	h := (*reflect.SliceHeader)(unsafe.Pointer(s))
	h.Data = uintptr(unsafe.Pointer(&buf))
	h.Len, h.Cap = len(buf), len(buf)
}

//go:noinline
func headerRead() unsafe.Pointer {
	buf := []byte{1, 2, 3} // want: returned allocation=slice-literal
	h := (*reflect.SliceHeader)(unsafe.Pointer(&buf))
	return unsafe.Pointer(h.Data)
}

//go:noinline
func staysNumber() uintptr {
	x := 1 // want: none
	return uintptr(unsafe.Pointer(&x)) & 7
}

//go:noinline
func staysBits(f float64) uint64 {
	return *(*uint64)(unsafe.Pointer(&f)) // want: none
}

//go:noinline
func noSlice(p *byte, n int) []byte {
	return unsafe.Slice(p, n) // want: none
}
