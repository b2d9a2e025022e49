import type { CommandModule } from "yargs";
import { openBuild } from "../../sources/build-source.js";
import { untilInterrupted } from "../interrupt.js";
import { buildRequest } from "../open-source.js";
import { type BuildArguments, buildOptions, type RankingArguments, rankingOption } from "../options/build.js";
import { formatOf, reportOptions } from "../options/shared.js";
import { note } from "../say.js";

export const buildCommand: CommandModule<object, BuildArguments & RankingArguments> = {
  command: "build [packages..]",
  describe: "Run the Go compiler and report what escapes to the heap, by cause",
  builder: (yargs) =>
    rankingOption(buildOptions(reportOptions(yargs)))
      .positional("packages", { type: "string", array: true, describe: "Packages, as in go build (default ./...)" })
      .example("$0 build", "Every package of this module")
      .example("$0 build ./cmd/app --group-by function", "What one program needs of this module, by function")
      .example("$0 build --cause returned,loop --path 'internal/**'", "Some causes in one part")
      .example("$0 build --profile mem.pb.gz", "Ranked by what was allocated")
      .example("$0 build --output report.json.gz", "Keep the report, to compare later")
      .example("$0 build ./... -- -tags integration -race", "Flags after -- go to go build") as never,
  handler: async (args) => {
    await untilInterrupted(async (signal) => {
      const asked =
        args.profile === undefined
          ? null
          : await (await import("../profile/ranking.js")).ProfileRanking.of(args.profile, args.C ?? ".", signal, true);
      // What prints is loaded while go lists the packages.
      let printing: ReturnType<typeof loadPrinting> | undefined;
      const source = await openBuild({ ...buildRequest(args), keepGoing: true }, signal, () => {
        printing ??= loadPrinting();
      });
      const { ProfileRanking, printReport, nextCommands } = await (printing ?? loadPrinting());
      const ranking =
        asked ??
        (isSummary(args) ? await ProfileRanking.ofGuides(source.guides ?? [], signal, noteUnlessQuiet(args)) : null);
      // blame and explain weigh by what was allocated alone.
      const next = { ...args, file: null, profile: asked?.isCpu === false ? args.profile : undefined };
      await printReport(source, args, (summary) => nextCommands(next, summary), ranking);
    });
  },
};

async function loadPrinting() {
  const [{ ProfileRanking }, { printReport }, { nextCommands }] = await Promise.all([
    import("../profile/ranking.js"),
    import("../print-report.js"),
    import("../next-commands.js"),
  ]);
  return { ProfileRanking, printReport, nextCommands };
}

/** Whether a format has the order that a profile gives. */
function isSummary(args: BuildArguments): boolean {
  const format = formatOf(args);
  return format === "table" || format === "markdown";
}

function noteUnlessQuiet({ quiet }: BuildArguments): (text: string) => void {
  return (text) => {
    if (!quiet) note(text);
  };
}
