import { subject, why } from "../../causes/cause-sentence.js";
import { withoutTypeArguments } from "../../causes/expression.js";
import type { SiteRecord } from "../../records/record.js";
import type { ProfileFigures } from "../../report/summary.js";
import { displayWidth, fitEnd } from "../../text/fit.js";
import { formatPprofBytes, formatShare } from "../../text/number.js";
import type { Style } from "../../text/style.js";
import { visible } from "../../text/visible.js";
import { columns } from "../text/columns.js";
import { figuresText } from "../text/figures.js";
import { instancesText } from "../text/instances.js";
import { fitFunction, fitPath } from "../text/names.js";
import { placeText } from "../text/place.js";

/**
 * Records to look at, two lines each: where it is, in which function, and what machine code shows of it; below, what is
 * allocated, the cause and why. Positions are links where the terminal knows links.
 */
export function recordList(
  records: readonly SiteRecord[],
  style: Style,
  root: string | undefined,
  profile?: ProfileFigures,
): string[] {
  const places = records.map((record) => visible(placeText(record)));
  const names = records.map((record) => visible(withoutTypeArguments(record.function ?? "")));
  const placeWidth = Math.min(Math.max(...places.map(displayWidth)), Math.floor(style.width * 0.75));
  const nameWidth = style.width - placeWidth - 2;
  const heads = columns(
    records.map((record, i) => {
      const name = fitFunction(names[i] ?? "", nameWidth);
      const known = [weightText(record, profile), figuresText(record)].filter((text) => text !== "").join(", ");
      const copies = visible(instancesText(record));
      const room = nameWidth - displayWidth(name) - 2;
      // With the types where there is room for them, else their number.
      const figures =
        [[known, copies], [known, copies.replace(/:.*/s, "")], [known]]
          .map((texts) => texts.filter((text) => text !== "").join(", "))
          .find((text) => displayWidth(text) <= room) ?? "";
      const isRoom = figures !== "";
      return [
        style.fileLink(fitPath(places[i] ?? "", placeWidth), record, root),
        isRoom ? `${name}${name === "" ? "" : "  "}${style.faint(figures)}` : name,
      ];
    }),
    ["left", "left"],
  );
  return records.flatMap((record, i) => [heads[i] ?? "", causeLine(record, style)]);
}

/** `133.29MB 92.9%`: what a profile shows of it; empty without one, or where nothing was allocated. */
export function weightText(record: SiteRecord, profile: ProfileFigures | undefined): string {
  const weight = profile?.weightOf(record) ?? null;
  if (profile === undefined || weight === null) return "";
  const amount = profile.unit === "bytes" ? formatPprofBytes(weight.bytes) : cpuTime(weight.bytes);
  return `${amount} ${formatShare(weight.bytes / (profile.total.bytes || 1))}`;
}

/** `1.23s of CPU`, as pprof rounds it. */
export function cpuTime(nanoseconds: number): string {
  return `${Number((nanoseconds / 1e9).toFixed(2))}s of CPU`;
}

/** The part of a line that what is allocated may take. */
const THING = 0.4;

function causeLine(record: SiteRecord, style: Style): string {
  const thing = fitEnd(visible(subject(record)), Math.floor(style.width * THING));
  const room = style.width - 4 - displayWidth(thing) - 2 - record.cause.length;
  return `  ${style.strong(thing)}: ${style.cause(record.cause)}, ${style.faint(fitEnd(visible(why(record)), room))}`;
}
