import type { CauseText } from "../entry.js";

/** Pointers that leave the type system. */
export const unsafe: CauseText = {
  title: "Unsafe pointer",
  line: "unsafe code hides where its pointer goes",
  ease: 20,
  explanation:
    "A pointer to the value becomes a number that the compiler cannot follow: it is passed as a `uintptr` to a " +
    "function marked `//go:uintptrescapes`, as system calls are, or stored in the `Data` field of a " +
    "`reflect.SliceHeader` or `StringHeader`. Stacks move when they grow, and such a number would not be mended, so " +
    "the value has to be on the heap. With the strictest pointer checks (`-d=checkptr=2`, `-asan`) every conversion " +
    "to `unsafe.Pointer` counts as well.",
  example: {
    bad: `package p

import "unsafe"

//go:uintptrescapes
//go:noinline
func call(number, argument uintptr) uintptr { return number + argument }

func Read() byte {
	var buf [8]byte // <- here
	call(0, uintptr(unsafe.Pointer(&buf)))
	return buf[0]
}
`,
    good: `package p

import "unsafe"

//go:uintptrescapes
//go:noinline
func call(number, argument uintptr) uintptr { return number + argument }

func Read(buf *[8]byte) byte {
	call(0, uintptr(unsafe.Pointer(buf))) // <- here
	return buf[0]
}
`,
  },
  remedies: [
    "Reuse one buffer for many calls: take it from the caller, or keep it in a struct.",
    "Use `unsafe.Slice`, `unsafe.String` and their like instead of reflect's headers: the compiler can follow those.",
    "Use the wrapper of the standard library or of `golang.org/x/sys` instead of a raw system call.",
  ],
  whenNotToBother:
    "Next to a system call, one allocation seldom shows. Never trade correctness for it: unsafe code has to keep " +
    "its pointers alive.",
};
