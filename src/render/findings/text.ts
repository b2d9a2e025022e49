import { subject, why, wordsOf } from "../../causes/cause-sentence.js";
import { withoutTypeArguments } from "../../causes/expression.js";
import type { SiteRecord } from "../../records/record.js";
import { fitEnd } from "../../text/fit.js";
import { visible } from "../../text/visible.js";
import { instancesText } from "../text/instances.js";

/** What is longer says no more, and services cut it somewhere themselves. */
const MAX_CODE = 120;
const MAX_TEXT = 400;

/** Marks text of Go source in a sentence. */
export type Quote = (code: string) => string;

/** `variable "x" in "limit" escapes to the heap: its caller gets it`. One line, without a period. */
export function findingText(record: SiteRecord, quote: Quote): string {
  const { function: name } = record;
  const copies = instancesText(record);
  const instances = copies === "" ? "" : ` (${oneLine(copies)})`;
  const where = name === null || name === "" ? "" : ` in ${quote(codeText(withoutTypeArguments(name)))}${instances}`;
  if (record.kind === "allocation") return `${thing(record, quote)}${where} is allocated: ${oneLine(why(record))}`;
  return `${thing(record, quote)}${where} escapes to the heap: ${oneLine(why(record))}`;
}

function thing(record: SiteRecord, quote: Quote): string {
  if (record.kind === "allocation")
    return record.type === null ? sentence(subject(record)) : quote(codeText(wordsOf(record)(record.type)));
  const { allocation, expression } = record;
  if (allocation === "variadic-slice") return "Slice of variadic arguments";
  const code = quote(codeText(wordsOf(record)(expression)));
  return allocation === "variable" ? `Variable ${code}` : code;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Text of Go source, visible and cut. */
export function codeText(code: string): string {
  return fitEnd(visible(code), MAX_CODE);
}

/** Any text with parts of Go source, visible and cut. */
export function oneLine(text: string): string {
  return fitEnd(visible(text), MAX_TEXT);
}
