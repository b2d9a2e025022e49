import type { ListedPackage, Listing, ListRequest } from "../go/packages.js";
import {
  guidesOf,
  type Profiled,
  type ProfileFlag,
  prepareProfile,
  profiledPrograms,
  WITHOUT_PROFILE,
} from "../go/profile.js";
import type { GoRunner } from "../go/run-go.js";

/** The packages of a build, and what a profile guides of it. */
export interface ProfiledListing {
  readonly listing: Listing;
  readonly profiled: Profiled;
}

/**
 * Lists packages; where they are compiled for that, those that a profile guides are what go build makes of them. go
 * lists what a program with a profile needs apart, as variants, where it is not the only one; with tests that is done
 * here, since go would use the profile for tests of the program too, which this build does not.
 */
export async function listProfiled(
  runner: GoRunner,
  request: ListRequest,
  flag: ProfileFlag,
  list: (request: ListRequest) => Promise<Listing>,
): Promise<ProfiledListing> {
  if (typeof flag === "object") await prepareProfile(runner, flag.file);
  const listing = await list(request);
  const profiled = await profiledPrograms(listing.listed, flag);
  let isOutdated = false;
  for (const file of guidesOf(listing.listed, profiled)) {
    if (await prepareProfile(runner, file)) isOutdated = request.compile !== null;
  }
  const silent = { ...request, onPrinted: undefined };
  if (request.tests && typeof profiled !== "string") return { listing: await apart(silent, profiled, list), profiled };
  return { listing: isOutdated ? await list(silent) : listing, profiled };
}

/** Everything without a profile, and beside it the programs with theirs, and what they import. */
async function apart(
  request: ListRequest,
  programs: readonly string[],
  list: (request: ListRequest) => Promise<Listing>,
): Promise<Listing> {
  const all = await list({ ...request, flags: [...request.flags, ...WITHOUT_PROFILE] });
  const own: ListedPackage[] = [];
  for (const program of programs) {
    const { listed } = await list({ ...request, packages: [program], tests: false });
    own.push(...listed.map((each) => (each.importPath === program ? each : { ...each, variant: program })));
  }
  const isOwn = ({ importPath, variant }: ListedPackage) => variant === null && programs.includes(importPath);
  return { ...all, listed: [...own, ...all.listed.filter((each) => !isOwn(each))] };
}
