import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { parse } from "yaml";
import { z } from "zod";
import { ENVIRONMENT, ROOT, requireBuild } from "./cli.js";
import { GIT_ENVIRONMENT, type TestRepository, temporaryDirectory } from "./repository.js";

const actionSchema = z.object({
  inputs: z.record(z.string(), z.object({ default: z.string() })),
  outputs: z.record(z.string(), z.object({ value: z.string() })),
  runs: z.object({
    steps: z.array(
      z.object({
        id: z.string().optional(),
        uses: z.string().optional(),
        run: z.string().optional(),
        env: z.record(z.string(), z.string()).optional(),
      }),
    ),
  }),
});

/** action.yml, as far as tests look at it. */
export const action: z.infer<typeof actionSchema> = actionSchema.parse(
  parse(await readFile(join(ROOT, "action.yml"), "utf8")),
);

/** How the steps of the action ended. */
export interface ActionRun {
  readonly exitCode: number;
  readonly log: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** What a test sets of a run. */
export interface ActionOptions {
  readonly event?: { readonly name: string; readonly payload: unknown };
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly temporary?: string;
  /** Runs the bundle that is checked in. Default: what the build has made of the sources. */
  readonly bundle?: boolean;
}

/**
 * Runs the action's own steps in a checkout as the runner does: one shell script after the other, each with the
 * environment that action.yml gives it.
 */
export async function runAction(checkout: TestRepository, options: ActionOptions): Promise<ActionRun> {
  requireBuild();
  const temporary = options.temporary ?? (await temporaryDirectory());
  const folder = await mkdtemp(join(temporary, "files-"));
  const actionPath = options.bundle === true ? ROOT : await builtAction(folder);
  const [eventPath, summary] = [join(folder, "event.json"), join(folder, "summary.md")];
  await writeFile(eventPath, JSON.stringify(options.event?.payload ?? {}));
  await writeFile(summary, "");
  const inputs = Object.fromEntries(Object.entries(action.inputs).map(([name, value]) => [name, value.default]));
  const given: Record<string, string> = { ...inputs, token: "a-token", ...options.inputs };
  const outputs: Record<string, Record<string, string>> = {};
  let log = "";
  let exitCode = 0;
  for (const { id = "", run, env = {} } of action.runs.steps) {
    if (run === undefined || exitCode !== 0) continue;
    const outputPath = join(folder, `${id}.txt`);
    await writeFile(outputPath, "");
    const values = { inputs: given, outputs, temporary, actionPath };
    const stepEnvironment = Object.entries(env).map(([name, text]) => [name, evaluate(text, values)]);
    const script = join(folder, `${id}.sh`);
    await writeFile(script, run);
    const result = await execa("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], {
      cwd: checkout.directory,
      all: true,
      reject: false,
      env: {
        ...ENVIRONMENT,
        ...GIT_ENVIRONMENT,
        RUNNER_TEMP: temporary,
        GITHUB_WORKSPACE: checkout.directory,
        GITHUB_EVENT_NAME: options.event?.name ?? "workflow_dispatch",
        GITHUB_EVENT_PATH: eventPath,
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_OUTPUT: outputPath,
        GITHUB_REPOSITORY: "Codertocat/Hello-World",
        GITHUB_SERVER_URL: "https://github.com",
        GITHUB_RUN_ID: "77",
        ...Object.fromEntries(stepEnvironment),
        ...options.env,
      },
    });
    log += `${result.all}\n`;
    exitCode = result.exitCode ?? -1;
    const lines = (await readFile(outputPath, "utf8")).split("\n").filter((line) => line !== "");
    outputs[id] = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
  }
  return { exitCode, log, summary: await readFile(summary, "utf8"), outputs: outputs.compare ?? {} };
}

/** A place that looks like the action's repository, with the build in place of the bundle. */
async function builtAction(folder: string): Promise<string> {
  await mkdir(join(folder, "built", "action"), { recursive: true });
  const main = JSON.stringify(pathToFileURL(join(ROOT, "dist/src/action/main.js")).href);
  await writeFile(join(folder, "built", "action", "main.js"), `import(${main});\n`);
  return join(folder, "built");
}

interface Values {
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly temporary: string;
  readonly actionPath: string;
}

/** The expressions that action.yml uses, and no others. */
function evaluate(text: string, { inputs, outputs, temporary, actionPath }: Values): string {
  return text.replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => {
    const input = /^inputs\.([\w-]+)$/.exec(expression)?.[1];
    if (input !== undefined) return inputs[input] ?? "";
    const [, step, name] = /^steps\.([\w-]+)\.outputs\.([\w-]+)$/.exec(expression) ?? [];
    if (step !== undefined && name !== undefined) return outputs[step]?.[name] ?? "";
    if (expression === "github.action_path") return actionPath;
    if (expression === "inputs.sarif == 'true' && format('{0}/escape-report.sarif', runner.temp) || ''") {
      return inputs.sarif === "true" ? `${temporary}/escape-report.sarif` : "";
    }
    throw new Error(`not known here: ${expression}`);
  });
}

/** The commits of a pull request, and whether it comes from a fork. */
export interface PullRequest {
  readonly base: string;
  readonly head: string;
  readonly fork?: boolean;
}

const examplesSchema = z.array(z.object({ name: z.string(), examples: z.array(z.looseObject({})) }));
const payloadSchema = z.looseObject({
  pull_request: z.looseObject({
    base: z.looseObject({}),
    head: z.looseObject({ repo: z.looseObject({}) }),
  }),
});

/** A pull_request event as GitHub has sent one, with these commits. */
export function pullRequestEvent({ base, head, fork = false }: PullRequest) {
  const require = createRequire(import.meta.url);
  const text = readFileSync(require.resolve("@octokit/webhooks-examples"), "utf8");
  const all = examplesSchema.parse(JSON.parse(text));
  const payloads = all.find(({ name }) => name === "pull_request")?.examples ?? [];
  const payload = payloadSchema.parse(payloads.find(({ action: what }) => what === "synchronize"));
  const request = payload.pull_request;
  request.base = { ...request.base, sha: base };
  const repo = { ...request.head.repo, ...(fork ? { full_name: "somebody/Hello-World" } : {}) };
  request.head = { ...request.head, sha: head, repo };
  return { name: "pull_request", payload };
}
