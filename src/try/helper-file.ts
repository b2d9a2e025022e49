import { CLOSING_NAMES } from "../../parsers/gosource/index.js";

const { hide, keep, like, likeContent, never } = CLOSING_NAMES;

/**
 * The file beside a rewritten one that declares what is called in it. None of it is ever run.
 *
 * A value that goes through `hide` is taken apart into a number on its way, behind which the compiler does not follow it.
 * `keep` costs the inliner as much and hides nothing. `like` leads to a result what goes there all the same.
 */
export function helperFile(packageName: string): string {
  return `package ${packageName}

import "unsafe"

var ${never} bool

func ${hide}[T any](v T) T { x := uintptr(unsafe.Pointer(&v)); return *(*T)(unsafe.Pointer(x)) }

func ${keep}[T any](v T) T { x := (*T)(unsafe.Pointer(&v)); return *(*T)(unsafe.Pointer(x)) }

func ${like}[R, T any](r R, v T) R { return *(*R)(unsafe.Pointer(&v)) }

func ${likeContent}[R, T any](r R, v T) R { return *(*R)(*(*unsafe.Pointer)(unsafe.Pointer(&v))) }
`;
}

/** The name of that file; no other has it. Packages for tests from outside have files of their own. */
export function helperName(isThere: (name: string) => boolean, packageName: string): string {
  const end = packageName.endsWith("_test") ? "_test.go" : ".go";
  for (let i = 0; ; i++) {
    const name = `zz_escape_report${i === 0 ? "" : i}${end}`;
    if (!isThere(name)) return name;
  }
}

/** Whether a record is of that file, or of a function of it. */
export function isOfHelper({
  file,
  function: name,
}: {
  readonly file: string | null;
  readonly function: string | null;
}): boolean {
  return /(?:^|\/)zz_escape_report\d*(?:_test)?\.go$/.test(file ?? "") || /(?:^|\.)escapeReport[A-Z]/.test(name ?? "");
}

/** A text that calls one of the functions by which values are hidden. */
export function callsHelper(text: string): boolean {
  return /(?:^|\W)escapeReport[A-Z]/.test(text);
}
