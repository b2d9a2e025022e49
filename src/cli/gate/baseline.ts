import type { ReportRecords } from "../../diff/index.js";
import { InputError, UsageError } from "../../errors.js";
import {
  type Baseline,
  baselineBuild,
  baselineOf,
  buildDifferences,
  compareWithBaseline,
  formatBaseline,
  type GateInput,
  isBaseline,
  prune,
  readBaseline,
} from "../../gate/index.js";
import type { EscapeRecord } from "../../records/record.js";
import { writeOutput } from "../../sources/output.js";
import { readRegularFile } from "../../sources/regular-file.js";
import { plural } from "../../text/number.js";
import type { GateArguments } from "../options/compare.js";
import { note } from "../say.js";
import { typedPath } from "./mode.js";

/** A line is some hundred bytes, and a large module has some ten thousand of them. */
const MAX_BYTES = 256 * 1024 * 1024;

/** What the gate needs to know when it compares with a baseline. */
export async function againstBaseline(
  file: string,
  after: ReportRecords,
  escapes: readonly EscapeRecord[],
  args: GateArguments,
): Promise<Omit<GateInput, "config" | "rules" | "packages" | "assertions" | "today">> {
  const baseline = await openBaseline(file, after, args);
  const { added, stale } = compareWithBaseline(escapes, baseline);
  const { toolchain, build } = after.header;
  const left = [args.cause, args.package, args.path, args.function, args.exclude, build?.failed];
  const filtered = left.some((filter) => filter !== undefined);
  return {
    against: "baseline",
    before: {
      name: typedPath(file, args),
      toolchain: null,
      build: null,
      revision: null,
      escapes: baseline.entries.reduce((sum, { count }) => sum + count, 0),
    },
    after: { name: "working tree", toolchain, build, revision: null, escapes: escapes.length },
    escapes,
    added,
    reasons: [],
    // What a filter leaves out is not gone.
    stale: filtered ? [] : stale,
  };
}

/** Writes all there is to the baseline. */
export async function writeBaseline(
  file: string,
  after: ReportRecords,
  escapes: readonly EscapeRecord[],
  args: GateArguments,
): Promise<void> {
  const { toolchain, build } = after.header;
  await save(file, baselineOf(escapes, baselineBuild(toolchain, build)), args);
  tell(args, `${typedPath(file, args)} now accepts ${plural(escapes.length, "heap allocation")}. Commit it.`);
}

/** Removes from the baseline what is gone. */
export async function pruneBaseline(
  file: string,
  after: ReportRecords,
  escapes: readonly EscapeRecord[],
  args: GateArguments,
): Promise<void> {
  const baseline = await openBaseline(file, after, args);
  const { stale } = compareWithBaseline(escapes, baseline);
  await save(file, prune(baseline, escapes), args);
  const gone = stale.reduce((sum, { count }) => sum + count, 0);
  tell(args, `${typedPath(file, args)}: ${plural(gone, "allocation was", "allocations were")} gone and removed.`);
}

async function openBaseline(file: string, after: ReportRecords, args: GateArguments): Promise<Baseline> {
  const name = typedPath(file, args);
  const bytes = await readRegularFile(file, { maxBytes: MAX_BYTES }).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(
      error.code === "ENOENT"
        ? `There is no baseline ${name}. Write one and commit it: escape-report gate --baseline ${name} --write-baseline`
        : `${name} cannot be read: ${error.name === "UnsuitableFile" ? "it " : ""}${error.message}`,
    );
  });
  const baseline = readBaseline(bytes.toString("utf8"), name);
  const { toolchain, build } = after.header;
  const differences = buildDifferences(baseline.build, baselineBuild(toolchain, build));
  if (differences.length > 0 && !args.anyBuild) {
    throw new UsageError(
      `${name} was made from another build, so what it accepts is not what this build has:\n` +
        `${differences.map((line) => `  ${line}`).join("\n")}\n` +
        "Build as it was made, or write it again: escape-report gate " +
        `--baseline ${name} --write-baseline\nTo compare all the same, add --any-build`,
    );
  }
  return baseline;
}

async function save(file: string, baseline: Baseline, args: GateArguments): Promise<void> {
  await checkReplaceable(file, typedPath(file, args));
  await writeOutput([formatBaseline(baseline)], file, ".");
}

/** Lets nothing be written over but a baseline: the name can be mistyped. */
async function checkReplaceable(file: string, name: string): Promise<void> {
  try {
    const bytes = await readRegularFile(file, { maxBytes: MAX_BYTES });
    if (bytes.length === 0 || isBaseline(bytes.toString("utf8", 0, 100))) return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
  }
  throw new UsageError(
    `${name} is there and is no baseline, so it is not written over. Give another name, or remove it`,
  );
}

function tell({ quiet }: GateArguments, text: string): void {
  if (!quiet) note(text);
}
