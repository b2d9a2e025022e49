import { qualifiedName } from "../../callees/function-names.js";
import { readable } from "../../callees/phrases.js";
import type { SiteRecord } from "../../records/record.js";
import type { Amount, TriedSite, Try, WayOut } from "../../records/try.js";
import { sizeText } from "../../sites/index.js";
import { formatCount, plural } from "../../text/number.js";
import { isHandedOn } from "../../try/way.js";

/** A piece of a sentence: words, or code that somebody else has written. */
export interface Piece {
  readonly code: boolean;
  readonly text: string;
}

const word = (text: string): Piece => ({ code: false, text });
const code = (text: string): Piece => ({ code: true, text });

/** What was cut off: `store.Keep`, parameter `it`. */
export function culpritPieces({ culprit, target }: Try): Piece[] {
  if (culprit === null) return [code(target)];
  const { kind, package: importPath, function: name, parameter } = culprit;
  if (kind === "field" || kind === "variable") {
    return [word(`${kind} `), code(qualifiedName(importPath, culprit.name ?? target))];
  }
  if (kind === "result" && name !== null) return [word("result of "), code(qualifiedName(importPath, name))];
  const owner = name === null ? target : qualifiedName(importPath, name);
  return parameter === null ? [code(owner)] : [code(owner), word(", parameter "), code(parameter)];
}

/** `removing this leak takes away 3 of 14 allocation sites, 72 B each time`. */
export function headlineOf(result: Try): string {
  const { amounts, removed, changed, added, packages, notTried } = result;
  if (notTried !== null) return "nothing was tried";
  if (result.culprit === null) return lineHeadline(result.sites);
  const gone =
    removed.length === 0
      ? "removing this leak takes no allocation site away"
      : `removing this leak takes away ${formatCount(removed.length)} of ${plural(amounts.before.sites, "allocation site")} in ${plural(packages.length, "package")}${bytesOf(amounts.removed)}`;
  const others = [
    ...(changed.length === 0
      ? []
      : [`${formatCount(changed.length)} ${changed.length === 1 ? "stays in another way" : "stay in another way"}`]),
    ...(added.length === 0
      ? []
      : [`${formatCount(added.length)} ${added.length === 1 ? "is" : "are"} new${bytesOf(amounts.added)}`]),
  ];
  return [gone, ...others].join("; ");
}

function lineHeadline(sites: readonly TriedSite[]): string {
  const stays = sites.filter(({ ends }) => ends === "stack").length;
  const rest = stays === sites.length ? "" : `, of which ${formatCount(stays)} can be kept on the stack`;
  return `${plural(sites.length, "allocation site")}${rest}`;
}

function bytesOf({ sites, bytes, sized }: Amount): string {
  if (sized === 0) return "";
  const which =
    sized === sites
      ? ""
      : sized === 1
        ? " of the one that has a size of its own"
        : ` of the ${formatCount(sized)} that have a size of their own`;
  return `, ${plural(bytes, "byte")} for one allocation of ${sites === 1 ? "it" : `each${which}`}`;
}

/** What a site makes: `make([]byte, n)`, `newobject of T`. */
export function siteText(site: SiteRecord): string {
  if (site.kind === "escape") return readable(site.expression);
  return site.type === null ? (site.call ?? "") : `${site.call} of ${site.type}`;
}

/** Its size, as far as it is known. */
export function siteFacts(site: SiteRecord): string {
  return [sizeText(site), site.loop === true ? "in a loop" : null].filter((each) => each !== null).join(", ");
}

const STEPS: Readonly<Record<string, string>> = {
  assign: "assigned",
  "assign-pair": "assigned",
  "call parameter": "passed to a call",
  "callee operand": "called",
  return: "returned",
  send: "sent on a channel",
  "captured by a closure": "captured by a closure",
  "interface-converted": "turned into an interface",
  "slice-literal-element": "put into a slice",
  "struct literal element": "put into a struct",
  "array literal element": "put into an array",
  "map literal value": "put into a map",
  "map literal key": "put into a map",
  "key of map put": "stored as a key of a map",
};

/** How a value leaves, in words. */
export function stepWords({ step, expression }: WayOut): string {
  return isHandedOn({ reason: step, expression }) ? "handed to a go or defer statement" : (STEPS[step] ?? step);
}

/** What leaves there, as the source or the compiler calls it; null where it has a name of the compiler's own. */
export function stepExpression({ step, expression }: WayOut): string | null {
  return isHandedOn({ reason: step, expression }) ? null : expression;
}

/** How the search for a site's ways ended. */
export function endWords({ site, ends, why }: TriedSite, ways: number): string {
  if (ends === "heap") return `It still goes to the heap: ${why ?? "why is not known"}.`;
  const closed = ways === 1 ? "With this way closed" : `With these ${formatCount(ways)} ways closed`;
  if (ends === "stack") return `${closed} it stays on the stack.`;
  return `${closed} it does not escape; \`${site.call}\` is still called, and allocates where the stack has no room for it.`;
}

/** Which functions were balanced. */
export function balancedWords(balanced: readonly string[]): string | null {
  if (balanced.length === 0) return null;
  const names = balanced
    .slice(0, 3)
    .map((each) => `\`${each}\``)
    .join(", ");
  const more = balanced.length > 3 ? ` and ${formatCount(balanced.length - 3)} more` : "";
  return `The change alters how ${names}${more} ${balanced.length === 1 ? "is" : "are"} inlined, so both sides were compiled with a change of its size.`;
}

/** What a change of a site is, in words. */
export const CHANGE_WORDS = {
  way: "goes another way",
  decision: "is allocated by a call that the escape analysis says nothing of",
  allocates: "allocates at other times",
} as const;
