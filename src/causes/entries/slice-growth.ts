import type { CauseText } from "../entry.js";
import {
  appendsToElement,
  appendsToOther,
  appendsToOwn,
  both,
  endsIn,
  hasRoom,
  isFree,
  isInLoop,
  isInlined,
  not,
} from "../fits.js";

/** An append that may need a new array. */
export const sliceGrowth: CauseText = {
  title: "Append may grow",
  line: "append may need a larger array",
  ease: 50,
  explanation:
    "When the capacity of a slice is used up, `append` makes a larger array and copies the elements over. Here the " +
    "slice outlives the call, so that array comes from the heap. The compiler reports each such `append` since Go " +
    "1.25; it cannot tell how often the array really grows. Small slices double their capacity, large ones grow by " +
    "about a quarter, so a loop that appends n elements allocates some log n times and leaves the outgrown arrays " +
    "to the garbage collector.",
  example: {
    bad: `package p

func Doubled(values []int) []int {
	var doubled []int
	for _, v := range values {
		doubled = append(doubled, 2*v) // <- here
	}
	return doubled
}
`,
    good: `package p

func Doubled(values []int) []int {
	doubled := make([]int, len(values))
	for i, v := range values {
		doubled[i] = 2 * v // <- here
	}
	return doubled
}
`,
  },
  remedies: [
    {
      text: "Where the length is known, or bounded, make the slice with that capacity before the loop: `make([]T, 0, n)` grows no more, even if the compiler still reports the append.",
      at: both(isInLoop, appendsToOther, not(appendsToElement), not(hasRoom), not(isInlined)),
      named: ({ variable }) =>
        variable === null
          ? null
          : `Where the length is known, or bounded, give \`${variable}\` that capacity before the loop: \`make([]T, 0, n)\` or \`slices.Grow\`. Then it grows no more, even if the compiler still reports the append.`,
    },
    {
      text: "Call `slices.Grow` once before a run of appends.",
      at: both(not(isInLoop), appendsToOwn, not(endsIn("append")), not(hasRoom)),
      named: ({ variable }) =>
        variable === null
          ? null
          : `Where several appends to \`${variable}\` follow each other, make room for all of them first.`,
    },
    {
      text: "Take the destination as a parameter and return it, as `strconv.AppendInt` does: the caller can bring room.",
      at: both(endsIn("result"), appendsToOwn, isFree),
      named: ({ variable }) =>
        variable === null
          ? null
          : `Take \`${variable}\` as a parameter and return it, as \`strconv.AppendInt\` does: the caller can bring room.`,
    },
    {
      text: "Where the caller knows how much comes, let it bring a slice with that capacity: the array grows only when there is no room.",
      at: not(appendsToOther),
      named: ({ variable }) =>
        variable === null
          ? null
          : `\`${variable}\` comes from the caller: where that knows how much comes, let it bring a slice with that capacity.`,
    },
  ],
  whenNotToBother:
    "The slice has room already, lives long and grows seldom, or has a handful of elements. Only a profile or a " +
    "benchmark tells whether an append really grows.",
};
