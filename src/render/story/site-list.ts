import { readable } from "../../callees/phrases.js";
import { withoutTypeArguments } from "../../causes/expression.js";
import type { Stories, StorySite } from "../../records/story.js";
import { displayWidth, fitEnd } from "../../text/fit.js";
import { formatCount, plural } from "../../text/number.js";
import type { Style } from "../../text/style.js";
import { visible } from "../../text/visible.js";
import { columns } from "../text/columns.js";
import { figuresText } from "../text/figures.js";
import { fitPath } from "../text/names.js";
import { placeText } from "../text/place.js";
import { allocatedFigures } from "./allocated.js";

/** The places of a target with several, one line each, before their stories; nothing where there is one. */
export function siteList({ match, sites, matches }: Stories, style: Style, root: string | undefined): string[] {
  if (sites.length < 2 || match === "closest") return [];
  const places = sites.map((site) => visible(placeText(site)));
  const things = sites.map((site) => visible(thingOf(site)));
  const ends = sites.map((site) => [site.cause, figuresOf(site)].filter((part) => part !== "").join(", "));
  const width = (texts: readonly string[]) => Math.max(...texts.map(displayWidth));
  const room = style.width - 2;
  // A file's own name is never cut while there is room for anything beside it.
  const least = Math.min(width(places.map((place) => place.slice(place.lastIndexOf("/") + 1))), Math.floor(room * 0.7));
  const placeWidth = Math.max(least, Math.min(width(places), Math.floor(room * 0.45)));
  const rest = room - placeWidth - 4;
  const thingWidth = Math.min(width(things), Math.max(Math.floor(rest / 3), rest - width(ends)));
  const rows = sites.map((site, i) => {
    const end = fitEnd(ends[i] ?? "", rest - thingWidth);
    const { length } = site.cause;
    return [
      style.fileLink(fitPath(places[i] ?? "", placeWidth), site, root),
      fitEnd(things[i] ?? "", thingWidth),
      style.cause(end.slice(0, length)) + style.faint(end.slice(length)),
    ];
  });
  const more = matches - sites.length;
  return [
    style.heading(siteHeading(matches, sites)),
    ...columns(rows, ["left", "left", "left"]).map((line) => `  ${line}`),
    ...(more > 0 ? [style.faint(`  ${formatCount(more)} more: see --top`)] : []),
  ];
}

/** What a profile and machine code show of it. */
export function figuresOf(site: StorySite): string {
  return [allocatedFigures(site), figuresText(site)].filter((part) => part !== "").join(", ");
}

/** `12 escapes in (*Server).handle`, or in how many functions. */
export function siteHeading(matches: number, sites: readonly StorySite[]): string {
  const names = new Set(sites.map((site) => withoutTypeArguments(site.function ?? "")));
  const [only = ""] = names;
  const where = names.size === 1 && only !== "" && matches === sites.length ? ` in ${visible(only)}` : "";
  return `${plural(matches, "escape")}${where}`;
}

/** What is allocated: a variable by its name, everything else as it is written. */
export function thingOf({ allocation, expression }: StorySite): string {
  if (allocation === "variadic-slice") return "variadic arguments";
  return readable(allocation === "variable" ? `variable ${expression}` : expression);
}
