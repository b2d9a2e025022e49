import type { CauseText } from "../entry.js";
import { both, isInLoop, isPointer } from "../fits.js";

/** Made inside a loop and used outside of it. */
export const loop: CauseText = {
  title: "Outlives loop turn",
  line: "made in a loop, kept by a variable outside",
  ease: 80,
  explanation:
    "The value is made inside a loop, and a variable that is declared outside of it refers to it. A frame has one " +
    "place for each variable of the function, but here several values can be alive at once: the one of an earlier " +
    "turn and the one that is made now. So each turn takes fresh memory from the heap.",
  example: {
    bad: `package p

func Longest(words []string) string {
	var longest *string
	for i := range words {
		word := words[i] // <- here
		if longest == nil || len(word) > len(*longest) {
			longest = &word
		}
	}
	if longest == nil {
		return ""
	}
	return *longest
}
`,
    good: `package p

func Longest(words []string) string {
	longest := ""
	for i := range words {
		word := words[i] // <- here
		if len(word) > len(longest) {
			longest = word
		}
	}
	return longest
}
`,
  },
  remedies: [
    { text: "Keep a copy of the value, or its index, instead of a pointer to it.", at: both(isInLoop, isPointer) },
    { text: "Declare the value before the loop and set it anew in every turn.", at: both(isInLoop, isPointer) },
    { text: "Move the body of the loop into a function that returns a value.", at: both(isInLoop, isPointer) },
  ],
  remediesByAllocation: {
    "string-concatenation": [
      { text: "Collect the text in a `strings.Builder`: `s += part` copies all of it in each turn.", at: isInLoop },
    ],
    "make-slice": [{ text: "Make the buffer once before the loop, and cut it to length in each turn.", at: isInLoop }],
  },
  whenNotToBother: "The loop runs a few times, or builds a list or tree that has to exist.",
};
