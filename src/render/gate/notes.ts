import type { Gate } from "../../records/gate.js";
import { plural } from "../../text/number.js";
import { notCompiledText } from "../text/not-compiled.js";

/** What is not wrong and should be known: generic code that is not compiled, stale entries of the baseline, exemptions that expired or do nothing. */
export function gateNotes({ stale, exemptions, after }: Gate, baselineFile: string | null): string[] {
  const notes: string[] = [];
  const notCompiled = after.build === null ? null : notCompiledText(after.build);
  if (notCompiled !== null) notes.push(notCompiled);
  for (const { state, reason, until, escapes } of exemptions) {
    if (state === "expired") {
      notes.push(
        `The exemption "${reason}" ended on ${until}` +
          (escapes > 0 ? `; it would let ${plural(escapes, "allocation")} pass.` : " and can be removed."),
      );
    } else if (state === "unused") notes.push(`The exemption "${reason}" fits nothing any more and can be removed.`);
  }
  if (stale.length > 0) {
    notes.push(
      `${plural(stale.length, "entry", "entries")} of the baseline ${stale.length === 1 ? "is" : "are"} stale: what ` +
        `${stale.length === 1 ? "it accepts" : "they accept"} is gone. Remove with: escape-report gate ` +
        `${baselineFile === null ? "" : `--baseline ${baselineFile} `}--prune`,
    );
  }
  return notes;
}

/** `example.com/app/p Box: n escapes to heap [interface-conversion]`. */
export function staleText({
  package: importPath,
  function: name,
  message,
  cause,
  count,
}: Gate["stale"][number]): string {
  const where = [importPath, name].filter((part) => part !== null && part !== "").join(" ");
  return `${where}: ${message} [${cause}]${count > 1 ? ` ×${count}` : ""}`;
}
