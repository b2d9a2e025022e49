import type { CommandModule } from "yargs";
import { diffRenderers } from "../../render/diff/index.js";
import { readDiffRecords } from "../../sources/diff-records.js";
import { SourceFiles } from "../../sources/source-files.js";
import { filesBelow } from "../../sources/source-rules.js";
import { openSavedFile } from "../open-source.js";
import {
  formatNames,
  type InputArguments,
  inputOption,
  type PresentationArguments,
  presentationOptions,
} from "../options/shared.js";
import { compareRecordSets, printDiff } from "../print-diff.js";
import { noteUnmatched, selectFromSides } from "../selection.js";

interface DiffArguments extends PresentationArguments, InputArguments {
  readonly before: string;
  readonly after: string;
}

export const diffCommand: CommandModule<object, DiffArguments> = {
  command: "diff <before> <after>",
  describe: "Compare two reports: what escapes now and did not, what no longer does, and why",
  builder: (yargs) =>
    inputOption(presentationOptions(yargs, formatNames(diffRenderers)))
      .positional("before", { type: "string", describe: "The older report, or saved compiler output, plain or .gz" })
      .positional("after", { type: "string", describe: "The newer one" })
      .example("$0 diff old.json new.json", "What a change did, as a table")
      .example("$0 diff old.json build.txt.gz", "A report against saved compiler output")
      .example("$0 diff old.json new.json --cause returned --path 'internal/**'", "One cause in one part")
      .example("$0 diff old.json new.json --format markdown -o diff.md", "For a pull request") as never,
  handler: async (args) => {
    const directory = args.C ?? ".";
    const before = await readDiffRecords(await openSavedFile(args.before, args));
    const after = await readDiffRecords(await openSavedFile(args.after, args));
    const selection = selectFromSides([before, after], undefined, args);
    const diff = compareRecordSets(before, after, [args.before, args.after], args, selection);
    // Reports name files from their module's root; a line is shown only where it fits the record.
    await printDiff(diff, args, { sources: new SourceFiles(filesBelow(directory)) });
    noteUnmatched(selection, args);
  },
};
