import { EXIT } from "../../errors.js";
import { repositoryPrefix } from "../../git/repository-prefix.js";
import type { Gate } from "../../records/gate.js";
import { gateRenderers } from "../../render/gate/index.js";
import type { LoadedConfig } from "../../sources/config-file.js";
import { writeOutput } from "../../sources/output.js";
import { sourceIn } from "../../sources/source-files.js";
import { version } from "../../version.js";
import type { GateArguments } from "../options/compare.js";
import { formatOf } from "../options/shared.js";
import { terminalOf } from "../terminal.js";
import { typedPath } from "./mode.js";

/** What is known beside the result. */
export interface GatePlace {
  readonly loaded: LoadedConfig;
  /** The directory that the records' files are relative to. */
  readonly root: string | undefined;
  readonly baselineFile: string | null;
}

/** Prints what the gate decided, and sets the exit code. */
export async function printGate(gate: Gate, args: GateArguments, place: GatePlace): Promise<void> {
  const { root, loaded } = place;
  const { createStyle } = await import("../../text/style.js");
  const style = createStyle(await terminalOf(args.color, args.output !== undefined));
  const baselineFile = place.baselineFile === null ? null : typedPath(place.baselineFile, args);
  const source = sourceIn(root);
  const common = { style, top: args.top, quiet: args.quiet, root };
  const { render } = await gateRenderers[formatOf(args)]();
  const pieces = render({
    ...common,
    gate,
    sourceLine: ({ file, line }) =>
      file === null || line === null ? null : (source(file)?.[line - 1]?.trim() ?? null),
    configFile: loaded.file === null ? ".escape-report.yaml" : typedPath(loaded.file, args),
    baselineFile,
    command: ["escape-report gate", ...comparedWith(gate, baselineFile)].join(" "),
    version: version(),
    prefix: repositoryPrefix(root),
  });
  await writeOutput(pieces, args.output, args.C ?? ".");
  if (!gate.passed) process.exitCode = EXIT.regression;
}

function comparedWith({ before }: Gate, baselineFile: string | null): string[] {
  if (baselineFile !== null) return ["--baseline", baselineFile];
  return before.revision === null ? [] : ["--base", before.revision];
}
