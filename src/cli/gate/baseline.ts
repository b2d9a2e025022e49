import type { ReportRecords } from "../../diff/index.js";
import { InputError, UsageError } from "../../errors.js";
import {
  type Baseline,
  type BaselineBuild,
  baselineBuild,
  baselineOf,
  buildDifferences,
  compareWithBaseline,
  coverage,
  formatBaseline,
  type GateInput,
  isBaseline,
  prune,
  readBaseline,
} from "../../gate/index.js";
import type { SiteRecord } from "../../records/record.js";
import { writeOutput } from "../../sources/output.js";
import { readRegularFile } from "../../sources/regular-file.js";
import { plural } from "../../text/number.js";
import type { GateArguments } from "../options/compare.js";
import { note } from "../say.js";
import { belowRoot } from "../selection.js";
import { typedPath } from "./mode.js";

/** A line is some hundred bytes, and a large module has some ten thousand of them. */
const MAX_BYTES = 256 * 1024 * 1024;

/** What was built, the directory that its files are relative to, and the import paths in scope. */
export interface SidePlace {
  readonly records: ReportRecords;
  readonly root: string | undefined;
  readonly packages: readonly string[] | undefined;
}

/** What the gate needs to know when it compares with a baseline. */
export async function againstBaseline(
  file: string,
  after: SidePlace,
  escapes: readonly SiteRecord[],
  args: GateArguments,
): Promise<Omit<GateInput, "config" | "rules" | "packages" | "assertions" | "hot" | "through" | "today">> {
  const { baseline, packages } = await openBaseline(file, after, args);
  const { added, stale } = compareWithBaseline(escapes, baseline, packages);
  const { toolchain, build } = after.records.header;
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
    changed: [],
  };
}

/** Writes all there is to the baseline. */
export async function writeBaseline(
  file: string,
  after: SidePlace,
  escapes: readonly SiteRecord[],
  args: GateArguments,
): Promise<void> {
  const build = buildOf(after, args);
  await checkCoverage(file, build, args);
  await save(file, baselineOf(escapes, build), args);
  tell(args, `${typedPath(file, args)} now accepts ${plural(escapes.length, "heap allocation")}. Commit it.`);
}

/** Removes from the baseline what is gone. */
export async function pruneBaseline(
  file: string,
  after: SidePlace,
  escapes: readonly SiteRecord[],
  args: GateArguments,
): Promise<void> {
  const { baseline, packages } = await openBaseline(file, after, args);
  const { stale } = compareWithBaseline(escapes, baseline, packages);
  await save(file, prune(baseline, stale), args);
  const gone = stale.reduce((sum, { count }) => sum + count, 0);
  tell(args, `${typedPath(file, args)}: ${plural(gone, "allocation was", "allocations were")} gone and removed.`);
}

/** A baseline, and the packages that the build is about where that is a part of it. */
interface OpenedBaseline {
  readonly baseline: Baseline;
  readonly packages: ReadonlySet<string> | null;
}

async function openBaseline(file: string, after: SidePlace, args: GateArguments): Promise<OpenedBaseline> {
  const name = typedPath(file, args);
  const bytes = await readRegularFile(file, { maxBytes: MAX_BYTES }).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(
      error.code === "ENOENT"
        ? `There is no baseline ${name}. Write one and commit it: escape-report gate --baseline ${name} --write-baseline`
        : `${name} cannot be read: ${error.name === "UnsuitableFile" ? "it " : ""}${error.message}`,
    );
  });
  const baseline = readBaseline(bytes.toString("utf8"), name);
  const build = buildOf(after, args);
  const differences = buildDifferences(baseline.build, build);
  if (differences.length > 0 && !args.anyBuild) {
    throw new UsageError(
      `${name} was made from another build, so what it accepts is not what this build has:\n` +
        `${differences.map((line) => `  ${line}`).join("\n")}\n` +
        "Build as it was made, or write it again: escape-report gate " +
        `--baseline ${name} --write-baseline\nTo compare all the same, add --any-build`,
    );
  }
  const packages =
    coverage(baseline.build, build) === "whole" ? null : new Set(after.packages ?? after.records.header.packages);
  return { baseline, packages };
}

function buildOf({ records, root }: SidePlace, args: GateArguments): BaselineBuild {
  const { toolchain, build } = records.header;
  return baselineBuild(toolchain, build, belowRoot(root, args));
}

/** Lets no baseline of a part take the place of one that covers more. */
async function checkCoverage(file: string, build: BaselineBuild, args: GateArguments): Promise<void> {
  const name = typedPath(file, args);
  let covered: BaselineBuild;
  try {
    covered = readBaseline((await readRegularFile(file, { maxBytes: MAX_BYTES })).toString("utf8"), name).build;
  } catch {
    return; // None is there, or whether it may be written over is looked at later.
  }
  if (covered.directory === "unknown" || coverage(covered, build) !== "part") return;
  throw new UsageError(
    `${name} covers ${covered.packages} in ${covered.directory}, and this build only ${build.packages} in ${build.directory}: ` +
      "the entries of the other packages would be lost. Write it again where it was written, or give another name: --baseline FILE",
  );
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
