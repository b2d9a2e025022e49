import type { Check, CheckedPath, UnknownCall } from "../../records/check.js";
import { reasonText, sizeText } from "../../sites/index.js";
import { plural } from "../../text/number.js";
import { visible } from "../../text/visible.js";
import { placeText } from "../text/place.js";
import { prose } from "../text/prose.js";
import type { CheckContext, CheckRenderer } from "./context.js";

/** The answer for the terminal: the verdict, then the calls to each allocation. */
export const checkTable: CheckRenderer = (check, context) => {
  const { top, style, quiet } = context;
  const blocks: string[][] = [prose(verdictText(check), style).map(style.strong)];
  for (const path of check.paths.slice(0, top)) blocks.push(pathLines(path, context));
  if (check.paths.length > top) blocks.push([`${plural(check.paths.length - top, "further allocation")}: see --top.`]);
  if (check.dynamic.length > 0) blocks.push(unknownLines(check.dynamic, context));
  if (!quiet) blocks.push(prose(basisText(check), style).map(style.faint));
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
};

function verdictText({ function: name, allocates, paths, dynamic }: Check): string {
  const found = plural(paths.length, "call that can allocate", "calls that can allocate");
  switch (allocates) {
    case "no":
      return `\`${name}\` does not allocate.`;
    case "unknown":
      return `Whether \`${name}\` allocates is not known: ${plural(dynamic.length, "call")} could not be followed.`;
    default:
      return `\`${name}\` ${allocates === "yes" ? "allocates whenever it returns" : "may allocate"}: ${found} ${paths.length === 1 ? "is" : "are"} reached.`;
  }
}

function pathLines({ calls, site }: CheckedPath, { style, root }: CheckContext): string[] {
  const of = site.type === null ? "" : ` of ${site.type}`;
  const known = sizeText(site);
  const size = known === null ? "" : ` (${known})`;
  const why = site.reason === null ? "each time the line runs" : `at times: ${reasonText(site.reason)}`;
  const loop = site.loop === true ? ", in a loop" : "";
  return [
    `${style.strong(visible(`runtime.${site.call}${of}${size}`))}${loop}, ${why}`,
    ...calls.map((call, depth) => {
      const place = style.fileLink(visible(placeText({ ...call, column: null })), call, root);
      return `${"  ".repeat(Math.min(depth, 10) + 1)}${place} in ${visible(call.function)}`;
    }),
  ];
}

function unknownLines(calls: readonly UnknownCall[], { style, root, top }: CheckContext): string[] {
  const lines = calls.slice(0, top).map((call) => {
    const place = style.fileLink(visible(placeText({ ...call, column: null })), call, root);
    const callee = call.call === null ? "a call through an interface or a func value" : visible(call.call);
    return `  ${place} in ${visible(call.function)}: ${callee}`;
  });
  const more = calls.length > top ? [`  and ${calls.length - top} more`] : [];
  return [style.heading("Not followed"), ...lines, ...more];
}

function basisText({ visited }: Check): string {
  return (
    `Read from the machine code of ${plural(visited, "function")}. What runs only before a panic, and caches that are ` +
    "filled once, pass; --strict counts them."
  );
}
