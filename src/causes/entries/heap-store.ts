import type { CauseText } from "../entry.js";
import { both, endsIn, isPointer } from "../fits.js";

/** Reachable from something on the heap. */
export const heapStore: CauseText = {
  title: "Stored through pointer",
  line: "something on the heap may point to it",
  ease: 30,
  explanation:
    "A reference to the value is assigned to a package-level variable, to a field of something behind a pointer, or " +
    "through the pointer itself. The compiler does not work out what a pointer points to, so it takes every store " +
    "through one as a store to the heap: `p.next = &x` moves `x` there even when `p` points to a local variable.",
  example: {
    bad: `package p

type Options struct{ limit *int }

func (o *Options) SetLimit(limit int) {
	n := limit // <- here
	o.limit = &n
}
`,
    good: `package p

type Options struct {
	limit    int
	hasLimit bool
}

func (o *Options) SetLimit(limit int) {
	n := limit // <- here
	o.limit, o.hasLimit = n, true
}
`,
  },
  remedies: [
    { text: "Hold the value in the struct instead of a pointer to it.", at: both(isPointer, endsIn("field")) },
    {
      text: "Work on a local struct and return it, instead of filling one in through a pointer.",
      at: endsIn("field", "pointer"),
    },
    { text: "Reset and reuse what the field already points to, instead of making it anew.", at: endsIn("field") },
  ],
  remediesByAllocation: {
    "make-slice": [
      {
        text: "Reuse the slice that is there: `s.buf = s.buf[:0]`, and make a new one only when it has too little capacity.",
        at: endsIn("field"),
      },
    ],
    "make-map": ["Empty the map that is there with `clear` instead of replacing it."],
    "string-concatenation": ["Keep the parts and join them when the text is needed."],
    closure: [{ text: "Store the values that the closure captures, and make it a method.", at: endsIn("field") }],
  },
  whenNotToBother:
    "State that is meant to outlive the call, such as caches, configuration and fields set by a constructor.",
};
