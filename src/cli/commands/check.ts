import type { CommandModule } from "yargs";
import { EXIT, ToolchainError, UsageError } from "../../errors.js";
import { type CheckFormat, checkRenderers } from "../../render/check/index.js";
import { checkFunction, type FoundFunction } from "../../sites/index.js";
import { type Compiled, openCompiled } from "../../sources/compiled-code.js";
import { writeOutput } from "../../sources/output.js";
import { CompiledProgram } from "../../sources/program-code.js";
import { createStyle } from "../../text/style.js";
import { untilInterrupted } from "../interrupt.js";
import { type BuildSelection, buildRequest } from "../open-source.js";
import { buildOptions } from "../options/build.js";
import { formatNames, type GlobalArguments } from "../options/shared.js";
import { wholeNumber } from "../options/whole-number.js";
import { terminalOf } from "../terminal.js";

interface CheckArguments extends BuildSelection, GlobalArguments {
  readonly function: string;
  readonly strict: boolean;
  readonly allowUnknown: boolean;
  readonly top: number;
  readonly output?: string | undefined;
  readonly format?: CheckFormat | undefined;
}

/** Names that a message lists at most. */
const MAX_NAMES = 8;

export const checkCommand: CommandModule<object, CheckArguments> = {
  command: "check <function> [packages..]",
  describe: "Tell whether a function allocates, through all its calls: by which way, or that it does not",
  builder: (yargs) =>
    buildOptions(yargs)
      .positional("function", { type: "string", describe: "F, (*T).M, pkg.F, or with the whole import path" })
      .positional("packages", { type: "string", array: true, describe: "What to build (default ./...)" })
      .option("strict", {
        type: "boolean",
        default: false,
        describe: "Count what runs once, and what runs only before a panic",
      })
      .option("allow-unknown", {
        type: "boolean",
        default: false,
        describe: "Pass where some calls cannot be followed",
      })
      .option("top", {
        type: "number",
        default: 10,
        describe: "How many allocations to show",
        coerce: wholeNumber("--top", 1),
        requiresArg: true,
      })
      .option("output", { type: "string", alias: "o", describe: "Write to FILE; .gz compresses", requiresArg: true })
      .option("format", { choices: formatNames(checkRenderers), describe: "How to print" })
      .example("$0 check '(*Server).handle'", "A method, and all that it calls")
      .example("$0 check store.Get --format json", "The same for a program") as never,
  handler: async (args) => {
    await untilInterrupted(async (signal) => {
      const compiled = await openCompiled({ ...buildRequest(args), machineCode: true }, signal);
      if (compiled === null) throw new ToolchainError("The compiled packages cannot be read, so nothing can be told");
      const program = new CompiledProgram(compiled.code);
      const check = checkFunction(theOne(args.function, compiled, program), program, {
        once: args.strict,
        panics: args.strict,
      });
      const render =
        await checkRenderers[args.format ?? (args.output?.endsWith(".json") === true ? "json" : "table")]();
      const style = createStyle(await terminalOf(args.color, args.output !== undefined));
      const { top, quiet } = args;
      await writeOutput([render(check, { style, root: compiled.root, top, quiet })], args.output, args.C ?? ".");
      const passes = check.allocates === "no" || (check.allocates === "unknown" && args.allowUnknown);
      if (!passes) process.exitCode = EXIT.regression;
    });
  },
};

/** The function that is meant; throws when there is none, or several. */
function theOne(name: string, { packages }: Compiled, program: CompiledProgram): FoundFunction {
  const found = packages.flatMap((importPath) => program.named(importPath, name));
  const [first, ...others] = found;
  if (first === undefined) {
    throw new UsageError(
      `No function ${name} is in the compiled packages. Write it as the compiler does: F, (*T).M, pkg.F, or with its ` +
        "import path; functions that are inlined wherever they are called have no code of their own",
    );
  }
  if (others.length === 0) return first;
  const names = found.slice(0, MAX_NAMES).map(({ code }) => code.name);
  throw new UsageError(`${name} can be any of: ${names.join(", ")}. Name one of them`);
}
