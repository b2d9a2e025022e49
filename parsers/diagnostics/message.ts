import { COLUMN, LINE, type Scanner } from "./scanner.js";

/**
 * The messages of `-m -m`. Formats are those of cmd/compile/internal/{escape,inline,devirtualize,walk,bloop,noder};
 * docs/compiler-output.md lists them by release. Those that come a million times are told apart in scanner/lines.ts.
 */

/** What a decision or a remark says. */
export type Message =
  | { readonly kind: "stack"; readonly expression: string }
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

const CAPTURE = /^(.*) capturing by (ref|value): (.*) \(addr=(true|false) assign=(true|false) width=(\d+)\)$/s;
const DEVIRTUALIZING = /^(?:partially )?devirtualizing (.*) to (.*)$/s;
const PGO_DEVIRTUALIZING = /^PGO devirtualizing (?:interface|function) call (.*) to (.*)$/s;

/** Remarks that are known and not modelled further, with the release and place that print them. */
const NOTES: readonly RegExp[] = [
  /^cannot inline .* into .*: /s, // inline: about one call
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

/** Whether this names a result; one that the program names can be called like any variable. */
export function isUnnamedResult(name: string): boolean {
  return /^~[rb]\d+$/.test(name);
}

/** Reads a decision or a remark, whose text is given; null when it is not known. */
export function readMessage(scanner: Scanner, row: number, text: string): Message | null {
  const { rows } = scanner;
  const column = (index: number) => rows[row + index] as number;
  const name = () => scanner.name(column(COLUMN.name), column(COLUMN.nameStart), column(COLUMN.nameEnd));
  switch (column(COLUMN.kind)) {
    case LINE.stack:
      return { kind: "stack", expression: text.slice(0, -16) };
    case LINE.inlinedCall:
      return { kind: "inlined-call", callee: name() };
    case LINE.capture:
      return readCapture(text);
    case LINE.other:
      return readRemark(text);
    default:
      return null; // the parser reads what comes a million times itself
  }
}

function readCapture(text: string): Message | null {
  const match = CAPTURE.exec(text);
  if (match === null) return null;
  return {
    kind: "capture",
    function: match[1] ?? "",
    variable: match[3] ?? "",
    by: match[2] === "ref" ? "ref" : "value",
    addressTaken: match[4] === "true",
    reassigned: match[5] === "true",
    bytes: integer(match[6] ?? null) ?? 0,
  };
}

function readRemark(text: string): Message | null {
  const devirtualized = DEVIRTUALIZING.exec(text) ?? PGO_DEVIRTUALIZING.exec(text);
  if (devirtualized !== null) {
    return { kind: "devirtualization", expression: devirtualized[1] ?? "", type: devirtualized[2] ?? "" };
  }
  return NOTES.some((note) => note.test(text)) ? { kind: "note" } : null;
}

/** A number as printed, kept within what JSON holds exactly: broken input can have any. */
function integer(digits: string | null): number | null {
  return digits === null ? null : Math.min(Number.MAX_SAFE_INTEGER, Number(digits));
}
