import type { TrialBuild } from "../../sources/trial-build.js";
import { note } from "../say.js";

/** Says that a profile which guides the build is left aside. */
export function noteProfile(trial: TrialBuild, quiet: boolean): void {
  if (!trial.isProfiled || quiet) return;
  note(
    "A profile guides this build (default.pgo, or -pgo). What is tried is compiled without it, before and after the " +
      "change: what is inlined for the profile alone can be otherwise",
  );
}
