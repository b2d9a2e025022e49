import type { CauseText } from "../entry.js";
import { isPointer } from "../fits.js";

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
    { text: "Keep a copy of the value, or its index, instead of a pointer to it.", at: isPointer },
    "Declare the value before the loop and set it anew in every turn.",
    "Move the body of the loop into a function that returns a value.",
  ],
  remediesByAllocation: {
    "string-concatenation": ["Collect the text in a `strings.Builder`: `s += part` copies all of it in each turn."],
    "make-slice": ["Make the buffer once before the loop, and cut it to length in each turn."],
    "pointer-literal": ["Point to an element of the slice that is there (`&items[i]`), instead of to a copy."],
  },
  whenNotToBother: "The loop runs a few times, or builds a list or tree that has to exist.",
};
