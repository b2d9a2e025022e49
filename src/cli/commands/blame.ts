import type { CommandModule } from "yargs";
import { Blamer } from "../../blame/blame.js";
import { Imports } from "../../callees/imports.js";
import { Program } from "../../callees/program.js";
import { UsageError } from "../../errors.js";
import type { Blame, CallShare, Culprit } from "../../records/blame.js";
import type { EscapeRecord } from "../../records/record.js";
import type { LineStats } from "../../records/report.js";
import type { RecordKind } from "../../records/vocabulary.js";
import { type BlameFormat, blameRenderers } from "../../render/blame/index.js";
import { isRanked } from "../../report/filter.js";
import { ownPackages } from "../../report/own-packages.js";
import { writeOutput } from "../../sources/output.js";
import type { RecordSource } from "../../sources/record-source.js";
import { formatCount, formatShare, plural } from "../../text/number.js";
import { createStyle } from "../../text/style.js";
import { untilInterrupted } from "../interrupt.js";
import { noteBroken } from "../note-broken.js";
import { openSource } from "../open-source.js";
import { type BuildArguments, buildOptions, type RankingArguments, rankingOption } from "../options/build.js";
import {
  DEFAULT_TOP,
  formatNames,
  formatOf,
  type InputArguments,
  inputOption,
  selectionOptions,
} from "../options/shared.js";
import { statsLine } from "../print-report.js";
import { ProfileRanking } from "../profile/ranking.js";
import { note, say } from "../say.js";
import { noteUnmatched, selectFrom } from "../selection.js";
import { terminalOf } from "../terminal.js";
import { culpritsToTry, withTrials } from "../try/culprits.js";

interface BlameArguments
  extends Omit<BuildArguments, "format" | "groupBy" | "records">,
    InputArguments,
    RankingArguments {
  readonly from?: string | undefined;
  readonly format?: BlameFormat | undefined;
  readonly groupBy: "culprit" | "package";
  readonly try?: number | undefined;
}

export const blameCommand: CommandModule<object, BlameArguments> = {
  command: "blame [packages..]",
  describe: "Rank the parameters, calls, closures and fields that most escapes end in first",
  builder: (yargs) =>
    inputOption(rankingOption(buildOptions(selectionOptions(yargs))))
      .positional("packages", { type: "string", array: true, describe: "What to build (default ./...)" })
      .option("from", {
        type: "string",
        describe: "Read a report or saved compiler output instead of building",
        requiresArg: true,
      })
      .option("stats", {
        type: "boolean",
        default: false,
        describe: "Say where every line of input went, and how many callees were found",
      })
      .option("format", {
        choices: formatNames(blameRenderers),
        describe: "How to print; follows the name of --output, else table",
      })
      .option("group-by", {
        choices: ["culprit", "package"] as const,
        default: "culprit" as const,
        describe: "One ranking, or one for each package",
      })
      .option("try", {
        type: "string",
        describe: "Compile again without the first N culprits of your own, and tell what that takes away (alone: 5)",
        coerce: culpritsToTry,
      })
      .example("$0 blame --try", "What the first five would bring, by compiling without each")
      .example("$0 blame", "What to change first in this module")
      .example("$0 blame --scope all --package 'example.com/app/...'", "With chains followed into the dependencies")
      .example("$0 blame --cause interface-conversion --group-by package", "Who boxes most, package by package")
      .example("$0 blame --profile mem.pb.gz", "Ranked by what was allocated")
      .example("$0 blame --from build.txt.gz --top 30", "From saved compiler output, or from a report") as never,
  handler: async (args) => {
    await untilInterrupted(async (signal) => {
      if (args.try !== undefined && args.from !== undefined) {
        throw new UsageError("--try compiles again, so it does not go with --from: name packages instead");
      }
      const ranking = await ProfileRanking.of(args.profile, args.C ?? ".", signal);
      const source = await openSource(args, signal);
      const { blame: found, lines } = await readBlame(source, args, ranking);
      const blame = args.try === undefined ? found : triedFirst(await withTrials(found, args.try, args, signal), args);
      const render = await blameRenderers[formatOf(args)]();
      const terminal = await terminalOf(args.color, args.output !== undefined);
      const screen = args.top === undefined && args.groupBy === "culprit";
      const text = render(blame, { style: createStyle(terminal), root: source.root, quiet: args.quiet, screen });
      await writeOutput([text], args.output, args.C ?? ".");
      noteBroken(source);
      if (args.stats) say(`${statsLine(lines)}\n${callShareText(blame.calls)}`);
    });
  },
};

/** What was tried, and behind it the first of the others; says where nothing was. */
function triedFirst(blame: Blame, { top = DEFAULT_TOP, quiet }: BlameArguments): Blame {
  const tried = blame.culprits.filter(isTried);
  const before = blame.culprits.findLastIndex(isTried) + 1 - tried.length;
  if (before > 0 && blame.groups.length === 0 && !quiet) {
    note(
      `${plural(before, "place")} before the last that was tried ${before === 1 ? "was" : "were"} left out: calls, statements ` +
        "and parts of variables, or not in a module of yours",
    );
  }
  if (tried.length === 0 && !blame.groups.some(({ culprits }) => culprits.some(isTried))) {
    note(
      "Nothing was tried: none of the places is a parameter, function literal, field, variable or result in a module of yours",
    );
  }
  return { ...blame, culprits: [...tried, ...blame.culprits.filter((each) => !isTried(each)).slice(0, top)] };
}

function isTried({ tried }: Culprit): boolean {
  return tried !== undefined;
}

const KINDS: ReadonlySet<RecordKind> = new Set(["escape", "leak"]);
/** Calls without a decision are what else may be allocated at a line. */
const WEIGHED_KINDS: ReadonlySet<RecordKind> = new Set([...KINDS, "allocation", "inlined-call"]);

async function readBlame(
  source: RecordSource,
  args: BlameArguments,
  ranking: ProfileRanking | null,
): Promise<{ readonly blame: Blame; readonly lines: LineStats }> {
  const program = new Program();
  const blamer = new Blamer(program, ranking !== null);
  const selection = selectFrom(source, args);
  const counted: EscapeRecord[] = [];
  const { packages, lines } = await source.read(ranking === null ? KINDS : WEIGHED_KINDS, {
    lazy: ranking === null,
    heapFlowsOnly: true,
    record: (record) => {
      ranking?.record(record, source);
      if (record.kind === "allocation") return;
      const counts = record.kind === "escape" && selection.matches(record) && (args.all || isRanked(record));
      if (counts && ranking !== null) counted.push(record);
      blamer.record(record, counts);
    },
    endPackage: () => blamer.endPackage(),
  });
  const weights = ranking?.weigh() ?? null;
  const weightOf = weights === null ? null : (record: EscapeRecord) => weights.records.get(record)?.bytes ?? 0;
  const blame = blamer.blame({
    weightOf,
    imports: new Imports(program, source.imports ?? null),
    isOwn: ownPackages(source.facts().build, packages),
    modules: source.facts().build?.modules ?? [],
    // Those that can be tried may rank behind what is shown.
    top: args.try === undefined ? (args.top ?? DEFAULT_TOP) : Number.MAX_SAFE_INTEGER,
    byPackage: args.groupBy === "package",
  });
  noteUnmatched(selection, args);
  if (ranking === null || weights === null || weightOf === null) return { blame, lines };
  const joined = counted.reduce((sum, record) => sum + weightOf(record), 0);
  return { blame: { ...blame, profile: { name: ranking.name, total: weights.total.bytes, joined } }, lines };
}

/** What --stats says of calls: how many arguments lead to the record of the parameter that keeps them. */
function callShareText({ escapes, inScope, found }: CallShare): string {
  const share = formatShare(found / (inScope || 1));
  return `call arguments: ${formatCount(escapes)} escapes, ${formatCount(inScope)} with a callee in the report, of which ${formatCount(found)} (${share}) find its leak record`;
}
