import type { CauseText } from "../entry.js";
import { both, endsIn, isConstructor, isInInterface, isInlined, isOfReceiver, isPointer, not } from "../fits.js";

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
    {
      text: "Hold the value in the struct instead of a pointer to it.",
      at: both(isPointer, endsIn("field"), not(isInInterface), not(isInlined)),
      named: ({ keeper, type }) =>
        keeper === null || type === null ? null : `Let \`${keeper}\` hold a \`${type}\` instead of a pointer to one.`,
    },
    {
      text: "Reset and reuse what the field already points to, instead of making it anew.",
      at: both(isPointer, endsIn("field"), not(isConstructor), not(isInlined), isOfReceiver),
      named: ({ keeper }) =>
        keeper === null ? null : `Reset and reuse what \`${keeper}\` already points to, instead of making it anew.`,
    },
  ],
  remediesByAllocation: {
    "make-slice": [
      {
        text: "Reuse the slice that is there: `s.buf = s.buf[:0]`, and make a new one only when it has too little capacity.",
        at: both(endsIn("field"), not(isConstructor), isOfReceiver),
        named: ({ keeper }) =>
          keeper === null
            ? null
            : `Reuse the slice that is there: \`${keeper} = ${keeper}[:0]\`, and make a new one only when it has too little capacity.`,
      },
    ],
    "make-map": [
      {
        text: "Empty the map that is there with `clear` instead of replacing it.",
        at: both(endsIn("field"), not(isConstructor), isOfReceiver),
        named: ({ keeper }) =>
          keeper === null ? null : `Empty the map that is there with \`clear(${keeper})\` instead of replacing it.`,
      },
    ],
    "string-concatenation": [{ text: "Keep the parts and join them when the text is needed.", at: endsIn("field") }],
    closure: [{ text: "Store the values that the closure captures, and make it a method.", at: endsIn("field") }],
  },
  whenNotToBother:
    "State that is meant to outlive the call, such as caches, configuration and fields set by a constructor.",
};
