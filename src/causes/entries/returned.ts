import type { CauseText } from "../entry.js";
import {
  both,
  isConstructor,
  isExported,
  isFree,
  isInInterface,
  isInLoop,
  isPointer,
  isSmallPointer,
  not,
  returnsNamedType,
} from "../fits.js";
import { KEEP_CONSTANT } from "./keep-constant.js";

/** Something the caller gets a reference to. */
export const returned: CauseText = {
  title: "Returned to caller",
  line: "the caller gets a reference to it",
  ease: 65,
  explanation:
    "The function hands out a pointer to the value, or something that holds one: a slice, a map, a closure, a " +
    "string that was just built. The frame is gone once the function has returned, so the value cannot stand in it. " +
    "When the function is inlined, the compiler decides again at each call, and the value can stay on the stack of " +
    "a caller that does not let it go any further.",
  example: {
    bad: `package p

type Point struct{ X, Y int }

func Middle(a, b Point) *Point {
	m := Point{(a.X + b.X) / 2, (a.Y + b.Y) / 2} // <- here
	return &m
}
`,
    good: `package p

type Point struct{ X, Y int }

func Middle(a, b Point) Point {
	m := Point{(a.X + b.X) / 2, (a.Y + b.Y) / 2} // <- here
	return m
}
`,
  },
  remedies: [
    {
      text: "Return the value instead of a pointer to it: up to a few words travel in registers.",
      at: both(isSmallPointer, not(isInInterface), isFree),
      named: ({ type }) =>
        type === null ? null : `Return \`${type}\` instead of \`*${type}\`: up to a few words travel in registers.`,
    },
    {
      text: "Let the caller bring the memory: fill in a `*T` that it passes.",
      at: both(isPointer, not(isInInterface), isFree),
      named: ({ type }) =>
        type === null ? null : `Let the caller bring the memory: fill in a \`*${type}\` that it passes.`,
    },
    {
      text: "Keep the constructor small enough to be inlined, and do the heavy part in another function.",
      at: isConstructor,
    },
  ],
  remediesByAllocation: {
    "make-slice": [
      { text: "Append to a slice that the caller passes and return it, as `strconv.AppendInt` does.", at: isFree },
    ],
    "string-concatenation": [
      { text: "Collect the parts in a `strings.Builder` after one `Grow`.", at: isInLoop },
      {
        text: "Append to a `[]byte` that the caller passes, instead of returning a new string.",
        at: both(not(isInLoop), isFree),
      },
    ],
    "string-conversion": [KEEP_CONSTANT],
    closure: [
      {
        text: "Return a small struct with a method instead of a function literal.",
        at: both(not(isInInterface), not(returnsNamedType), isFree, not(isExported)),
      },
    ],
    "make-map": [
      { text: "Fill a map that the caller passes, or clear and reuse one.", at: both(not(isConstructor), isFree) },
    ],
  },
  whenNotToBother:
    "Constructors of things that live long, and results that the caller would have to put on the heap anyway. A " +
    "large struct that is passed on many times can be cheaper behind one pointer.",
};
