import type { SiteRecord } from "../records/record.js";
import { plural } from "../text/number.js";

type Sized = Pick<SiteRecord, "call" | "bytes">;

/** Calls that make one object of their type. */
const OBJECT = /^(?:newobject|convT\w*)$/;
/** Calls that make room for elements of their type. */
const ELEMENTS = /^(?:newarray|makeslice\w*|growslice\w*|moveSlice\w*)$/;

/** What one run of the call allocates, in bytes; null where the type alone does not tell it. */
export function objectBytes({ call, bytes }: Sized): number | null {
  return call !== null && OBJECT.test(call) ? bytes : null;
}

/** `16 bytes`, `8 bytes an element`; null where the type has no size of its own, or that says nothing of the object. */
export function sizeText({ call, bytes }: Sized): string | null {
  if (call === null || bytes === null) return null;
  if (OBJECT.test(call)) return plural(bytes, "byte");
  return ELEMENTS.test(call) ? `${plural(bytes, "byte")} an element` : null;
}
