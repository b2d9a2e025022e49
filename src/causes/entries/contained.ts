import type { CauseText } from "../entry.js";
import { both, endsIn, isInInterface, isInLoop, isPointer, not } from "../fits.js";
import { KEEP_CONSTANT } from "./keep-constant.js";

/** A part of another allocation. */
export const contained: CauseText = {
  title: "Part of another",
  line: "stored in something else that escapes",
  ease: 35,
  explanation:
    "A reference to the value is stored in another allocation of the same function, and that one is on the heap. " +
    "What it refers to has to live as long as it does. There is nothing to mend at this line by itself: look at the " +
    "allocation that holds it. The root cause of the record is that allocation's cause.",
  example: {
    bad: `package p

type Line struct{ From, To *Point }

type Point struct{ X, Y int }

func Diagonal(size int) *Line {
	return &Line{
		From: &Point{}, // <- here
		To:   &Point{size, size},
	}
}
`,
    good: `package p

type Line struct{ From, To Point }

type Point struct{ X, Y int }

func Diagonal(size int) *Line {
	return &Line{
		From: Point{}, // <- here
		To:   Point{size, size},
	}
}
`,
  },
  remedies: [
    {
      text: "Follow it to the value that holds it: once that stays on the stack, this one can too.",
      // A story has followed it already.
      at: endsIn("storage", "unknown", "told"),
    },
    {
      text: "Hold the part by value, so that both are one allocation.",
      at: both(isPointer, not(isInInterface)),
      named: ({ type }) =>
        type === null
          ? null
          : `Hold the \`${type}\` by value instead of a pointer to it, so that both are one allocation.`,
    },
    {
      text: "Where many parts are made together, make them in one slice and point into it.",
      at: both(isPointer, isInLoop, not(isInInterface)),
    },
  ],
  remediesByAllocation: {
    "string-conversion": [KEEP_CONSTANT],
    "variadic-slice": [
      "Pass a slice that exists with `s...`, or build the outer value without a variadic constructor.",
    ],
  },
  whenNotToBother:
    "The whole that it belongs to has to be on the heap, and its parts are shared or replaced one by one.",
};
