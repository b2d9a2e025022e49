import type { CauseText } from "../entry.js";
import { both, isBuffer, isInInterface, isInLoop, isSmallPointer, not } from "../fits.js";

/** Sent on a channel. */
export const channelSend: CauseText = {
  title: "Sent on channel",
  line: "sent to another goroutine over a channel",
  ease: 30,
  explanation:
    "What is sent on a channel is received by another goroutine, at a time the compiler cannot know. So everything " +
    "that a sent pointer, slice, map or closure refers to has to be on the heap. The elements of the channel " +
    "themselves are copied: a struct without pointers can be sent without an allocation.",
  example: {
    bad: `package p

type Job struct{ ID, Priority int }

func Submit(jobs chan<- *Job, id int) {
	jobs <- &Job{ID: id} // <- here
}
`,
    good: `package p

type Job struct{ ID, Priority int }

func Submit(jobs chan<- Job, id int) {
	jobs <- Job{ID: id} // <- here
}
`,
  },
  remedies: [
    {
      text: "Send values instead of pointers where they are small.",
      at: both(isSmallPointer, not(isInInterface)),
      named: ({ keeper, type }) =>
        keeper === null || type === null ? null : `Let \`${keeper}\` carry \`${type}\` instead of \`*${type}\`.`,
    },
    { text: "Send several items at once, in one slice.", at: isInLoop },
    { text: "Let the receiver give used buffers back, over a second channel or a `sync.Pool`.", at: isBuffer },
  ],
  remediesByAllocation: {
    "make-chan": ["Keep one channel for replies in the requesting struct, instead of making one for every request."],
  },
  whenNotToBother: "A few messages a second, or large values whose copy would cost more than the allocation.",
};
