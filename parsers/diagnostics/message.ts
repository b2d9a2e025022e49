import type { ByteTable } from "./byte-table.js";
import { bytesAt, bytesBefore, firstBytes, lastBytes, textOf } from "./text.js";

/**
 * The messages of `-m -m`, told apart by their text. Formats are those of cmd/compile/internal/{escape,inline,
 * devirtualize,walk,bloop,noder}; docs/compiler-output.md lists them by release.
 */

/** The first line of an explanation: `EXPR escapes to heap in FUNC:` or `parameter P leaks to DST for FUNC with derefs=N:`. */
export type Head =
  | {
      readonly kind: "escape";
      readonly subject: string;
      readonly subjectBytes: number;
      readonly function: string | null;
    }
  | {
      readonly kind: "leak";
      readonly subject: string;
      readonly subjectBytes: number;
      readonly function: string | null;
      readonly to: string;
      readonly dereferences: number;
    };

/** What a decision or a remark says. */
export type Message =
  | { readonly kind: "escape"; readonly expression: string; readonly moved: boolean }
  | {
      readonly kind: "leak";
      readonly parameter: string;
      readonly content: boolean;
      readonly result: string | null;
      readonly level: number | null;
    }
  | { readonly kind: "stack"; readonly expression: string }
  | {
      readonly kind: "inlining";
      readonly function: string;
      readonly inlinable: boolean;
      readonly cost: number | null;
      readonly budget: number | null;
      readonly reason: string | null;
    }
  | { readonly kind: "inlined-call"; readonly callee: string }
  | {
      readonly kind: "capture";
      readonly function: string;
      readonly variable: string;
      readonly by: "ref" | "value";
      readonly addressTaken: boolean;
      readonly reassigned: boolean;
      readonly bytes: number;
    }
  | { readonly kind: "devirtualization"; readonly expression: string; readonly type: string }
  | { readonly kind: "note" };

const CAN_INLINE = /^can inline (.*?) with cost (\d+)(?: as: |$)/s;
const COST = /: cost (\d+) exceeds budget (\d+)$/;
const CAPTURE = /^(.*) capturing by (ref|value): (.*) \(addr=(true|false) assign=(true|false) width=(\d+)\)$/s;
const DEVIRTUALIZING = /^(?:partially )?devirtualizing (.*) to (.*)$/s;
const PGO_DEVIRTUALIZING = /^PGO devirtualizing (?:interface|function) call (.*) to (.*)$/s;
const LEAK_TO_RESULT = /^leaking param: (.*) to result (.*) level=(-?\d+)$/s;

/** Remarks that are known and not modelled further, with the release and place that print them. */
const NOTES: readonly RegExp[] = [
  /^index bounds check elided$/, // walk
  /^zero-copy string->\[\]byte conversion$/, // escape, Go 1.22
  / ignoring self-assignment in /s, // escape
  /^assuming .* is unsafe uintptr$/s, // escape
  /^marking .* as escaping (?:\.\.\.)?uintptr$/s, // escape
  /^function .* considered 'big'; reducing max cost of inlinees$/s, // inline
  /^cannot devirtualize .*: shaped (?:receiver|interface) /s, // devirtualize
  /^imprecise interface call$/, // noder
  /^failed to devirtualize /, // devirtualize, Go < 1.22
  /^skip inlining within testing\.B\.loop for /, // inline, Go 1.24 and 1.25
  /^(?:should not|can't) PGO devirtualize /, // devirtualize, with -pgo
  /^hot-/, // inline, with -pgo
  /^callee .* is a (?:closure|method)/, // devirtualize, with -pgo
  / will be kept alive$/s, // bloop, Go 1.26: b.Loop
  /^expr is unknown to bloop pass$/, // bloop
  /^unrecognized shape for assign list stmt/, // bloop
  /^(?:mutates|calls) param: .* derefs=\d+$/s, // escape, -d=escapemutationscalls
  /^alias analysis: /, // escape, GOEXPERIMENT=runtimefreegc
  /^leaking closure reference /, // escape, Go < 1.13
  /^stack object /, // liveness
  /^loop variable .* now per-iteration, /s, // loopvar, -d=loopvar=2
  /^(?:range|for) loop ending at \d+:\d+ was modified/, // loopvar
];

/** Go 1.27 marks some closures with a hash of their position, which differs from build to build: `f.func1#SdcfMCijSY0=#`. */
const CLOSURE_HASH = /#[\w+/]{10,12}=*#/g;

const PARAMETER = Buffer.from("parameter ");
const LEAKS_TO = Buffer.from(" leaks to ");
const FOR = Buffer.from(" for ");
const STORAGE_END = Buffer.from("} for ");
const STORAGE = Buffer.from("{storage for ");
const WITH_DEREFS = Buffer.from(" with derefs=");
const ESCAPES = Buffer.from(" escapes to heap:");
const ESCAPES_IN = Buffer.from(" escapes to heap in ");

/** Reads the first line of an explanation, `buffer[start, end)`, which ends in a colon; null when it is none. */
export function readHead(buffer: Buffer, start: number, end: number, names: ByteTable<string>): Head | null {
  // Split from the right: a subject can be a string constant that holds these very words.
  if (bytesBefore(buffer, start, end, ESCAPES)) return escapeHead(buffer, start, end - ESCAPES.length, null);
  const derefs = derefsOfLeak(buffer, start, end);
  if (derefs >= 0) {
    const leak = readLeakHead(buffer, start, derefs, end, names);
    if (leak !== null) return leak;
  }
  const split = lastBytes(buffer, start, end, ESCAPES_IN);
  if (split < 0) return null;
  return escapeHead(buffer, start, split, functionName(buffer, split + ESCAPES_IN.length, end - 1, names));
}

/** Whether the line `buffer[start, end)` explains a leak. */
export function isLeakHead(buffer: Buffer, start: number, end: number): boolean {
  return derefsOfLeak(buffer, start, end) >= 0;
}

/** Whether it explains a leak to a result, as far as the name of a result shows: one that the program names can be any variable. */
export function isResultLeak(head: Head): boolean {
  return head.kind === "leak" && /^~[rb]\d+$/.test(head.to);
}

/** Where the ` with derefs=` at the end of a leak's explanation starts; -1 when there is none. */
function derefsOfLeak(buffer: Buffer, start: number, end: number): number {
  if (!bytesAt(buffer, start, end, PARAMETER)) return -1;
  let digits = end - 1;
  while (digits > start && isDigit(buffer[digits - 1])) digits--;
  return digits < end - 1 && bytesBefore(buffer, start, digits, WITH_DEREFS) ? digits - WITH_DEREFS.length : -1;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}

function escapeHead(buffer: Buffer, start: number, end: number, name: string | null): Head {
  return { kind: "escape", subject: textOf(buffer, start, end), subjectBytes: end - start, function: name };
}

/** `parameter P leaks to DST for FUNC with derefs=N:`, without ` for FUNC` up to Go 1.24. P and FUNC hold no `leaks to`. */
function readLeakHead(
  buffer: Buffer,
  start: number,
  derefs: number,
  end: number,
  names: ByteTable<string>,
): Head | null {
  const from = start + PARAMETER.length;
  const to = firstBytes(buffer, from, derefs, LEAKS_TO);
  if (to < 0) return null;
  const target = to + LEAKS_TO.length;
  // A storage is of an expression, which can hold ` for ` itself.
  const isStorage = bytesAt(buffer, target, derefs, STORAGE);
  const brace = isStorage ? lastBytes(buffer, target, derefs, STORAGE_END) : -1;
  const split = isStorage ? (brace < 0 ? -1 : brace + 1) : firstBytes(buffer, target, derefs, FOR);
  return {
    kind: "leak",
    subject: names.get(buffer, from, to),
    subjectBytes: to - from,
    to: names.get(buffer, target, split < 0 ? derefs : split),
    function: split < 0 ? null : functionName(buffer, split + FOR.length, derefs, names),
    dereferences: integer(textOf(buffer, derefs + WITH_DEREFS.length, end - 1)),
  };
}

function functionName(buffer: Buffer, start: number, end: number, names: ByteTable<string>): string {
  const name = names.get(buffer, start, end);
  return name.includes("#") ? name.replace(CLOSURE_HASH, "") : name;
}

/** A number as printed, kept within what JSON holds exactly: broken input can have any. */
function integer(digits: string | undefined): number {
  const value = Number(digits);
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, value));
}

/** Reads a decision or a remark; null when the text is not known. */
export function readMessage(text: string): Message | null {
  switch (text.charCodeAt(0)) {
    case 99: // c
      if (text.startsWith("can inline ")) return readCanInline(text);
      if (text.startsWith("cannot inline ")) return readCannotInline(text);
      break;
    case 105: // i
      if (text.startsWith("inlining call to ")) {
        const score = text.indexOf(" with score "); // GOEXPERIMENT=newinliner
        return { kind: "inlined-call", callee: text.slice(17, score < 0 ? undefined : score) };
      }
      break;
    case 108: // l
      if (text.startsWith("leaking param")) return readLeak(text);
      break;
    case 109: // m
      if (text.startsWith("moved to heap: ")) return { kind: "escape", expression: text.slice(15), moved: true };
      break;
  }
  if (text.endsWith(" escapes to heap")) return { kind: "escape", expression: text.slice(0, -16), moved: false };
  if (text.endsWith(" does not escape")) return { kind: "stack", expression: text.slice(0, -16) };
  if (text.includes(" capturing by ")) {
    const capture = CAPTURE.exec(text);
    if (capture !== null) return readCapture(capture);
  }
  const devirtualized = DEVIRTUALIZING.exec(text) ?? PGO_DEVIRTUALIZING.exec(text);
  if (devirtualized !== null) {
    return { kind: "devirtualization", expression: devirtualized[1] ?? "", type: devirtualized[2] ?? "" };
  }
  return NOTES.some((note) => note.test(text)) ? { kind: "note" } : null;
}

function readCanInline(text: string): Message {
  const match = CAN_INLINE.exec(text);
  return {
    kind: "inlining",
    function: match?.[1] ?? text.slice(11), // with a single -m there is no cost
    inlinable: true,
    cost: match === null ? null : integer(match[2]),
    budget: null,
    reason: null,
  };
}

function readCannotInline(text: string): Message | null {
  // A name can hold `: ` only inside a struct tag of a shape type, so the first one after the brackets ends it.
  const from = Math.max(text.lastIndexOf("]: "), 0);
  const colon = text.indexOf(": ", from);
  if (colon < 0) return null;
  const name = text.slice(14, colon);
  const reason = text.slice(colon + 2);
  // `cannot inline F into G: repeated recursive cycle` is about one call.
  if (name.includes(" into ")) return { kind: "note" };
  const cost = COST.exec(reason);
  return {
    kind: "inlining",
    function: name,
    inlinable: false,
    cost: cost === null ? null : integer(cost[1]),
    budget: cost === null ? null : integer(cost[2]),
    reason,
  };
}

function readLeak(text: string): Message | null {
  if (text.startsWith("leaking param content: ")) {
    return { kind: "leak", parameter: text.slice(23), content: true, result: null, level: null };
  }
  const toResult = LEAK_TO_RESULT.exec(text);
  if (toResult !== null) {
    const [, parameter = "", result = "", level] = toResult;
    return { kind: "leak", parameter, content: false, result, level: integer(level) };
  }
  if (text.startsWith("leaking param: ")) {
    return { kind: "leak", parameter: text.slice(15), content: false, result: null, level: null };
  }
  return null;
}

function readCapture(match: RegExpExecArray): Message {
  return {
    kind: "capture",
    function: match[1] ?? "",
    variable: match[3] ?? "",
    by: match[2] === "ref" ? "ref" : "value",
    addressTaken: match[4] === "true",
    reassigned: match[5] === "true",
    bytes: integer(match[6]),
  };
}
