import type { CauseText } from "../entry.js";

/** The argument of `panic`. */
export const panic: CauseText = {
  title: "Panic argument",
  line: "made only while panicking: rarely matters",
  ease: 0,
  explanation:
    "The parameter of `panic` is an `any`, and whoever recovers may keep it, so the compiler puts the argument on " +
    "the heap. It does so at the moment of the panic: a call that does not panic never pays for it. That is why " +
    "these allocations are counted apart and left out of the rankings.",
  example: {
    bad: `package p

type OutOfRange struct{ Index, Length int }

func At(values []int, i int) int {
	if i < 0 || i >= len(values) {
		panic(OutOfRange{i, len(values)}) // <- here
	}
	return values[i]
}
`,
    good: `package p

import "errors"

var errOutOfRange = errors.New("p: index out of range")

func At(values []int, i int) int {
	if i < 0 || i >= len(values) {
		panic(errOutOfRange) // <- here
	}
	return values[i]
}
`,
  },
  remedies: [
    "Leave it: code that runs once before the program dies needs no tuning.",
    "Where panics are part of the normal flow, such as in a recursive parser, panic with a package-level error value.",
    "Where the check keeps a small function from being inlined, move the `panic` with its message into a function of its own.",
  ],
  whenNotToBother: "Nearly always. Look at it only when a profile shows the allocation.",
};
