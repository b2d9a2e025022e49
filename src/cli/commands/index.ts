import type { CommandModule } from "yargs";
import { blameCommand } from "./blame.js";
import { buildCommand } from "./build.js";
import { compareCommand } from "./compare.js";
import { diffCommand } from "./diff.js";
import { explainCommand } from "./explain.js";
import { gateCommand } from "./gate.js";
import { parseCommand } from "./parse.js";

/** Every command, in the order of --help. Each loads what it needs when it runs. */
export const COMMANDS: readonly CommandModule<object, never>[] = [
  buildCommand,
  parseCommand,
  explainCommand,
  blameCommand,
  diffCommand,
  compareCommand,
  gateCommand,
] as never;
