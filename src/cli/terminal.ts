/** What standard output can show. */
export interface Terminal {
  readonly color: boolean;
  readonly hyperlinks: boolean;
  /** In columns; 80 where it is not known. */
  readonly width: number;
  readonly isTerminal: boolean;
}

/**
 * Looks at standard output and the environment. `--color` wins over FORCE_COLOR, which wins over NO_COLOR, which wins
 * over whether there is a terminal (https://no-color.org, https://force-color.org).
 */
export async function terminalOf(
  color: "auto" | "always" | "never" | undefined,
  toFile: boolean,
  stream: NodeJS.WriteStream = process.stdout,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Terminal> {
  const isTerminal = stream.isTTY === true && !toFile;
  const { createSupportsHyperlinks } = await import("supports-hyperlinks");
  return {
    color: color === undefined || color === "auto" ? colorFromEnvironment(env, isTerminal) : color === "always",
    hyperlinks: isTerminal && createSupportsHyperlinks(stream),
    width: Math.max(40, (isTerminal ? stream.columns : 0) || Number(env["COLUMNS"]) || 80),
    isTerminal,
  };
}

function colorFromEnvironment(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  const { FORCE_COLOR: force, NO_COLOR: none } = env;
  if (force !== undefined && force !== "") return force !== "0" && force !== "false";
  if (none !== undefined && none !== "") return false;
  return isTerminal && env["TERM"] !== "dumb";
}
