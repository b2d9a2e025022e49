import type { CommandModule } from "yargs";

/**
 * Every command, in the order of --help. Each is loaded when it is named, with all that it needs; help of all commands
 * loads them all.
 */
export const COMMANDS: Readonly<Record<string, () => Promise<CommandModule<object, never>>>> = {
  build: async () => (await import("./build.js")).buildCommand as never,
  parse: async () => (await import("./parse.js")).parseCommand as never,
  explain: async () => (await import("./explain.js")).explainCommand as never,
  blame: async () => (await import("./blame.js")).blameCommand as never,
  try: async () => (await import("./try.js")).tryCommand as never,
  diff: async () => (await import("./diff.js")).diffCommand as never,
  compare: async () => (await import("./compare.js")).compareCommand as never,
  check: async () => (await import("./check.js")).checkCommand as never,
  profile: async () => (await import("./profile.js")).profileCommand as never,
  prove: async () => (await import("./prove.js")).proveCommand as never,
  gate: async () => (await import("./gate.js")).gateCommand as never,
  leaks: async () => (await import("./leaks.js")).leaksCommand as never,
};
