import { type Assertion, hotEntries, NOT_FOLLOWED, type Through, type ThroughCalls } from "../../gate/index.js";
import type { Assumption, Config } from "../../records/config.js";
import type { SiteRecord } from "../../records/record.js";
import { type CodePlace, functionTest, type NamedCode, Selection } from "../../selection/index.js";
import { type FoundFunction, followCalls } from "../../sites/index.js";
import type { CompiledProgram } from "../../sources/program-code.js";

/** What calls are followed in, and from where. */
export interface Following {
  readonly config: Config;
  /** null where the compiled packages were not read. */
  readonly program: CompiledProgram | null;
  /** Import paths of the packages whose functions the rules can mean. */
  readonly packages: readonly string[];
  /** What is known of the code beside what is compiled: functions that are inlined everywhere are known by that alone. */
  readonly code: () => Iterable<NamedCode>;
  /** Whether the options choose a function. */
  readonly selected: (code: NamedCode) => boolean;
  readonly place: CodePlace;
  readonly assertions: readonly Assertion[];
  /** Every allocation that counts: what stands in the functions themselves is known by these. */
  readonly escapes: readonly SiteRecord[];
}

type MachineCall = FoundFunction["code"]["calls"][number];

/**
 * Follows the calls of hot functions and of lines on which nothing may be allocated, down to the run time. `note` is told
 * what could not be done.
 */
export function followFrom(
  { config, program, packages, code, selected, place, assertions, escapes }: Following,
  note: (text: string) => void,
): ThroughCalls {
  const hot = hotEntries(config);
  const forbidden = assertions.flatMap((assertion, i) => (assertion.kind === "none" ? [{ assertion, i }] : []));
  if (hot.length === 0 && forbidden.length === 0) return NOT_FOLLOWED;
  if (program === null) {
    note(
      "Calls of hot functions and of lines with //escape:none are not followed: the compiled packages were not read",
    );
    return NOT_FOLLOWED;
  }
  const { strict = [], assume = [] } = config;
  const known = new Set(escapes.map(({ file, line }) => `${file}:${line}`));
  const assumed = assumptions(assume, assertions, program, place);
  const follow = (roots: readonly FoundFunction[], starts?: (call: MachineCall) => boolean): Through => {
    const options = { once: strict.includes("once"), panics: strict.includes("panics"), starts, assumed };
    const { paths, unknown } = followCalls(roots, program, options);
    const others = paths.filter(({ calls, site }) => calls.length > 1 || !known.has(`${site.file}:${site.line}`));
    return { paths: others, unknown: [...unknown] };
  };
  const functions = packages.flatMap((importPath) =>
    [...program.all(importPath)].flatMap(({ name, found }) => {
      const code = { package: importPath, file: program.fileOf(found.code.file), function: name };
      return selected(code) ? [{ code, found }] : [];
    }),
  );
  return {
    hot: new Map(
      hot.map(({ function: pattern, packages: wanted }, i) => {
        const selection = new Selection({ functions: [pattern], packages: wanted }, place);
        const roots = functions.filter((each) => selection.has(each.code)).map(({ found }) => found);
        // Rules for other parts of the module mean nothing here.
        if (roots.length === 0 && [...code()].some((each) => selected(each) && selection.has(each))) {
          note(
            `The calls of ${pattern} are not followed: it has no code of its own, being inlined wherever it is called`,
          );
        }
        return [i, follow(roots)];
      }),
    ),
    assertions: new Map(
      forbidden.map(({ assertion, i }) => {
        const isInside = (call: MachineCall) => isOn(call, assertion, program);
        const roots = functions.filter(({ found }) => found.code.calls.some(isInside)).map(({ found }) => found);
        return [i, follow(roots, isInside)];
      }),
    ),
  };
}

/** Whether a call stands on the lines of a comment. */
function isOn({ stack: [outermost] }: MachineCall, { file, from, to }: Assertion, program: CompiledProgram): boolean {
  return outermost.line >= from && outermost.line <= to && program.fileOf(outermost.file) === file;
}

/** The test for calls that are taken not to allocate, by the rules and by comments. */
function assumptions(
  assume: readonly Assumption[],
  assertions: readonly Assertion[],
  program: CompiledProgram,
  place: CodePlace,
): (caller: FoundFunction, call: MachineCall) => boolean {
  const comments = assertions.filter(({ kind }) => kind === "assumed");
  const rules = assume.map(({ calls, reason: _, ...selector }) => {
    return { selection: new Selection(selector, place), calls: calls?.map((pattern) => functionTest(pattern)) ?? null };
  });
  if (comments.length === 0 && rules.length === 0) return () => false;
  return ({ importPath, code }, call) => {
    if (comments.some((comment) => isOn(call, comment, program))) return true;
    const { callee } = call;
    const caller = { package: importPath, file: program.fileOf(call.stack[0].file), function: localName(code.name) };
    return rules.some(({ selection, calls }) => {
      if (!selection.has(caller)) return false;
      if (calls === null) return callee === null;
      // A function that only calls another is inlined: fmt.Println is a call of fmt.Fprintln.
      const names = [...program.inlinedAt(call).slice(1), ...(callee === null ? [] : [callee])];
      return names.some((name) => calls.some((test) => test(named(name))));
    });
  };
}

/** `example.com/m.(*T).M` in its parts. */
function named(symbol: string): { readonly package: string; readonly function: string } {
  const head = /^[^[(]*/.exec(symbol)?.[0] ?? "";
  const dot = symbol.indexOf(".", head.lastIndexOf("/") + 1);
  return { package: symbol.slice(0, dot), function: symbol.slice(dot + 1) };
}

function localName(symbol: string): string {
  return named(symbol).function;
}
