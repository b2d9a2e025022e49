import type { CauseText, Remedy } from "../entry.js";
import { both, endsIn, isBuffer, isDirect, isInLoop, isLogCall, isPrinted, isWriteOfString, not } from "../fits.js";

const WRITE_STRING: Remedy = {
  text: "Write strings with `io.WriteString`, which spares the copy where the writer has a `WriteString` method.",
  at: isWriteOfString,
};

/** An argument of a call whose target is not known. */
export const interfaceCall: CauseText = {
  title: "Dynamic call",
  line: "passed to a call decided at run time",
  ease: 70,
  explanation:
    "The value is an argument, or the receiver, of a call through an interface or a func value. Which function runs " +
    "is decided when the program runs, so the compiler has to expect that it keeps whatever it is given, even if no " +
    "implementation does. Where the compiler can prove the concrete type it calls the method directly " +
    "(devirtualization), and the value can stay on the stack; profile-guided optimization finds more such calls.",
  example: {
    bad: `package p

import (
	"encoding/binary"
	"io"
)

func WriteLength(w io.Writer, length uint32) error {
	var header [4]byte // <- here
	binary.BigEndian.PutUint32(header[:], length)
	_, err := w.Write(header[:])
	return err
}
`,
    good: `package p

import (
	"bytes"
	"encoding/binary"
)

func WriteLength(w *bytes.Buffer, length uint32) error {
	var header [4]byte // <- here
	binary.BigEndian.PutUint32(header[:], length)
	_, err := w.Write(header[:])
	return err
}
`,
  },
  remedies: [
    {
      text: "Take the concrete type where there is only one, at least in the inner loop.",
      at: both(endsIn("interface-call"), not(isPrinted)),
    },
    {
      text: "Keep the buffer in a struct that lives as long as the writer or reader, and reuse it for every call.",
      at: both(isBuffer, endsIn("interface-call")),
    },
    {
      text: "Build with a CPU profile of the program (PGO), so that the hottest dynamic calls become direct ones.",
      at: isInLoop,
    },
  ],
  remediesByAllocation: {
    "string-conversion": [WRITE_STRING],
    "string-concatenation": [WRITE_STRING],
    closure: [
      {
        text: "Where the callee is known, call it directly instead of through a variable: then it can show that it does not keep the closure.",
        at: endsIn("func-value"),
      },
    ],
    "variadic-slice": [
      { text: "Check whether a log level is on before the arguments of the call are built.", at: isLogCall },
      { text: "Offer a method for one or two arguments beside the variadic one.", at: both(isDirect, not(isPrinted)) },
    ],
  },
  whenNotToBother: "The call does I/O, or happens a few times for each request rather than for each byte or row.",
};
