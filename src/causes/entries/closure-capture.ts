import type { CauseText } from "../entry.js";
import { both, endsIn, isByReference, isOfClosure, isSetInLiteral, isVariable, isWithoutSource, not } from "../fits.js";

/** A variable captured by reference by a closure that escapes. */
export const closureCapture: CauseText = {
  title: "Captured by closure",
  line: "a variable whose closure outlives the call",
  ease: 90,
  explanation:
    "A function literal shares the variables that it uses with the function around it. A variable that is never " +
    "assigned again, whose address is not taken and that has at most 128 bytes is copied into the closure; any " +
    "other is shared by reference. When the closure itself goes to the heap (it is returned, stored, or passed to a " +
    "function that may keep it), each variable that it shares by reference has to move to the heap as well, in an " +
    "allocation of its own. The root cause of the record says why the closure escapes.",
  example: {
    bad: `package p

func Total(each func(visit func(int))) int {
	total := 0 // <- here
	each(func(v int) { total += v })
	return total
}
`,
    good: `package p

func each(values []int, visit func(int)) {
	for _, v := range values {
		visit(v)
	}
}

func Total(values []int) int {
	total := 0 // <- here
	each(values, func(v int) { total += v })
	return total
}
`,
  },
  remedies: [
    {
      text: "Let the closure copy the variable: assign it once before the closure, and never after.",
      at: both(isVariable, isByReference, not(isSetInLiteral)),
      named: ({ variable }) =>
        variable === null
          ? null
          : `Let the closure copy \`${variable}\`: assign it once before the closure, and never after.`,
    },
    {
      text: "Pass the callback to a function that the compiler can see and that does not keep it, rather than through a func value or an interface.",
      at: both(isOfClosure, endsIn("interface-call", "func-value")),
    },
    {
      text: "Put the state of several captured variables into one struct with methods: one allocation instead of one a variable.",
      at: both(isVariable, isWithoutSource),
    },
    {
      text: "Declare a variable such as `err` inside the closure when only the closure needs it.",
      at: both(isVariable, isByReference),
      named: ({ variable }) =>
        variable === null ? null : `Declare \`${variable}\` inside the closure when only the closure needs it.`,
    },
  ],
  whenNotToBother: "The closure is made once and lives long: a handler, a middleware, an option.",
};
