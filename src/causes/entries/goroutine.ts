import type { CauseText } from "../entry.js";
import { both, endsIn, isInLoop, isSmall, not } from "../fits.js";

/** What a go statement, or a defer in a loop, holds on to. */
export const goroutine: CauseText = {
  title: "Goroutine or looped defer",
  line: "used by a go statement or a looped defer",
  ease: 25,
  explanation:
    "A `go` statement runs on another stack and usually outlives the function that starts it. Its function literal, " +
    "the arguments of its call and the receiver of its method travel to the new goroutine in a closure on the heap. " +
    "A `defer` inside a loop is alike: one frame cannot hold an unknown number of deferred calls, so each gets its " +
    "closure on the heap. A `defer` outside of loops stays on the stack.",
  example: {
    bad: `package p

func Square(n int, results chan<- int) {
	go func() { // <- here
		results <- n * n
	}()
}
`,
    good: `package p

// Worker is started once and squares whatever is sent to it.
func Worker(numbers <-chan int, results chan<- int) {
	for n := range numbers {
		results <- n * n
	}
}

func Square(n int, numbers chan<- int) {
	numbers <- n // <- here
}
`,
  },
  remedies: [
    {
      text: "Start a few workers once and send them values over a channel, instead of a goroutine for every item.",
      at: both(isInLoop, endsIn("go")),
    },
    {
      text: "For a `defer` in a loop, move the body of the loop into a function: the deferred call then stays on its stack and also runs in time.",
      at: endsIn("defer"),
    },
    {
      text: "Do the work in the same goroutine where it is shorter than starting another.",
      at: both(isInLoop, endsIn("go")),
    },
  ],
  remediesByAllocation: {
    closure: [
      {
        text: "Capture less: the closure is as large as all that is copied into it.",
        at: not(isSmall),
      },
    ],
    variable: [
      {
        text: "Pass the variable's value as an argument of the `go` call, so that the variable itself can stay on the stack.",
        at: endsIn("go"),
        named: ({ variable }) =>
          variable === null
            ? null
            : `Pass the value of \`${variable}\` as an argument of the \`go\` call, so that the variable itself can stay on the stack.`,
      },
    ],
  },
  whenNotToBother:
    "A goroutine that lives long or does much: next to its stack of 2 KiB and more, the closure is nothing.",
};
