import type { CommandModule } from "yargs";
import { Imports } from "../../callees/imports.js";
import { Program } from "../../callees/program.js";
import type { BuildRecords } from "../../explain/build-knowledge.js";
import { Matcher, type Matches } from "../../explain/find-escapes.js";
import { LeakFinder } from "../../explain/find-leaks.js";
import { Library } from "../../explain/package-records.js";
import { tellLeak, tellStory } from "../../explain/story.js";
import { readTarget } from "../../explain/story-target.js";
import { UndecidedCalls } from "../../explain/undecided-calls.js";
import type { DiagnosticRecord, EscapeRecord, LeakRecord } from "../../records/record.js";
import { STORY_SCHEMA } from "../../records/schema-names.js";
import type { Allocated, Stories, StorySite, UndecidedCall } from "../../records/story.js";
import type { RecordKind } from "../../records/vocabulary.js";
import { type StoryContext, type StoryFormat, storyRenderers } from "../../render/story/index.js";
import { ownPackages } from "../../report/own-packages.js";
import { goFiles } from "../../sources/go-files.js";
import { writeOutput } from "../../sources/output.js";
import type { RecordSource } from "../../sources/record-source.js";
import { type RecordStore, recordStore } from "../../sources/records-by-package.js";
import { NO_SOURCES, SourceFiles, withSources } from "../../sources/source-files.js";
import { createStyle } from "../../text/style.js";
import { fileNames } from "../file-names.js";
import { untilInterrupted } from "../interrupt.js";
import { noteBroken } from "../note-broken.js";
import { openSource } from "../open-source.js";
import { type BuildArguments, buildOptions, type RankingArguments, rankingOption } from "../options/build.js";
import { formatNames, formatOf, type InputArguments, inputOption, selectionOptions } from "../options/shared.js";
import { ProfileRanking } from "../profile/ranking.js";
import { noteUnmatched, selectFrom } from "../selection.js";
import { terminalOf } from "../terminal.js";

interface ExplainArguments
  extends Omit<BuildArguments, "format" | "groupBy" | "records">,
    InputArguments,
    RankingArguments {
  readonly target: string;
  readonly from?: string | undefined;
  readonly raw: boolean;
  readonly format?: StoryFormat | undefined;
}

export const explainCommand: CommandModule<object, ExplainArguments> = {
  command: "explain <target> [packages..]",
  describe: "Tell why a value escapes: from the line that makes it, through every call, to the place that keeps it",
  builder: (yargs) =>
    inputOption(rankingOption(buildOptions(selectionOptions(yargs))))
      .positional("target", { type: "string", describe: "FILE:LINE[:COLUMN], a function or pattern, or an expression" })
      .positional("packages", { type: "string", array: true, describe: "What to build (default ./...)" })
      .option("from", {
        type: "string",
        describe: "Read a report or saved compiler output instead of building",
        requiresArg: true,
      })
      .option("top", { defaultDescription: "5 stories, 20 places" })
      .option("raw", { type: "boolean", default: false, describe: "The compiler's own words too" })
      .option("format", { choices: formatNames(storyRenderers), describe: "How to print" })
      .example("$0 explain main.go:12", "What a line puts on the heap, and why")
      .example("$0 explain '(*Server).handle'", "What a method and its closures do")
      .example("$0 explain 'make([]byte, n)' --scope all", "An expression, followed into the dependencies too")
      .example("$0 explain '*' --profile mem.pb.gz", "Those first that allocate most")
      .example("$0 explain main.go:12 --from report.json", "From a report, or from saved compiler output")
      .example("$0 explain 'main.*' --top 20 --format markdown", "A pattern of functions, for a pull request") as never,
  handler: async (args) => {
    await untilInterrupted(async (signal) => {
      const ranking = await ProfileRanking.of(args.profile, args.C ?? ".", signal);
      const source = await openSource(args, signal);
      const store = recordStore(args.from, args.C ?? ".");
      try {
        const { build, matches: found, leaks, undecided, allocated } = await readRecords(source, args, store, ranking);
        const matches = withoutGuesses(found, leaks, undecided);
        const sources = (await source.sources?.()) ?? new SourceFiles(NO_SOURCES);
        const go = await goFiles();
        const stories: Stories = {
          schema: STORY_SCHEMA,
          target: args.target,
          match: matches.match,
          matches: matches.count,
          hint: matches.hint,
          sites: matches.found.map(({ escape, copies }) => ({ ...siteOf(escape, copies), ...allocated(escape) })),
          stories: await withSources(sources, (lookup) => {
            const known = { ...build, source: lookup, go: go(lookup).look };
            return matches.found
              .slice(0, args.top ?? STORIES)
              .map(({ escape, copies }) => ({ ...tellStory(known, escape, copies), ...allocated(escape) }));
          }),
          undecided,
          leaks: await withSources(sources, (lookup) => {
            const known = { ...build, source: lookup, go: go(lookup).look };
            return leaks.map((leak) => tellLeak(known, leak));
          }),
        };
        const { spanOf } = go((file) => sources.loaded(file) ?? null);
        await print(stories, { root: source.root, spanOf }, args);
        noteBroken(source);
      } finally {
        await store.close();
      }
    });
  },
};

/** Stories that are told where nobody says how many, and places that are listed before them. */
const STORIES = 5;
const LISTED = 20;

/** A place in short. */
function siteOf(escape: EscapeRecord, copies: number): StorySite {
  const { package: importPath, file, line, column, function: name, expression, allocation, cause } = escape;
  const { allocates, reason, call, type, bytes, loop } = escape;
  const site = { package: importPath, file, line, column, function: name, expression, allocation, cause };
  return { ...site, allocates, reason, call, type, bytes, loop, copies };
}

/** Where parameters or calls answer the question, nothing that merely comes near does. */
function withoutGuesses(matches: Matches, leaks: readonly LeakRecord[], undecided: readonly UndecidedCall[]): Matches {
  if (matches.match !== "closest" && matches.match !== "none") return matches;
  if (leaks.length + undecided.length === 0) return matches;
  const hint =
    undecided.length > 0
      ? "The compiler sends nothing that is made here to the heap. This allocates all the same:"
      : "Nothing that is made here goes to the heap. What parameters bring can:";
  return { match: "none", count: 0, found: [], hint };
}

/** What a story needs; report files hold the first three. */
const KINDS: ReadonlySet<RecordKind> = new Set(["escape", "leak", "inlining", "inlined-call", "stack", "allocation"]);
/** Escapes that are looked at where a profile ranks them. */
const WEIGHED = 10_000;

/** What was read. */
interface Read {
  readonly build: Omit<BuildRecords, "source" | "go">;
  readonly matches: Matches;
  readonly leaks: readonly LeakRecord[];
  readonly undecided: UndecidedCall[];
  /** What a profile shows of an escape; nothing without one. */
  readonly allocated: (escape: EscapeRecord) => { readonly allocated?: Allocated | null };
}

async function readRecords(
  source: RecordSource,
  args: ExplainArguments,
  store: RecordStore,
  ranking: ProfileRanking | null,
): Promise<Read> {
  const program = new Program();
  const target = readTarget(args.target, (file) => fileNames(file, args.C ?? ".", source.root));
  const listed = Math.max(args.top ?? 0, LISTED);
  const matcher = new Matcher(target, ranking === null ? listed : Math.max(listed, WEIGHED));
  const finder = new LeakFinder(target);
  const calls = new UndecidedCalls(target);
  const selection = selectFrom(source, args);
  const { packages } = await source.read(KINDS, {
    lazy: ranking === null && (store.lazy ?? false),
    record: (record) => {
      ranking?.record(record, source);
      if (record.kind === "allocation" || record.kind === "stack") calls.add(record);
      if (record.kind === "allocation") return;
      program.record(record);
      if (record.kind === "escape" && selection.matches(record)) matcher.add(record);
      else if (record.kind === "leak" && selection.matches(record)) finder.add(record);
      // Functions are known to the program already, and their bodies as printed are long.
      if (record.kind !== "inlining" && KINDS.has(record.kind)) store.record(record);
    },
    endPackage: (importPath) => store.endPackage?.(importPath),
  });
  noteUnmatched(selection, args);
  const library = new Library((importPath) => store.load(importPath));
  const isFunction = matcher.isEmpty && target.kind === "text" && program.names(target.text);
  if (matcher.isEmpty && !isFunction) {
    for (const importPath of program.importPaths) {
      for (const line of store.load(importPath)) {
        const record: DiagnosticRecord = JSON.parse(line);
        if (record.kind === "escape" && selection.matches(record)) matcher.addNear(record);
      }
    }
  }
  const build = {
    program,
    imports: new Imports(program, source.imports ?? null),
    library,
    isOwn: ownPackages(source.facts().build, packages),
    widen: widening(args),
  };
  const matches = matcher.result(isFunction);
  const leaks = finder.leaks(args.top ?? STORIES);
  if (ranking === null) return { build, matches, leaks, undecided: calls.found(), allocated: () => ({}) };
  const weights = ranking.weigh();
  const bytes = (escape: EscapeRecord) => weights.of(escape)?.bytes ?? 0;
  const found = [...matches.found].sort((a, b) => bytes(b.escape) - bytes(a.escape)).slice(0, listed);
  const allocated = (escape: EscapeRecord) => {
    const weight = weights.of(escape);
    return {
      allocated: weight === null ? null : { ...weight, share: weight.bytes / (weights.total.bytes || 1) },
    };
  };
  return { build, matches: { ...matches, found }, leaks, undecided: calls.found(), allocated };
}

/** How to get at functions that the report does not cover. */
function widening({ from, scope }: ExplainArguments): string | null {
  if (from !== undefined) return "A report made with `--scope all` would tell more.";
  return scope === "all" ? null : "To follow it there, add `--scope all`.";
}

async function print(
  stories: Stories,
  { root, spanOf }: Pick<StoryContext, "root" | "spanOf">,
  args: ExplainArguments,
): Promise<void> {
  const format = formatOf(args);
  const render = await storyRenderers[format === "json" || format === "markdown" ? format : "table"]();
  const terminal = await terminalOf(args.color, args.output !== undefined);
  const text = render(stories, {
    style: createStyle(terminal),
    root,
    spanOf,
    raw: args.raw,
    quiet: args.quiet,
  });
  await writeOutput([text], args.output, args.C ?? ".");
}
