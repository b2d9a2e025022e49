import { resultOwner, storeOf } from "../../blame/storage-culprit.js";
import { UsageError } from "../../errors.js";
import type { Blame, Culprit } from "../../records/blame.js";
import type { Tried, TriedCulprit } from "../../records/try.js";
import { TrialBuild } from "../../sources/trial-build.js";
import { countsFor } from "../../try/site-lists.js";
import { type BuildSelection, buildRequest } from "../open-source.js";
import { type SelectionArguments, selectFrom } from "../selection.js";
import { neutralise } from "./neutralise.js";
import { noteProfile } from "./note-profile.js";

/** How many culprits are tried where nobody says how many. */
const DEFAULT_TRIALS = 5;

/** Reads the value of `--try`, which can be left out. */
export function culpritsToTry(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (value === "") return DEFAULT_TRIALS;
  const count = Number(value);
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new UsageError(
      `--try takes a whole number of at least 1, not "${value}". Alone it stands last, or as --try=5`,
    );
  }
  return count;
}

/** With more text than so many bytes for one trial, two at once would take too much memory. */
const MOST_TOGETHER = 96 << 20;

/** Tries the first culprits that can be cut off and are in modules of the user; the others stay as they are. */
export async function withTrials(
  blame: Blame,
  count: number,
  args: BuildSelection & SelectionArguments & { readonly all: boolean; readonly quiet: boolean },
  signal: AbortSignal,
): Promise<Blame> {
  const trial = await TrialBuild.open({ ...buildRequest(args), keepGoing: true }, signal);
  noteProfile(trial, args.quiet);
  const selection = selectFrom(trial, args);
  const counts = countsFor(args.all, (site) => selection.matches(site));
  const { groups } = blame;
  const ranked = groups.length === 0 ? blame.culprits : groups.flatMap(({ culprits }) => culprits);
  const all = new Map(ranked.map((each) => [keyOf(each), each]));
  const first = [...all.values()]
    .flatMap((each) => {
      const culprit = trial.isOwn(each.file) ? cutOf(each, trial) : null;
      return culprit === null ? [] : [{ each, culprit }];
    })
    .slice(0, count);
  const packages = new Set(first.flatMap(({ culprit }) => trial.importersOf(culprit.package ?? "")));
  const tried = new Map<string, Tried>();
  if (first.length > 0) {
    const before = await trial.compile({ packages: [...packages], files: [] });
    const tryOne = async ({ each, culprit }: (typeof first)[number]) => {
      const {
        difference,
        notTried,
        packages: compiled,
      } = before.failure === null
        ? await neutralise(trial, culprit, before, { counts, total: false })
        : { difference: null, notTried: `the packages do not compile as they are: ${before.failure}`, packages: [] };
      tried.set(keyOf(each), {
        removed: difference?.removed.length ?? 0,
        changed: difference?.changed.length ?? 0,
        added: difference?.added.length ?? 0,
        bytes: difference?.amounts.removed.bytes ?? 0,
        packages: compiled.length,
        notTried,
      });
    };
    // While what one has printed is read, the next is compiled.
    const left = first.values();
    const work = async () => {
      for (const each of left) await tryOne(each);
    };
    await Promise.all(before.bytes > MOST_TOGETHER ? [work()] : [work(), work()]);
  }
  const withTried = (each: Culprit): Culprit => {
    const found = tried.get(keyOf(each));
    return found === undefined ? each : { ...each, tried: found };
  };
  return {
    ...blame,
    culprits: blame.culprits.map(withTried),
    groups: blame.groups.map((group) => ({ ...group, culprits: group.culprits.map(withTried) })),
  };
}

/** A culprit as something that can be cut off; null where it is none. */
function cutOf(culprit: Culprit, trial: TrialBuild): TriedCulprit | null {
  const { kind, name, parameter, file, line, column } = culprit;
  const base = { package: trial.packageOf(file), function: null, parameter: null, name: null, file, line, column };
  if (kind === "parameter") return { ...base, kind, function: name, parameter };
  if (kind === "closure") return { ...base, kind };
  const store = storeOf(culprit);
  if (store !== null) return { ...base, package: culprit.package ?? base.package, kind: store.kind, name: store.name };
  const owner = resultOwner(culprit);
  return owner === null ? null : { ...base, kind: "result", function: owner };
}

function keyOf({ kind, name, parameter, file, line, column }: Culprit): string {
  return [kind, name, parameter, file, line, column].join("\0");
}
