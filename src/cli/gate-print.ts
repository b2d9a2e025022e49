import { EXIT } from "../errors.js";
import { type AddedEscape, DIFF_SCHEMA, type Diff } from "../records/diff.js";
import type { Gate } from "../records/gate.js";
import { diffRenderers } from "../render/diff/index.js";
import { gateRenderers } from "../render/gate/index.js";
import type { GateArguments } from "./compare-options.js";
import type { LoadedConfig } from "./config.js";
import { typedPath } from "./gate-mode.js";
import { sourceIn } from "./module-source.js";
import { formatOf } from "./options.js";
import { writeOutput } from "./output.js";
import { repositoryPrefix } from "./repository-prefix.js";
import { terminalOf } from "./terminal.js";
import { version } from "./version.js";

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
  const { createStyle } = await import("../text/style.js");
  const style = createStyle(await terminalOf(args.color, args.output !== undefined));
  const baselineFile = place.baselineFile === null ? null : typedPath(place.baselineFile, args);
  const source = sourceIn(root);
  const common = { style, top: args.top, quiet: args.quiet, root };
  const format = formatOf(args);
  const pieces =
    format === "table" || format === "json" || format === "markdown"
      ? (await gateRenderers[format]()).render({
          ...common,
          gate,
          sourceLine: ({ file, line }) =>
            file === null || line === null ? null : (source(file)?.[line - 1]?.trim() ?? null),
          configFile: loaded.file === null ? ".escape-report.yaml" : typedPath(loaded.file, args),
          baselineFile,
          command: ["escape-report gate", ...comparedWith(gate, baselineFile)].join(" "),
        })
      : (await diffRenderers[format]()).render({
          ...common,
          diff: failuresAsDiff(gate),
          groupBy: args.groupBy,
          next: [],
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

/** What the rules count, for formats that only know allocations. Each is there once. */
function failuresAsDiff({ before, after, failures, reasons }: Gate): Diff {
  const added = new Map<string, AddedEscape>();
  for (const { escapes } of failures) {
    for (const { isNew, ...record } of escapes) added.set(JSON.stringify([isNew, record]), record);
  }
  const list = [...added.values()];
  return {
    schema: DIFF_SCHEMA,
    before,
    after,
    groups: [],
    added: list,
    removed: [],
    moved: [],
    changed: [],
    unchanged: 0,
    leaks: { added: [], removed: [] },
    reasons: reasons.map((reason, index) => ({
      ...reason,
      added: list.flatMap((record, i) => (record.reason === index ? [i] : [])),
    })),
  };
}
