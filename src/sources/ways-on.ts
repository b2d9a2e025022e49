import { BrokenBuild } from "../go/broken-packages.js";

/** Packages that a message names at most. */
const MAX_NAMES = 8;

/** What can be done where some packages of one side of a comparison cannot be built, a line each. */
export function waysOn(error: unknown): string[] {
  if (!(error instanceof BrokenBuild)) return [];
  const names = error.packages.map(({ importPath }) => importPath);
  const list = names.length > MAX_NAMES ? [...names.slice(0, MAX_NAMES), `${names.length - MAX_NAMES} more`] : names;
  const without = `  --exclude ${names.length > MAX_NAMES ? "PACKAGE,…" : names.join(",")}    without these, each time`;
  return [
    `${names.length === 1 ? "A package" : `${names.length} packages`} cannot be built: ${list.join(", ")}. Ways on:`,
    ...(error.others ? ["  --keep-going    compare the others, and say what was left out", without] : []),
    "  --packages ./…    build other packages only",
    "  escape-report gate --baseline FILE    compare with what was accepted: no revision has to be built",
  ];
}
