import { isAbsolute, relative, resolve, sep } from "node:path";
import type { BuildRecords } from "../explain/build-records.js";
import { Imports } from "../explain/imports.js";
import { Library } from "../explain/library.js";
import { Matcher, type Matches } from "../explain/matches.js";
import { Program } from "../explain/program.js";
import { tellStory } from "../explain/story.js";
import { readTarget } from "../explain/target.js";
import type { DiagnosticRecord } from "../records/record.js";
import { STORY_SCHEMA } from "../records/schema-names.js";
import type { Stories } from "../records/story.js";
import type { RecordKind } from "../records/vocabulary.js";
import { storyRenderers } from "../render/stories.js";
import { recordFilter } from "../report/filter.js";
import { createStyle } from "../text/style.js";
import type { ExplainArguments } from "./explain-options.js";
import { untilInterrupted } from "./interrupt.js";
import { formatOf } from "./options.js";
import { writeOutput } from "./output.js";
import { type RecordStore, recordStore } from "./record-store.js";
import type { RecordSource } from "./run-report.js";
import { sourceOf } from "./source-of.js";
import { terminalOf } from "./terminal.js";

/** What a story needs; report files hold the first three. */
const KINDS: ReadonlySet<RecordKind> = new Set(["escape", "leak", "inlining", "inlined-call", "stack"]);

/** Finds escapes and tells their stories. */
export async function runExplain(args: ExplainArguments): Promise<void> {
  await untilInterrupted(async (signal) => {
    const directory = args.C ?? ".";
    const source = await sourceOf(args, signal);
    const store = recordStore(args.from, directory);
    try {
      const { build, matches } = await readRecords(source, args, store);
      const stories: Stories = {
        schema: STORY_SCHEMA,
        target: args.target,
        match: matches.match,
        matches: matches.count,
        hint: matches.hint,
        stories: matches.found.map(({ escape, copies }) => tellStory(build, escape, copies)),
      };
      await print(stories, source, args);
    } finally {
      await store.close();
    }
  });
}

async function readRecords(
  source: RecordSource,
  args: ExplainArguments,
  store: RecordStore,
): Promise<{ readonly build: BuildRecords; readonly matches: Matches }> {
  const program = new Program();
  const target = readTarget(args.target, (file) => fileNames(file, args.C ?? ".", source.root));
  const matcher = new Matcher(target, args.top);
  const filter = recordFilter({
    causes: args.cause ?? [],
    packages: args.package ?? [],
    paths: args.path ?? [],
    functions: args.function ?? [],
  });
  await source.read(KINDS, {
    lazy: store.lazy ?? false,
    record: (record) => {
      program.record(record);
      if (record.kind === "escape" && filter(record)) matcher.add(record);
      // Functions are known to the program already, and their bodies as printed are long.
      if (record.kind !== "inlining" && KINDS.has(record.kind)) store.record(record);
    },
    endPackage: (importPath) => store.endPackage?.(importPath),
  });
  const library = new Library((importPath) => store.load(importPath));
  const isFunction = matcher.isEmpty && target.kind === "text" && program.names(target.text);
  if (matcher.isEmpty && !isFunction) {
    for (const importPath of program.importPaths) {
      for (const line of store.load(importPath)) {
        const record: DiagnosticRecord = JSON.parse(line);
        if (record.kind === "escape" && filter(record)) matcher.addNear(record);
      }
    }
  }
  const build: BuildRecords = {
    program,
    imports: new Imports(program, source.imports ?? null),
    library,
    source: (await source.sources?.()) ?? (() => null),
    widen: widening(args),
  };
  return { build, matches: matcher.result(isFunction) };
}

/** How to get at functions that the report does not cover. */
function widening({ from, scope }: ExplainArguments): string | null {
  if (from !== undefined) return "A report made with `--scope all` would tell more.";
  return scope === "all" ? null : "To follow it there, add `--scope all`.";
}

/** Names that records may have for a file as it was typed in the working directory. */
function fileNames(file: string, directory: string, root: string | undefined): string[] {
  if (root === undefined) return [];
  const below = relative(root, resolve(directory, file)).split(sep).join("/");
  return below.startsWith("../") || isAbsolute(below) ? [] : [below];
}

async function print(stories: Stories, source: RecordSource, args: ExplainArguments): Promise<void> {
  const format = formatOf(args);
  const render = await storyRenderers[format === "json" || format === "markdown" ? format : "table"]();
  const terminal = await terminalOf(args.color, args.output !== undefined);
  const text = render(stories, {
    style: createStyle(terminal),
    root: source.root,
    raw: args.raw,
    quiet: args.quiet,
  });
  await writeOutput([text], args.output, args.C ?? ".");
}
