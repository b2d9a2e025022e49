import { join } from "node:path";
import { execa } from "execa";
import { GIT_ENVIRONMENT } from "./repository.js";

/** The built command; another build of it where the variable names one. */
export const BIN: string = process.env.ESCAPE_REPORT_BIN ?? join(import.meta.dirname, "../../bin/escape-report.js");

/** The machine's own settings of go and git change nothing. */
export const CLI_ENVIRONMENT: Readonly<Record<string, string>> = {
  ...GIT_ENVIRONMENT,
  GOENV: "off",
  GOFLAGS: "",
  GOEXPERIMENT: "",
  NO_COLOR: "1",
};

/** How a run of the command ended. */
export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the command. */
export function startCli(
  args: readonly string[],
  directory: string,
  env: Readonly<Record<string, string | undefined>> = {},
) {
  return execa(process.execPath, [BIN, ...args], {
    cwd: directory,
    env: { ...CLI_ENVIRONMENT, ...env },
    reject: false,
    stdin: "ignore",
    maxBuffer: 1e8,
  });
}

/** Runs the command to its end. */
export async function runCli(
  args: readonly string[],
  directory: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<CliResult> {
  const { exitCode, stdout, stderr } = await startCli(args, directory, env);
  return { exitCode: exitCode ?? -1, stdout, stderr };
}
