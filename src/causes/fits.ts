import type { EscapeRecord } from "../records/record.js";
import type { Allocation } from "../records/vocabulary.js";
import { TRAIT, type Traits, traitsOf } from "./traits.js";

/** One place, or several alike, as far as what helps there depends on it. */
export interface RemedySite {
  readonly allocation: Allocation;
  readonly traits: Traits;
  /** How its story ends: see STORY_ENDS. */
  readonly end: string;
  /** Whether the last function that the value is passed to belongs to the user's own modules. */
  readonly ownCallee: boolean;
  /** What the source shows beside; missing where nobody looked into it. */
  readonly source?: SourceFacts | undefined;
}

/** What only the source shows of a place. */
export interface SourceFacts {
  /** Whether it stands in a function that is given to `sync.Once` or its like. */
  readonly once: boolean;
  /** Whether what is appended to comes from the function's caller; null where that is not shown. */
  readonly appendsToParameter: boolean | null;
  /** Whether what is appended to was given room before; null where that is not shown. */
  readonly hasRoom: boolean | null;
  /** What is only missing, or too small, where the code comes there: `if b.buf == nil { b.buf = make(…) }`. */
  readonly onlyMissing: string | null;
  /**
   * Whether parameters and results of the function that it stands in are settled: an interface asks for the method, or the
   * function is passed on as a value.
   */
  readonly isAsked: boolean;
  /** Whether the function returns a type with a name, such as `http.HandlerFunc`. */
  readonly returnsNamedType: boolean;
  /** Whether what keeps it is the receiver's; null where it has no name. */
  readonly isOfReceiver: boolean | null;
  /** Whether a function literal sets the variable that is moved. */
  readonly isSetInLiteral: boolean;
  /** How many parameters the function literal has that is made there; null where none is. */
  readonly literal: number | null;
}

/** Whether a remedy can be meant for a place. */
export type Fits = (site: RemedySite) => boolean;

/** What helps at an escape is chosen by this. */
export function remedySite(
  escape: EscapeRecord,
  end: string,
  ownCallee: boolean,
  source?: SourceFacts | undefined,
): RemedySite {
  return { allocation: escape.allocation, traits: traitsOf(escape), end, ownCallee, source };
}

function has(...names: readonly (keyof typeof TRAIT)[]): Fits {
  const wanted = names.reduce((sum, name) => sum | TRAIT[name], 0);
  return ({ traits }) => (traits & wanted) === wanted;
}

/** A pointer to a value leads to it. */
export const isPointer: Fits = has("pointer");
/** The same, of a value that is small or whose size is not known. */
export const isSmallPointer: Fits = has("pointer", "small");
/** A value that is copied with more than a word. */
export const isLarge: Fits = has("large");
/** A slice that bytes or elements are put in. */
export const isBuffer: Fits = has("buffer");
export const isInLoop: Fits = has("loop");
/** A closure captures it by reference. */
export const isByReference: Fits = has("byReference");
/** It gets to where it goes as an interface value. */
export const isInInterface: Fits = has("inInterface");
export const isConstructor: Fits = has("constructor");
export const isOwnCallee: Fits = ({ ownCallee }) => ownCallee;
/** A number that `fmt` formats. */
export const isFormatted: Fits = has("formatted");
export const isSlogCall: Fits = has("slogCall");
export const isLogCall: Fits = has("logCall");
/** A function that fills in what it is given. */
export const isFilledIn: Fits = has("filledIn");
/** A constant that is converted. */
export const isConstant: Fits = has("constant");
/** A text that is written as bytes. */
export const isWriteOfString: Fits = has("writesString");
/** A key or a value of a map. */
export const isOfMap: Fits = has("ofMap");
/** A variable that moved as a whole. */
export const isVariable: Fits = ({ allocation }) => allocation === "variable";
/** What is appended to is the function's own. Without the source that is not shown. */
export const appendsToOwn: Fits = ({ source }) => source?.appendsToParameter === false;
/** It is not the caller's slice that is appended to, as far as is known. */
export const appendsToOther: Fits = ({ source }) => source?.appendsToParameter !== true;

/** What is appended to has room, and still grows. */
export const hasRoom: Fits = ({ source }) => source?.hasRoom === true;
/** Parameters and results of the function can be other ones, as far as is known. */
export const isFree: Fits = ({ source }) => source?.isAsked !== true;
/** The function returns what has to be a function, by its type's name. */
export const returnsNamedType: Fits = ({ source }) => source?.returnsNamedType === true;
/** A function literal that gets nothing when it is called: all that it works with it captures. */
export const hasNoParameters: Fits = ({ source }) => source !== undefined && (source.literal ?? 0) === 0;
/** A value of more than a few words. */
export const isSmall: Fits = has("small");
/** An element of a map or a slice is appended to. */
export const appendsToElement: Fits = has("toElement");
/** A callee that by its name reads it, or fills it in, and does not keep it. */
export const isOnlyUsed: Fits = has("onlyUsed");
/** Code of other packages can call the function, and counts on what it returns. */
export const isExported: Fits = has("exported");
/** What keeps it belongs to the receiver, and so can have something of the call before; as far as is known. */
export const isOfReceiver: Fits = ({ source }) => source?.isOfReceiver !== false;
/** It is stored in the function that it is made in. */
export const isStored: Fits = has("stored");
/** A character that becomes a text. */
export const isOfRune: Fits = has("ofRune");
/** A text of several parts that are no constants. */
export const isOfParts: Fits = has("ofParts");
/** Made by a function that is inlined, whose variables are other ones. */
export const isInlined: Fits = has("inlined");
/** An argument of the call that its way ends in: nothing else holds it. */
export const isDirect: Fits = has("direct");
/** A variable that a function literal sets: the one around has to see it. */
export const isSetInLiteral: Fits = ({ source }) => source?.isSetInLiteral === true;
/** Nobody has looked into the source. */
export const isWithoutSource: Fits = ({ source }) => source === undefined;
/** A function literal, or what one captures. */
export const isOfClosure: Fits = ({ allocation }) => allocation === "closure" || allocation === "variable";
/** A call that prints or logs: its arguments are for reading, whatever is done. */
export const isPrinted: Fits = has("printed");

/** A story that ends in one of these ways. */
export function endsIn(...kinds: readonly string[]): Fits {
  return ({ end }) => kinds.includes(end);
}

export function both(...all: readonly Fits[]): Fits {
  return (site) => all.every((fits) => fits(site));
}

export function not(fits: Fits): Fits {
  return (site) => !fits(site);
}

/** Why nothing that could be done at a place is worth it; null where something may be. */
export function notWorthIt(site: RemedySite): string | null {
  const { allocation, end, source } = site;
  if (has("foreign")(site)) return "None at this place: it belongs to another module, or the compiler made it.";
  if (end === "panic" || has("onPanic")(site)) return "None that is worth it: only a program that panics pays for it.";
  if (has("error")(site)) return "None that is worth it: it is made for an error.";
  if (has("once")(site)) return "None that is worth it: it runs once, when the program starts.";
  if (source?.once === true) return "None that is worth it: it is set up once, whatever asks for it first.";
  if (source?.onlyMissing != null) {
    return `None that is worth it: it is made only where \`${source.onlyMissing}\` is not there yet, or too small.`;
  }
  if (isConstructor(site) && end === "result" && !isInLoop(site) && allocation !== "append") {
    return "None that is worth it: it is what a constructor returns, or a part of that, and has to be somewhere.";
  }
  if (has("madeElsewhere")(site) && allocation !== "boxed-value") {
    return "None at this place: a function of another module makes it, which is inlined here.";
  }
  return null;
}
