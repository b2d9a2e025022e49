import type { Profile } from "../../parsers/profile/index.js";
import type { LocationLines, ProfileLine } from "./lines.js";

/** Which samples and frames to look at, as in pprof: each is matched with names and files of frames, and with the executable's. */
export interface FrameFilter {
  /** Only samples with a frame that matches. */
  readonly focus: RegExp | null;
  /** No samples with a frame that matches. */
  readonly ignore: RegExp | null;
  /** Frames that are left out of stacks; a sample without any others is left out, too. */
  readonly hide: RegExp | null;
}

/** A profile's locations after filtering. */
export interface FilteredLocations {
  /** For each location the lines that are not hidden, innermost first; empty for one that is hidden. */
  readonly lines: LocationLines;
  /** Whether a stack is looked at. */
  keeps(stack: Uint32Array): boolean;
}

/** Applies the filter as pprof does: a location that is to be ignored counts as that, even where the focus is on it, too. */
export function filterLocations(
  profile: Profile,
  lines: LocationLines,
  { focus, ignore, hide }: FrameFilter,
): FilteredLocations {
  const inFile = (pattern: RegExp, index: number) => pattern.test(profile.locations[index]?.mapping?.file ?? "");
  const matches = (pattern: RegExp | null, index: number) =>
    pattern !== null && ((lines[index] ?? []).some(matcher(pattern)) || inFile(pattern, index));
  const isIgnored = lines.map((_, index) => matches(ignore, index));
  const isFocused = lines.map((_, index) => focus === null || matches(focus, index));
  const shown =
    hide === null
      ? lines
      : lines.map((each, index) => (inFile(hide, index) ? [] : each.filter((line) => !matcher(hide)(line))));
  return {
    lines: shown,
    keeps: (stack) => {
      let focused = focus === null;
      let visible = hide === null;
      for (const index of stack) {
        if (isIgnored[index] === true) return false;
        focused ||= isFocused[index] === true;
        visible ||= (shown[index] ?? []).length > 0;
      }
      return focused && visible;
    },
  };
}

function matcher(pattern: RegExp): (line: ProfileLine) => boolean {
  return ({ symbol, file }) => pattern.test(symbol) || pattern.test(file);
}
