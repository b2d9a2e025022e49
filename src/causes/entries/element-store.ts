import type { CauseText } from "../entry.js";
import {
  both,
  isDirect,
  isInInterface,
  isInLoop,
  isOfMap,
  isOfParts,
  isPointer,
  isSmallPointer,
  not,
} from "../fits.js";

/** Kept as an element of a container. */
export const elementStore: CauseText = {
  title: "Stored in container",
  line: "kept in a map, a slice or an array",
  ease: 30,
  explanation:
    "The value becomes a key or an element of a map, or an element of a slice or of an array behind a pointer. The " +
    "compiler does not follow what a container holds: it takes whatever its elements point to as reachable from the " +
    "heap, even when the container itself stays on the stack. Only local arrays and slice literals are followed.",
  example: {
    bad: `package p

type User struct{ Name string }

func Add(users map[string]*User, name string) {
	users[name] = &User{Name: name} // <- here
}
`,
    good: `package p

type User struct{ Name string }

func Add(users map[string]User, name string) {
	users[name] = User{Name: name} // <- here
}
`,
  },
  remedies: [
    {
      text: "Store values: `map[K]V` and `[]V` instead of `map[K]*V` and `[]*V`.",
      at: both(isSmallPointer, not(isInInterface)),
      named: ({ type }) => (type === null ? null : `Store \`${type}\` by value there, instead of \`*${type}\`.`),
    },
    {
      text: "Keep all values in one slice, and its indices in the map.",
      at: both(isPointer, isOfMap, not(isInInterface)),
    },
  ],
  remediesByAllocation: {
    "string-conversion": [
      {
        text: "Look up with `m[string(b)]`, which needs no copy, and convert only for a key that is new.",
        at: both(isOfMap, isDirect),
      },
    ],
    "make-slice": [{ text: "For rows of a table, make one large slice and cut the rows out of it.", at: isInLoop }],
    "string-concatenation": [
      { text: "As a key, use a struct of the parts instead of their concatenation.", at: both(isOfMap, isOfParts) },
    ],
  },
  whenNotToBother:
    "The container owns its elements and they live as long: the memory has to come from somewhere. Pointers are " +
    "also right where elements are shared, or large and moved about a lot.",
};
