import { Blamer } from "../explain/blame.js";
import { Imports } from "../explain/imports.js";
import { Program } from "../explain/program.js";
import type { Blame } from "../records/blame.js";
import type { LineStats } from "../records/report.js";
import type { RecordKind } from "../records/vocabulary.js";
import { blameRenderers } from "../render/blames.js";
import { isCandidate, recordFilter } from "../report/filter.js";
import { createStyle } from "../text/style.js";
import type { BlameArguments } from "./blame-options.js";
import { callShareText } from "./call-share.js";
import { untilInterrupted } from "./interrupt.js";
import { formatOf } from "./options.js";
import { writeOutput } from "./output.js";
import { ownPackages } from "./own-packages.js";
import { type RecordSource, statsLine } from "./run-report.js";
import { sourceOf } from "./source-of.js";
import { terminalOf } from "./terminal.js";

const KINDS: ReadonlySet<RecordKind> = new Set(["escape", "leak"]);

/** Finds what most escapes come from, and prints it. */
export async function runBlame(args: BlameArguments): Promise<void> {
  await untilInterrupted(async (signal) => {
    const directory = args.C ?? ".";
    const source = await sourceOf(args, signal);
    const { blame, lines } = await readBlame(source, args);
    const render = await blameRenderers[formatOf(args)]();
    const terminal = await terminalOf(args.color, args.output !== undefined);
    const text = render(blame, { style: createStyle(terminal), root: source.root, quiet: args.quiet });
    await writeOutput([text], args.output, directory);
    if (args.stats) process.stderr.write(`${statsLine(lines)}\n${callShareText(blame.calls)}\n`);
  });
}

async function readBlame(
  source: RecordSource,
  args: BlameArguments,
): Promise<{ readonly blame: Blame; readonly lines: LineStats }> {
  const program = new Program();
  const blamer = new Blamer(program);
  const filter = recordFilter({
    causes: args.cause ?? [],
    packages: args.package ?? [],
    paths: args.path ?? [],
    functions: args.function ?? [],
  });
  const { packages, lines } = await source.read(KINDS, {
    lazy: true,
    heapFlowsOnly: true,
    record: (record) => {
      blamer.record(record, record.kind === "escape" && (args.all || isCandidate(record)) && filter(record));
    },
    endPackage: () => blamer.endPackage(),
  });
  const blame = blamer.blame({
    imports: new Imports(program, source.imports ?? null),
    isOwn: ownPackages(source.facts().build, packages),
    top: args.top,
    byPackage: args.groupBy === "package",
  });
  return { blame, lines };
}
