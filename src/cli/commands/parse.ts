import type { CommandModule } from "yargs";
import { UsageError } from "../../errors.js";
import { nextCommands } from "../next-commands.js";
import { openSavedFile } from "../open-source.js";
import {
  fileArgument,
  type InputArguments,
  inputOption,
  type ReportArguments,
  reportOptions,
} from "../options/shared.js";
import { printReport } from "../print-report.js";

interface Arguments extends ReportArguments, InputArguments {
  readonly file?: string | undefined;
}

export const parseCommand: CommandModule<object, Arguments> = {
  command: "parse [file]",
  describe: "Report saved compiler output; Go is not needed",
  builder: (yargs) =>
    inputOption(reportOptions(yargs))
      .positional("file", {
        type: "string",
        coerce: fileArgument,
        describe: "Output of go build -gcflags='-m -m', plain or .gz, or a report file; - is standard input",
      })
      .example("go build -gcflags='-m -m' ./... 2>&1 | $0 parse", "Report what a build prints")
      .example("$0 parse build.txt.gz --group-by package", "Report saved output, by package")
      .example("$0 parse build.txt --format json --output r.json", "Make a report file of it") as never,
  handler: async (args) => {
    const file = args.file ?? "-";
    if (file === "-" && process.stdin.isTTY === true) {
      throw new UsageError(
        "parse reads a file or standard input. Try: go build -gcflags='-m -m' ./... 2>&1 | escape-report parse",
      );
    }
    await printReport(await openSavedFile(file, args), args, (summary) => nextCommands({ ...args, file }, summary));
  },
};
