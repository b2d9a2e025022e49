import { UsageError } from "../errors.js";

/** One value of --go: a go command, or a release that go itself fetches. */
export interface ToolchainChoice {
  /** As the user wrote it. */
  readonly name: string;
  /** The go command; undefined for the one on PATH. */
  readonly go?: string;
  readonly env: Readonly<Record<string, string>>;
}

const RELEASE = /^(?:go)?(1\.\d+(?:\.\d+)?(?:(?:rc|beta)\d+)?(?:-\S+)?)$/;

/**
 * Reads the values of --go. A release is chosen through GOTOOLCHAIN, so Go 1.21 or later has to be there to fetch it.
 * Of two go commands each has to be itself: a go.mod may not send it to another toolchain.
 */
export function readToolchains(values: readonly string[]): ToolchainChoice[] {
  if (values.length > 2) throw new UsageError("compare takes at most two --go: one for each side");
  return values.map((name) => {
    const release = RELEASE.exec(name)?.[1];
    if (release !== undefined) return { name: `go${release}`, env: { GOTOOLCHAIN: `go${release}` } };
    return { name, go: name, env: values.length > 1 ? { GOTOOLCHAIN: "local" } : {} };
  });
}
