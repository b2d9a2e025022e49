import type { CauseText } from "../entry.js";
import { both, endsIn, isFormatted, isInLoop, isLarge, isLogCall, isOwnCallee, isSlogCall, isStored } from "../fits.js";

/** A value boxed into an interface. */
export const interfaceConversion: CauseText = {
  title: "Boxed into interface",
  line: "a value is copied to fit in an interface",
  ease: 60,
  explanation:
    "An interface value is two words: the type, and a pointer to the data. A value that is not a pointer itself (a " +
    "number, a string, a slice, a struct) has to be copied somewhere for that second word to point to. When the " +
    "interface may outlive the call, as with the arguments of `fmt`, of loggers and of `any` parameters that leak, " +
    "the copy is made on the heap. Pointers, maps, channels and funcs fit in the word as they are. Constants are " +
    "laid out as read-only data and cost nothing; at run time, single bytes, small integers and zero values mostly " +
    "need no memory either.",
  example: {
    bad: `package p

import "fmt"

func AppendID(line []byte, id int) []byte {
	return fmt.Append(line, id) // <- here
}
`,
    good: `package p

import "strconv"

func AppendID(line []byte, id int) []byte {
	return strconv.AppendInt(line, int64(id), 10) // <- here
}
`,
  },
  remedies: [
    { text: "In hot code, use a function for the very type: `strconv.AppendInt` instead of `fmt`.", at: isFormatted },
    {
      text: "In hot code, use a function for the very type: `slog.Int` instead of `slog.Any`, and `LogAttrs`.",
      at: isSlogCall,
    },
    {
      text: "Make a function that takes `any` generic, so that it takes the value as it is.",
      at: both(isOwnCallee, endsIn("result", "longer")),
    },
    {
      text: "Where it only ever holds one type, give what keeps the value that type instead of an interface.",
      at: both(isStored, endsIn("global", "field", "send")),
      named: ({ keeper }) =>
        keeper === null
          ? null
          : `Where \`${keeper}\` only ever holds one type, give it that type instead of an interface.`,
    },
    { text: "Check whether a log level is on before the arguments of the call are built.", at: isLogCall },
    {
      text: "Pass a pointer to a value that is on the heap already: it fits in the interface without a copy.",
      at: both(isLarge, isInLoop),
    },
  ],
  whenNotToBother:
    "Errors, start-up, and formatting whose output is written to a file or a socket: the write costs far more. " +
    "Records whose `allocates` is `no` never cost anything.",
};
