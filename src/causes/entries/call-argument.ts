import type { CauseText } from "../entry.js";
import {
  both,
  endsIn,
  hasNoParameters,
  isBuffer,
  isFilledIn,
  isInLoop,
  isOfRune,
  isOnlyUsed,
  isOwnCallee,
  isPointer,
  not,
} from "../fits.js";

/** An argument of a function that keeps it. */
export const callArgument: CauseText = {
  title: "Kept by callee",
  line: "passed to a function that may keep it",
  ease: 55,
  explanation:
    "The compiler notes for every function which of its parameters may outlive the call: they leak (`leaking param: " +
    "p`). An argument for such a parameter has to be on the heap, whatever the function really does with it. A " +
    "parameter also leaks when the callee only hands it on to a dynamic call, to reflection, or to code in assembly " +
    "that is not marked `//go:noescape`. So the cause is in the callee, and one change there can free many callers.",
  example: {
    bad: `package p

import "fmt"

func Port(text string) (int, error) {
	var port int // <- here
	_, err := fmt.Sscan(text, &port)
	return port, err
}
`,
    good: `package p

import "strconv"

func Port(text string) (int, error) {
	port, err := strconv.Atoi(text) // <- here
	return port, err
}
`,
  },
  remedies: [
    {
      text: "Find out where the callee lets the parameter go (`escape-report blame` lists those that cost most), and mend it there.",
      at: both(isOwnCallee, endsIn("interface-call", "func-value")),
    },
    {
      text: "Call a function that takes and returns values, instead of one that fills in a pointer by reflection.",
      at: isFilledIn,
    },
    {
      text: "Reuse one value for many calls: declare it outside the loop, or keep it in a struct.",
      // What a callee may keep is another value each time.
      at: both(isInLoop, isOnlyUsed, (site) => isPointer(site) || isBuffer(site)),
      named: ({ variable }) =>
        variable === null
          ? null
          : `Reuse one \`${variable}\` for many calls: declare it outside the loop, or keep it in a struct.`,
    },
  ],
  remediesByAllocation: {
    "variadic-slice": [
      {
        text: "Pass a slice that exists with `s...`, or offer a function with a fixed number of parameters.",
        at: isOwnCallee,
      },
    ],
    closure: [{ text: "Pass a function without captured variables, which needs no memory.", at: not(hasNoParameters) }],
    "string-conversion": [
      {
        text: "Look for the variant of the callee that takes a `string` or a `[]byte` as you have it.",
        at: not(isOfRune),
      },
    ],
  },
  whenNotToBother:
    "The callee is meant to keep it (it registers, caches, starts something), or is itself far more expensive, as " +
    "decoding JSON is.",
};
