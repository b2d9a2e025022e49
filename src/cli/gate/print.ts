import { EXIT } from "../../errors.js";
import type { Gate } from "../../records/gate.js";
import type { SiteRecord } from "../../records/record.js";
import { Tally } from "../../render/findings/index.js";
import { type GateRenderer, gateRenderers } from "../../render/gate/index.js";
import type { LoadedConfig } from "../../sources/config-file.js";
import { writeOutput } from "../../sources/output.js";
import { type SourceFiles, type SourceLookup, withSources } from "../../sources/source-files.js";
import { shellQuoted } from "../../text/shell.js";
import { version } from "../../version.js";
import type { GateArguments } from "../options/compare.js";
import { DEFAULT_TOP, formatOf } from "../options/shared.js";
import { noteLeftOut, treeOf } from "../print-report.js";
import { terminalOf } from "../terminal.js";
import { typedPath } from "./mode.js";

/** What is known beside the result. */
export interface GatePlace {
  readonly loaded: LoadedConfig;
  /** The directory that the records' files are relative to. */
  readonly root: string | undefined;
  readonly sources: SourceFiles;
  readonly baselineFile: string | null;
}

/** Prints what the gate decided, and sets the exit code. */
export async function printGate(gate: Gate, args: GateArguments, place: GatePlace): Promise<void> {
  const { root, loaded } = place;
  const { createStyle } = await import("../../text/style.js");
  const style = createStyle(await terminalOf(args.color, args.output !== undefined));
  const baselineFile = place.baselineFile === null ? null : typedPath(place.baselineFile, args);
  const format = formatOf(args);
  const renderer: GateRenderer = await gateRenderers[format]();
  const tally = new Tally();
  const context = {
    style,
    top: args.top ?? DEFAULT_TOP,
    quiet: args.quiet,
    root,
    gate,
    configFile: loaded.file === null ? ".escape-report.yaml" : typedPath(loaded.file, args),
    baselineFile,
    command: ["escape-report", "gate", ...comparedWith(gate, baselineFile), ...rulesOf(args)]
      .map(shellQuoted)
      .join(" "),
    version: version(),
    tree: await treeOf(root, args, renderer),
    tally,
  };
  const piecesFrom = (source: SourceLookup) => renderer.render({ ...context, sourceLine: lineFrom(source) });
  // Only these two show lines of source, and neither is long.
  const pieces =
    format === "table" || format === "markdown"
      ? await withSources(place.sources, (source) => [...piecesFrom(source)])
      : piecesFrom(() => null);
  await writeOutput(pieces, args.output, args.C ?? ".");
  if (!args.quiet) noteLeftOut(tally, renderer);
  if (!gate.passed) process.exitCode = EXIT.regression;
}

function lineFrom(source: SourceLookup): (record: SiteRecord) => string | null {
  return ({ file, line }) => (file === null || line === null ? null : (source(file)?.[line - 1]?.trim() ?? null));
}

function comparedWith({ before }: Gate, baselineFile: string | null): string[] {
  if (baselineFile !== null) return ["--baseline", baselineFile];
  return before.revision === null ? [] : ["--base", before.revision];
}

/** Where the rules come from, as it was typed. */
function rulesOf({ config, configFrom }: GateArguments): string[] {
  const file = config === undefined ? [] : ["--config", config];
  return configFrom === "base" ? file : [...file, "--config-from", configFrom];
}
