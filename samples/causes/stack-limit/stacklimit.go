// Package stacklimit shows allocations that are too big, or of unknown size, for a stack frame.
package stacklimit

//go:noinline
func bigArray() int {
	var a [16 << 20]byte // want: stack-limit allocation=variable
	for i := range a {
		a[i] = byte(i)
	}
	return int(a[1])
}

// mediumArray fits the limit of 10 MB that held before Go 1.24, not the 128 KB since.
//
//go:noinline
func mediumArray() int {
	var a [1 << 20]byte // want: stack-limit allocation=variable (go>=1.24)
	return int(a[3]) + len(a)
}

//go:noinline
func bigConstant() int {
	s := make([]int, 1<<16) // want: stack-limit allocation=make-slice
	return len(s) + s[3]
}

//go:noinline
func bigCapacity() int {
	s := make([]int, 0, 1<<16) // want: stack-limit allocation=make-slice
	return cap(s)
}

//go:noinline
func foldedConstant() int {
	size := 128 << 10
	s := make([]byte, size) // want: stack-limit allocation=make-slice
	return int(s[size-1])
}

//go:noinline
func unknownLength(n int) int {
	s := make([]int, n) // want: stack-limit allocation=make-slice (go<1.25)
	for i := range s {
		s[i] = i
	}
	return s[n/2]
}

//go:noinline
func unknownCapacity(n int) int {
	s := make([]int, 0, n) // want: stack-limit allocation=make-slice (go<1.25)
	s = append(s, 1)
	return s[0]
}

//go:noinline
func bigNew() int {
	p := new([1 << 20]int) // want: stack-limit allocation=new
	return p[5]
}

type table struct{ cells [20_000]int32 }

func (t table) first() int32 { return t.cells[0] }

//go:noinline
func bigLiteral(i int) int32 {
	t := &table{} // want: stack-limit allocation=pointer-literal
	t.cells[i] = 1
	return t.cells[i/2]
}

//go:noinline
func apply(f func() int32) int32 { return f() }

//go:noinline
func bigMethodValue() int32 {
	var t table
	t.cells[0] = 7
	return apply(t.first) // want: stack-limit allocation=method-value
}

//go:noinline
func zeroSized(n int) int {
	s := make([]struct{}, n) // want: stack-limit allocation=make-slice
	return len(s)
}

//go:noinline
func staysSmallArray() int {
	var a [1 << 10]byte // want: none
	return len(a) + int(a[3])
}

//go:noinline
func staysConstant() int {
	s := make([]int, 64) // want: none
	return s[1]
}

//go:noinline
func staysNew() int {
	p := new([64]int) // want: none
	return p[5]
}
