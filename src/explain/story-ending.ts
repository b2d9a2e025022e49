import { code } from "../callees/phrases.js";
import type { StoryEndKind } from "../records/story.js";

/** What the end of a story means, as whole sentences. */
export function endText(kind: StoryEndKind, name: string | null): string {
  const it = name === null ? "" : ` ${code(name)}`;
  switch (kind) {
    case "global":
      return `The package-level variable${it} keeps it: that lives as long as the program.`;
    case "field":
      return `The field${it} keeps it: the compiler takes what it belongs to for a value on the heap.`;
    case "element":
      return name === null
        ? "A map, slice or array keeps it, and that may be on the heap."
        : `The element${it} keeps it: the map, slice or array may be on the heap.`;
    case "pointer":
      return `It is stored through a pointer,${it}: what that points to may be on the heap.`;
    case "append":
      return "The array that `append` grows into keeps it, and that is on the heap.";
    case "send":
      return `The receiver of the channel${it} gets it: that can be any goroutine.`;
    case "panic":
      return "The panic carries it up the stack. Only a program that panics pays for it.";
    case "result":
      return "The caller gets it, so it has to outlive this call.";
    case "interface-call":
      return `${name === null ? "It" : code(name)} is an interface method: which one runs is decided at run time, so the compiler has to expect that it keeps what it gets.`;
    case "func-value":
      return `${name === null ? "It" : code(name)} is a func value: which function runs is decided at run time, so the compiler has to expect that it keeps what it gets.`;
    case "outside":
      // `pkg.V.M` can be a method of a type, or of what a variable holds.
      return `${/^[\p{L}_][\p{L}\p{N}_]*\.\p{Lu}[\p{L}\p{N}_]*\./u.test(name ?? "") ? code(name ?? "") : `The function${it}`} may keep it: the compiler counts on that. Its package is not in this report, so the story ends here.`;
    case "no-body":
      return `The function${it} has no body in Go (assembly, or linked from elsewhere): the compiler has to expect that it keeps what it gets.`;
    case "go":
      return "The `go` statement starts a goroutine that may run longer than this function.";
    case "defer":
      return "The `defer` statement stands in a loop or runs more than once, so what it needs is kept on the heap until the function ends.";
    case "longer":
      return `The variable${it} lives longer: it is declared outside of the loop, the block or the closure that this is made in.`;
    case "limit":
      return name === "non-constant size"
        ? "How much memory it takes is known only at run time, and a stack frame has a fixed size."
        : "The compiler does not put it on the stack, whatever happens to it.";
    case "unsafe":
      return "From there on the compiler cannot see where it goes.";
    case "cycle":
      return `The function${it} calls itself, directly or through others: the value goes round, and the compiler lets it escape.`;
    case "told":
      return `It comes back to${it || " a place"} that was told above: what happens from there on is the same.`;
    case "unknown":
      return name === null
        ? "The compiler does not explain how it goes on from here."
        : `The report does not tell what ${code(name)} does with it.`;
  }
}
