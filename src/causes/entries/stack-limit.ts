import type { CauseText } from "../entry.js";
import { isBuffer } from "../fits.js";

/** Too large, too aligned or of unknown size. */
export const stackLimit: CauseText = {
  title: "Too big for stack",
  line: "too big for the stack, or of unknown size",
  ease: 85,
  explanation:
    "The value does not outlive its call, yet it cannot stand in a stack frame. The compiler lays out each frame " +
    "when it compiles, so it needs a size that is known and moderate: at most 128 KiB for a declared variable (10 " +
    "MiB before Go 1.23) and 64 KiB for what `new`, `&T{}` or `make` creates. Before Go 1.25 every `make` whose " +
    "size only the running program knows has this cause; since then it is not reported any more: it uses a few " +
    "bytes of the frame where they are enough, and the heap where they are not.",
  example: {
    bad: `package p

func Histogram(data []byte) (most byte) {
	counts := make([]int, 1<<16) // <- here
	for _, b := range data {
		counts[b]++
		if counts[b] > counts[most] {
			most = b
		}
	}
	return most
}
`,
    good: `package p

func Histogram(data []byte) (most byte) {
	counts := make([]int, 256) // <- here
	for _, b := range data {
		counts[b]++
		if counts[b] > counts[most] {
			most = b
		}
	}
	return most
}
`,
  },
  remedies: [
    { text: "Work in pieces through a buffer of a few KiB.", at: isBuffer },
    {
      text: "Take the buffer from the caller, keep it in a struct that lives longer, or reuse it with `sync.Pool`.",
      at: isBuffer,
    },
  ],
  remediesByAllocation: {
    "make-slice": [
      "Where the size has a small upper bound, make the slice with that constant and reslice it: `make([]T, 64)[:n]`.",
    ],
    variable: ["Pass a large array as a slice of one that exists, instead of declaring it again in each call."],
    "method-value": ["A method value copies its receiver: use a pointer receiver, or call the method directly."],
  },
  whenNotToBother:
    "A large buffer that is made once and used for long, or a slice that has to be as long as its input: the " +
    "allocation is then a small part of the work.",
};
