import { resolve } from "node:path";
import { UsageError } from "../errors.js";

/** What action.yml hands over: its inputs, and what GitHub tells every step. */
export interface ActionInputs {
  /** Where the module is: absolute. */
  readonly directory: string;
  readonly packages: readonly string[];
  /** Flags for go build. */
  readonly flags: readonly string[];
  readonly tests: boolean;
  /** The revision to compare with; undefined for what the event says. */
  readonly base: string | undefined;
  readonly config: string | undefined;
  /** Whose rules judge. */
  readonly configFrom: "base" | "head";
  /** Whether to keep a comment on the pull request. */
  readonly comment: boolean;
  /** Whether a regression fails the step. */
  readonly fail: boolean;
  /** Where to write SARIF; undefined for nowhere. */
  readonly sarif: string | undefined;
  readonly eventName: string;
  readonly eventPath: string;
  readonly summaryPath: string | undefined;
  readonly outputPath: string | undefined;
  readonly api: GitHubApi | null;
  /** The page of this run. */
  readonly runUrl: string | null;
}

/** How to reach GitHub's REST API. */
export interface GitHubApi {
  /** `https://api.github.com`. */
  readonly url: string;
  /** `https://api.github.com/graphql`. */
  readonly graphql: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly token: string;
}

/** Reads the environment of the step. Throws {@link UsageError} outside of GitHub Actions. */
export function readInputs(env: NodeJS.ProcessEnv): ActionInputs {
  const { GITHUB_EVENT_PATH: eventPath, GITHUB_EVENT_NAME: eventName } = env;
  if (eventPath === undefined || eventName === undefined) {
    throw new UsageError("This runs as a step of a GitHub workflow. Elsewhere use: escape-report gate");
  }
  const { GITHUB_REPOSITORY: repository, GITHUB_SERVER_URL: server, GITHUB_RUN_ID: run } = env;
  const token = input(env, "TOKEN");
  return {
    directory: resolve(env.GITHUB_WORKSPACE ?? ".", input(env, "DIRECTORY") ?? "."),
    packages: words(env, "PACKAGES"),
    flags: words(env, "FLAGS"),
    tests: flag(env, "TESTS", false),
    base: input(env, "BASE"),
    config: input(env, "CONFIG"),
    configFrom: configFrom(env),
    comment: flag(env, "COMMENT", true),
    fail: flag(env, "FAIL", true),
    sarif: input(env, "SARIF_FILE"),
    eventName,
    eventPath,
    summaryPath: env.GITHUB_STEP_SUMMARY || undefined,
    outputPath: env.GITHUB_OUTPUT || undefined,
    api:
      token === undefined || repository === undefined
        ? null
        : {
            url: env.GITHUB_API_URL ?? "https://api.github.com",
            graphql: env.GITHUB_GRAPHQL_URL ?? "https://api.github.com/graphql",
            repository,
            token,
          },
    runUrl: server && repository && run ? `${server}/${repository}/actions/runs/${run}` : null,
  };
}

/** An input; undefined when it is empty, which is how a workflow leaves one out. */
function input(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return env[`INPUT_${name}`]?.trim() || undefined;
}

function words(env: NodeJS.ProcessEnv, name: string): string[] {
  return input(env, name)?.split(/\s+/) ?? [];
}

function configFrom(env: NodeJS.ProcessEnv): "base" | "head" {
  const value = input(env, "CONFIG_FROM") ?? "base";
  if (value === "base" || value === "head") return value;
  throw new UsageError(`The input config-from takes base or head, not "${value}"`);
}

function flag(env: NodeJS.ProcessEnv, name: string, fallback: boolean): boolean {
  const value = input(env, name);
  if (value === undefined) return fallback;
  if (value === "true" || value === "false") return value === "true";
  throw new UsageError(`The input ${name.toLowerCase()} takes true or false, not "${value}"`);
}
