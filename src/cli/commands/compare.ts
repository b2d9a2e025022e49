import type { CommandModule } from "yargs";
import { diffRenderers } from "../../render/diff/index.js";
import { readChanges } from "../../sources/changed-packages.js";
import { openSides } from "../../sources/comparison-sides.js";
import { untilInterrupted } from "../interrupt.js";
import { comparisonRequest } from "../open-source.js";
import { type CompareBuildArguments, compareOptions } from "../options/compare.js";
import { formatNames, type PresentationArguments, presentationOptions } from "../options/shared.js";
import { compareSides, countsSuffice, importedNote, printDiff } from "../print-diff.js";
import { note } from "../say.js";
import { noteUnmatched, selectFromSides } from "../selection.js";

interface CompareArguments extends PresentationArguments, CompareBuildArguments {
  readonly base?: string | undefined;
  readonly head?: string | undefined;
}

export const compareCommand: CommandModule<object, CompareArguments> = {
  command: "compare [base] [head]",
  describe: "Compare two git revisions, or one source under two toolchains: what escapes now and did not, and why",
  builder: (yargs) =>
    compareOptions(presentationOptions(yargs, formatNames(diffRenderers)))
      .positional("base", {
        type: "string",
        describe: "The older revision (default: where this branch left the default branch)",
      })
      .positional("head", {
        type: "string",
        describe: "The newer revision (default: the working tree, with what is not committed)",
      })
      .example("$0 compare", "What this branch does, with what is not committed")
      .example("$0 compare HEAD", "What is not committed")
      .example("$0 compare v1.4.0 v1.5.0 --format markdown", "What a release did")
      .example("$0 compare --go go1.26.0 --go go1.27.0", "What an upgrade of Go would do")
      .example("$0 compare main -- -tags integration", "Flags after -- go to go build") as never,
  handler: async (args) => {
    await untilInterrupted(async (signal) => {
      const sides = await openSides(comparisonRequest(args), signal);
      const wanted = { countsSuffice: countsSuffice(args), all: args.all };
      const { before, after, same } = await readChanges(sides, wanted);
      if (!args.quiet) for (const text of [...sides.notes, ...importedNote(sides.after.source)]) note(text);
      const { root } = sides.after.source;
      const selection = selectFromSides([before, after], root, args);
      const diff = await compareSides(sides, { before, after, same }, args, selection);
      await printDiff(diff, args, { root });
      noteUnmatched(selection, args);
    });
  },
};
