import type { CommandModule } from "yargs";
import { ToolchainError } from "../../errors.js";
import { readTarget } from "../../explain/story-target.js";
import { TRY_SCHEMA } from "../../records/schema-names.js";
import type { Try } from "../../records/try.js";
import { type TryFormat, tryRenderers } from "../../render/try/index.js";
import { functionTest } from "../../selection/index.js";
import { writeOutput } from "../../sources/output.js";
import { TrialBuild } from "../../sources/trial-build.js";
import { createStyle } from "../../text/style.js";
import { countsFor } from "../../try/site-lists.js";
import { fileNames } from "../file-names.js";
import { untilInterrupted } from "../interrupt.js";
import { type BuildSelection, buildRequest } from "../open-source.js";
import { type BuildArguments, buildOptions } from "../options/build.js";
import { DEFAULT_TOP, formatNames, formatOf, selectionOptions } from "../options/shared.js";
import { noteUnmatched, selectFrom } from "../selection.js";
import { terminalOf } from "../terminal.js";
import { NOTHING, neutralise } from "../try/neutralise.js";
import { noteProfile } from "../try/note-profile.js";
import { findStore } from "../try/stores.js";
import { findParameter, findResult, namedParameter } from "../try/target.js";
import { tryLine } from "../try/ways-out.js";

interface TryArguments extends Omit<BuildArguments, "format" | "groupBy" | "records"> {
  readonly target: string;
  readonly format?: TryFormat | undefined;
}

export const tryCommand: CommandModule<object, TryArguments> = {
  command: "try <target> [packages..]",
  describe:
    "Compile again with a leak cut off, and tell which allocations that takes away; or find all ways out of a line",
  builder: (yargs) =>
    buildOptions(selectionOptions(yargs))
      .positional("target", {
        type: "string",
        describe: "FUNCTION:PARAMETER (or receiver), FUNCTION:return, TYPE.FIELD, a variable, or FILE:LINE[:COLUMN]",
      })
      .positional("packages", { type: "string", array: true, describe: "What to build (default ./...)" })
      .option("format", { choices: formatNames(tryRenderers), describe: "How to print" })
      .example("$0 try 'store.(*Table).Put:value'", "What it would bring if Put did not keep its value")
      .example("$0 try 'store.(*Table).Put:t'", "The same for the receiver, by its name")
      .example("$0 try store.Table.first", "If nothing were kept in the field (or variable)")
      .example("$0 try store.New:return", "If New did not return what it makes")
      .example("$0 try main.go:12", "All ways by which what the line makes gets to the heap")
      .example("$0 try store.Keep:it --format markdown", "For a pull request") as never,
  handler: async (args) => {
    await untilInterrupted(async (signal) => {
      const trial = await TrialBuild.open({ ...buildRequest(args as BuildSelection), keepGoing: true }, signal);
      noteProfile(trial, args.quiet);
      const result = await tried(trial, args);
      const format = formatOf(args);
      const render = await tryRenderers[format === "json" || format === "markdown" ? format : "table"]();
      const terminal = await terminalOf(args.color, args.output !== undefined);
      const { quiet, top = DEFAULT_TOP } = args;
      const text = render(result, { style: createStyle(terminal), root: trial.root, top, quiet });
      await writeOutput([text], args.output, args.C ?? ".");
    });
  },
};

async function tried(trial: TrialBuild, args: TryArguments): Promise<Try> {
  const directory = args.C ?? ".";
  const target = readTarget(args.target, (file) => fileNames(file, directory, trial.root));
  const selection = selectFrom(trial, args);
  const counts = countsFor(args.all, (site) => selection.matches(site));
  const before = await trial.compile({ packages: trial.packages, files: [] });
  if (before.failure !== null) throw new ToolchainError(`The packages do not compile as they are: ${before.failure}`);
  const records = await before.records(trial.packages);
  const base = {
    schema: TRY_SCHEMA as typeof TRY_SCHEMA,
    target: args.target,
    sites: [],
    waysOut: null,
  } satisfies Partial<Try>;
  if (target.kind === "place" && target.line !== null) {
    const found = await tryLine(trial, target, records, counts);
    noteUnmatched(selection, args);
    return { ...base, culprit: null, balanced: [], ...found };
  }
  const named = namedParameter(args.target);
  const packageOf = (file: string | null) => trial.packageOf(file);
  const isFunction = functionTest(named.function);
  const other =
    findResult(records, named, packageOf) ??
    (named.parameter === null && !records.some((record) => isFunction(record))
      ? await findStore(trial, named.function)
      : null);
  const found = other === null ? findParameter(records, named, packageOf) : { culprit: other };
  if ("keeps" in found) {
    return { ...base, ...NOTHING, culprit: null, packages: [], balanced: [], notTried: found.keeps };
  }
  const { culprit } = found;
  const outcome = await neutralise(trial, culprit, before, { counts, total: true });
  noteUnmatched(selection, args);
  const { difference, packages, balanced, notTried } = outcome;
  return { ...base, ...difference, culprit, packages: [...packages], balanced: [...balanced], notTried };
}
