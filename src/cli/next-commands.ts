import { relative } from "node:path";
import type { SiteRecord } from "../records/record.js";
import { placeText } from "../render/text/place.js";
import type { Summary } from "../report/summary.js";
import { shellQuoted } from "../text/shell.js";
import type { BuildArguments } from "./options/build.js";
import type { PresentationArguments } from "./options/shared.js";

/** What a summary was made from: a build, or a file. */
export type Summarized = Pick<
  PresentationArguments,
  "C" | "cause" | "package" | "path" | "function" | "groupBy" | "all"
> &
  Partial<Pick<BuildArguments, "packages" | "scope" | "tests" | "machineCode" | "go" | "--">> & {
    /** Profiles of what was allocated, that the summary is ranked by. */
    readonly profile?: readonly string[] | undefined;
    /** null for a build; "-" for standard input, which cannot be read again. */
    readonly file: string | null;
  };

/** Commands that lead on from a summary, with what was left out still left out. */
export function nextCommands(args: Summarized, { ranked, topRecords }: Summary): string[] {
  const { file, groupBy } = args;
  if (ranked === 0 || file === "-") return [];
  const filters = filterWords(args);
  const command = (name: string, words: readonly string[]) => {
    const source = file === null ? buildWords(args) : { before: [], after: [] };
    const from = file === null ? [] : name === "parse" ? [file] : ["--from", file];
    const target = name === "explain" ? words : [];
    const options = name === "explain" ? [] : words;
    const all = [...target, ...source.before, ...from, ...options, ...source.after];
    return ["escape-report", name, ...all.map(shellQuoted)].join(" ");
  };
  const summary = file === null ? "build" : "parse";
  const first = topRecords.find(isOpenable);
  return [
    ...(first === undefined ? [] : [command("explain", [placeText({ ...first, column: null })])]),
    command(summary, [...filters, "--group-by", groupBy === "function" ? "line" : "function"]),
    command("blame", filters),
  ];
}

/** explain tells the story of an escape at a place that it can find. */
function isOpenable({ kind, file, line }: SiteRecord): boolean {
  return kind === "escape" && file !== null && line !== null;
}

function filterWords(args: Summarized): string[] {
  const lists = { cause: args.cause, package: args.package, path: args.path, function: args.function };
  const words = Object.entries(lists).flatMap(([name, values]) =>
    (values ?? []).flatMap((each) => [`--${name}`, each]),
  );
  return args.all ? [...words, "--all"] : words;
}

/** What is built, and how; flags for go come last. */
function buildWords(args: Summarized): { readonly before: string[]; readonly after: string[] } {
  const { packages = [], C: directory, scope, tests, machineCode, go, profile = [], "--": flags = [] } = args;
  const before = [...packages];
  if (directory !== undefined) before.push("-C", relative(process.cwd(), directory) || ".");
  if (scope !== undefined && scope !== "module") before.push("--scope", scope);
  if (tests === true) before.push("--tests");
  if (machineCode === false) before.push("--no-machine-code");
  if (go !== undefined) before.push("--go", go);
  for (const file of profile) before.push("--profile", file);
  return { before, after: flags.length === 0 ? [] : ["--", ...flags] };
}
