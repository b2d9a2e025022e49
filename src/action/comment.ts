import { z } from "zod";
import type { GitHubApi } from "./inputs.js";

/** GitHub takes comments up to 65,536 characters. */
export const MAX_COMMENT = 65_000;
const PAGE = 100;
/** Nobody reads further down than this, and a comment of ours is among the first. */
const MAX_PAGES = 30;
const TIMEOUT_MS = 30_000;

const commentsSchema = z.array(
  z.object({
    id: z.int(),
    body: z.string().nullish(),
    // null when the account has been deleted.
    user: z.object({ login: z.string(), type: z.string() }).nullish(),
  }),
);
const viewerSchema = z.object({ data: z.object({ viewer: z.object({ login: z.string() }) }) });
/** Whom the token of a workflow stands for, where GitHub does not say. */
const WORKFLOW_ACCOUNT = "github-actions[bot]";

/** How keeping a comment went. */
export type CommentOutcome =
  | { readonly kind: "created" | "updated" | "unneeded" }
  | { readonly kind: "failed"; readonly why: string };

/**
 * Keeps one comment on a pull request up to date. It is recognised by its author, the account of the token, and by the
 * marker, a line that nobody sees: anybody can write the marker into a comment. Where there is none yet and `worthwhile` is false, none is made. Never throws: a comment is no reason to fail.
 */
export async function keepComment(
  api: GitHubApi,
  issue: number,
  marker: string,
  body: string,
  worthwhile: boolean,
): Promise<CommentOutcome> {
  try {
    const base = `${api.url}/repos/${api.repository}/issues`;
    const text = JSON.stringify({ body: `${marker}\n${body}` });
    for (const id of await ownComments(api, `${base}/${issue}/comments`, marker)) {
      const response = await request(api, "PATCH", `${base}/comments/${id}`, text);
      if (response.ok) return { kind: "updated" };
      // One that was deleted meanwhile, or that this run's token may not change.
      if (response.status !== 403 && response.status !== 404) return await failure(response);
    }
    if (!worthwhile) return { kind: "unneeded" };
    const response = await request(api, "POST", `${base}/${issue}/comments`, text);
    return response.ok ? { kind: "created" } : await failure(response);
  } catch (error) {
    return { kind: "failed", why: error instanceof Error ? error.message : String(error) };
  }
}

async function ownComments(api: GitHubApi, url: string, marker: string): Promise<number[]> {
  const account = await accountOf(api);
  const found: number[] = [];
  for (let page = 1; page <= MAX_PAGES; page++) {
    const response = await request(api, "GET", `${url}?per_page=${PAGE}&page=${page}`);
    if (!response.ok) throw new Error(await reason(response));
    const comments = commentsSchema.parse(await response.json());
    for (const { id, body, user } of comments) {
      if (body?.startsWith(marker) === true && isAccount(user, account)) found.push(id);
    }
    if (comments.length < PAGE) break;
  }
  return found;
}

/** The account that the token stands for. */
async function accountOf(api: GitHubApi): Promise<string> {
  const response = await request(api, "POST", api.graphql, JSON.stringify({ query: "{ viewer { login } }" }));
  const answer = viewerSchema.safeParse(response.ok ? await response.json().catch(() => null) : null);
  return answer.success ? answer.data.data.viewer.login : WORKFLOW_ACCOUNT;
}

/** A bot's name ends in `[bot]`, which GitHub leaves out in places; no person's name can. */
function isAccount(
  user: { readonly login: string; readonly type: string } | null | undefined,
  account: string,
): boolean {
  if (user === null || user === undefined) return false;
  return user.login === account || (user.type === "Bot" && user.login === `${account}[bot]`);
}

async function request(api: GitHubApi, method: string, url: string, body?: string): Promise<Response> {
  return await fetch(url, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${api.token}`,
      "user-agent": "escape-report",
      "x-github-api-version": "2022-11-28",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body === undefined ? {} : { body }),
  });
}

async function failure(response: Response): Promise<CommentOutcome> {
  return { kind: "failed", why: await reason(response) };
}

async function reason(response: Response): Promise<string> {
  const answer = z.object({ message: z.string() }).safeParse(await response.json().catch(() => null));
  return `${response.status} ${answer.success ? answer.data.message : response.statusText}`;
}
