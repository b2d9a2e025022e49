import type { Failure } from "../records/gate.js";

/** What calls lead to from where nothing may be allocated. */
export interface Through {
  /** Allocations, the shortest way first. */
  readonly paths: Failure["paths"];
  /** Calls that cannot be followed. */
  readonly unknown: Failure["unknown"];
}

/** What is reached from each hot function of the rules, and from each comment, by their places in the lists. */
export interface ThroughCalls {
  readonly hot: ReadonlyMap<number, Through>;
  readonly assertions: ReadonlyMap<number, Through>;
}

/** No call was followed. */
export const NOT_FOLLOWED: ThroughCalls = { hot: new Map(), assertions: new Map() };

/** Paths and calls that a failure holds at most. */
const MAX_PATHS = 50;

/** The parts of a failure that calls lead to. */
export function throughFields(through: Through | undefined): Pick<Failure, "paths" | "unknown" | "unknownCalls"> {
  const { paths = [], unknown = [] } = through ?? {};
  return {
    paths: paths.slice(0, MAX_PATHS),
    unknown: unknown.slice(0, MAX_PATHS),
    unknownCalls: unknown.length,
  };
}
