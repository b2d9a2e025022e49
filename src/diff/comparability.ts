import type { DiffSide } from "../records/diff.js";

/**
 * What differs in how the two sides were made, and so may be the reason for a difference instead of the source: a
 * sentence each. Nothing is said of facts that only one side knows.
 */
export function comparabilityNotes(before: DiffSide, after: DiffSide): string[] {
  const notes: string[] = [];
  const differs = (what: string, old: string | undefined, now: string | undefined, effect: string) => {
    if (old !== undefined && now !== undefined && old !== now)
      notes.push(`${what}: ${old} before, ${now} after. ${effect}`);
  };
  const [oldGo, newGo] = [before.toolchain ?? undefined, after.toolchain ?? undefined];
  const compiler = "Some differences come from the compiler, not from the source.";
  differs("The Go release differs", oldGo?.version, newGo?.version, compiler);
  const platform = (go: typeof oldGo) => go && `${go.goos}/${go.goarch}`;
  differs("The platform differs", platform(oldGo), platform(newGo), "Other files may have been compiled.");
  const experiment = (go: typeof oldGo) => go && (go.experiment ?? "none");
  differs("GOEXPERIMENT differs", experiment(oldGo), experiment(newGo), compiler);
  const [old, now] = [before.build ?? undefined, after.build ?? undefined];
  const flags = "Other files or other code may have been compiled.";
  differs("The build flags differ", old && words(old.flags), now && words(now.flags), flags);
  const coverage = "What only one of them covers shows as added or removed.";
  differs("The scope differs", old?.scope, now?.scope, coverage);
  differs("The packages asked for differ", old && words(old.packages), now && words(now.packages), coverage);
  differs("Tests are compiled on one side only", old && yesNo(old.tests), now && yesNo(now.tests), coverage);
  differs(
    "The compiled packages were read on one side only",
    old && yesNo(old.machineCode ?? false),
    now && yesNo(now.machineCode ?? false),
    "What allocates without a decision of the escape analysis is left out on both.",
  );
  return [...notes, ...notBuiltNote(before, after)];
}

/** Which packages are not compared; nothing where all could be built. */
export function notBuiltNote(...sides: readonly Pick<DiffSide, "build">[]): string[] {
  const failed = [...new Set(sides.flatMap(({ build }) => build?.failed ?? []))].sort();
  return failed.length === 0 ? [] : [`Not compared, since they could not be built: ${failed.join(", ")}`];
}

function words(list: readonly string[]): string {
  return list.length === 0 ? "none" : list.join(" ");
}

function yesNo(value: boolean): string {
  return value ? "yes" : "no";
}
