import { subject, why } from "../../causes/cause-sentence.js";
import { withoutTypeArguments } from "../../causes/expression.js";
import type { SiteRecord } from "../../records/record.js";
import { displayWidth, fitEnd, fitMiddle } from "../../text/fit.js";
import type { Style } from "../../text/style.js";
import { visible } from "../../text/visible.js";
import { columns } from "../text/columns.js";
import { placeText } from "../text/place.js";

/**
 * Records to look at, two lines each: where it is, in which function and what is allocated; below, the cause and why.
 * Positions are links where the terminal knows links.
 */
export function recordList(records: readonly SiteRecord[], style: Style, root: string | undefined): string[] {
  const places = records.map((record) => visible(placeText(record)));
  const names = records.map((record) => visible(withoutTypeArguments(record.function ?? "")));
  const things = records.map((record) => visible(subject(record)));
  const [placeWidth, nameWidth, thingWidth] = shares(style.width - 4, places, names, things);
  const heads = columns(
    records.map((record, i) => [
      style.fileLink(fitMiddle(places[i] ?? "", placeWidth), record, root),
      fitMiddle(names[i] ?? "", nameWidth),
      style.strong(fitEnd(things[i] ?? "", thingWidth)),
    ]),
    ["left", "left", "left"],
  );
  return records.flatMap((record, i) => [heads[i] ?? "", causeLine(record, style)]);
}

function causeLine(record: SiteRecord, style: Style): string {
  const room = style.width - 4 - record.cause.length;
  return `  ${style.cause(record.cause)}: ${style.faint(fitEnd(visible(why(record)), room))}`;
}

/** Widths for three columns. A position comes first: cut, it can no longer be clicked or copied. */
function shares(
  width: number,
  places: readonly string[],
  names: readonly string[],
  things: readonly string[],
): [number, number, number] {
  const [place, name, thing] = [places, names, things].map((cells) => Math.max(1, ...cells.map(displayWidth)));
  const placeWidth = Math.min(place ?? 1, Math.floor(width * 0.6));
  const rest = width - placeWidth;
  const nameWidth = Math.min(name ?? 1, Math.max(Math.floor(rest / 2), rest - (thing ?? 1)));
  return [placeWidth, nameWidth, rest - nameWidth];
}
