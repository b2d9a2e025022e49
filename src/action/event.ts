import { readFile } from "node:fs/promises";
import { z } from "zod";
import { InputError } from "../errors.js";

/** What a workflow's event asks to compare. */
export type ActionEvent =
  | {
      readonly kind: "pull-request";
      readonly number: number;
      /** The tip of the base branch when the event happened, and the tip of the pull request. */
      readonly base: string;
      readonly head: string;
      /** Whether the change comes from another repository: the token may read only then. */
      readonly fork: boolean;
    }
  /** `base`: what a push or a merge queue started from; null where the event does not say. */
  | { readonly kind: "other"; readonly base: string | null };

const repositorySchema = z.object({ full_name: z.string() });

/** The parts of `pull_request` and `pull_request_target` that matter here. */
const pullRequestSchema = z.object({
  number: z.int(),
  pull_request: z.object({
    base: z.object({ sha: z.string(), repo: repositorySchema }),
    // null when the fork has been deleted.
    head: z.object({ sha: z.string(), repo: repositorySchema.nullable() }),
  }),
});
const pushSchema = z.object({ before: z.string() });
const mergeGroupSchema = z.object({ merge_group: z.object({ base_sha: z.string() }) });

/** Reads the event that started a workflow. Events that say nothing to compare with are no error. */
export async function readEvent(path: string, name: string): Promise<ActionEvent> {
  const payload = await readPayload(path);
  if (name === "pull_request" || name === "pull_request_target") {
    const checked = pullRequestSchema.safeParse(payload);
    if (!checked.success) throw new InputError(`${path} is no event of a pull request: ${checked.error.message}`);
    const { number, pull_request: request } = checked.data;
    const { base, head } = request;
    const fork = head.repo?.full_name !== base.repo.full_name;
    return { kind: "pull-request", number, base: base.sha, head: head.sha, fork };
  }
  const group = mergeGroupSchema.safeParse(payload);
  if (group.success) return { kind: "other", base: group.data.merge_group.base_sha };
  const push = pushSchema.safeParse(payload);
  // Zeros stand for a branch that did not exist.
  const before = push.success && name === "push" && !/^0+$/.test(push.data.before) ? push.data.before : null;
  return { kind: "other", base: before };
}

async function readPayload(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new InputError(`The event file ${path} cannot be read: ${(error as Error).message}`);
  }
}
