import type { Repository } from "../git/repository.js";
import type { Revision } from "../git/revision.js";
import type { BuildRequest } from "./build-context.js";
import type { Cache } from "./cache-directory.js";
import type { Workspace } from "./workspace.js";

/** Which commit to report, and how. */
export interface RevisionRequest {
  readonly repository: Repository;
  readonly revision: Revision;
  /** As for a build in the user's checkout. */
  readonly build: BuildRequest;
  readonly workspace: Workspace;
  readonly cache: Cache;
  readonly signal: AbortSignal;
  /** Told what a reader of the result should know. */
  readonly note: (text: string) => void;
}

/** `main (1a2b3c4d5e6f)`. */
export function nameOf({ name, commit }: Revision): string {
  const short = commit.slice(0, 12);
  return commit.startsWith(name) ? short : `${name} (${short})`;
}
