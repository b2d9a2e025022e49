import { DiagnosticsParser } from "../../parsers/diagnostics/index.js";
import type { ResultFlow } from "../../parsers/gosource/index.js";
import { OwnPaths } from "../go/own-paths.js";
import type { Compilation } from "../go/packages.js";
import { withNames } from "../go/printed-packages.js";
import { variantsFor } from "../go/variants.js";
import type { DiagnosticRecord } from "../records/record.js";
import type { RecordKind } from "../records/vocabulary.js";
import { collect } from "../report/collect.js";
import type { SourceFunctions } from "../report/files-ahead.js";
import { type BuildContext, mapperOf } from "./build-context.js";
import { MachineCode } from "./machine-code.js";
import { withoutCopies } from "./overlay.js";
import { importsOf } from "./package-imports.js";
import { sourceFunctions } from "./source-functions.js";

const KINDS: ReadonlySet<RecordKind> = new Set(["escape", "allocation", "leak", "inlining", "inlined-call"]);
const NO_KINDS: ReadonlySet<RecordKind> = new Set();

const HEADER_START = Buffer.from("\n# ");
const HEADER = /^# (\S+)(?: \[.+\])?$/;

/**
 * What one compilation of chosen packages has printed. It is read package by package, when it is asked for: of most, a
 * trial changes nothing.
 */
export class TrialOutput {
  /** What go says where they do not compile: its first line; null where they do. */
  readonly failure: string | null;
  /** Of what was printed. */
  readonly bytes: number;
  private reading: Promise<void> = Promise.resolve();
  private readonly wanted: ReadonlySet<string>;
  private readonly parts: ReadonlyMap<string, readonly Buffer[]>;
  private readonly known = new Map<string, readonly DiagnosticRecord[]>();
  private readonly functions = new Map<string, ReadonlySet<string>>();
  private readonly extents: SourceFunctions;
  private readonly paths: OwnPaths;

  private constructor(
    private readonly context: BuildContext,
    private readonly code: MachineCode | null,
    { packages, printed, failure }: { packages: readonly string[]; printed: Buffer; failure: string | null },
  ) {
    this.failure = failure;
    this.bytes = printed.length;
    this.extents = sourceFunctions(context.sources);
    this.wanted = new Set(packages);
    this.paths = new OwnPaths(context.listed, context.runner.directory);
    this.parts = partsOf(printed, this.paths);
  }

  /** `packages`: import paths of what was meant. */
  static async of(
    context: BuildContext,
    packages: readonly string[],
    { exitCode, listed, printed }: Compilation,
  ): Promise<TrialOutput> {
    const failure = exitCode === 0 ? null : await firstError(printed, mapperOf(context));
    const code = exitCode === 0 ? await MachineCode.of(context.env.goroot, listed, mapperOf(context)) : null;
    return new TrialOutput(context, code, { packages, printed, failure });
  }

  /** The lines of a package with those of its variants, as they are printed. */
  text(importPath: string): Buffer {
    const [first, ...others] = this.parts.get(importPath) ?? [];
    return first !== undefined && others.length === 0 ? first : Buffer.concat(this.parts.get(importPath) ?? []);
  }

  /** Whether another compilation prints the same of a package: then its machine code is the same, too. */
  isAlike(other: TrialOutput, importPath: string): boolean {
    return this.text(importPath).equals(other.text(importPath));
  }

  /** The records of packages, in the order in which they were compiled. */
  async records(packages: Iterable<string>): Promise<DiagnosticRecord[]> {
    const asked = new Set(packages);
    const meant = [...this.parts.keys()].filter((each) => asked.has(each) && this.wanted.has(each));
    // One after the other, so that each package is read once.
    const read = async () => {
      const unread = meant.filter((each) => !this.known.has(each));
      if (unread.length > 0) await this.read(unread);
    };
    const reading = this.reading.then(read);
    this.reading = reading.catch(() => {});
    await reading;
    return meant.flatMap((each) => this.known.get(each) ?? []);
  }

  /** Results that the parameters of a package flow to, by `file:line:column`: records of one that leaks leave them out. */
  resultFlows(importPath: string): ReadonlyMap<string, readonly ResultFlow[]> {
    return resultFlowsIn(this.text(importPath).toString(), mapperOf(this.context));
  }

  private async read(packages: readonly string[]): Promise<void> {
    const { code, context } = this;
    const { listed, sources, covered } = context;
    const options = {
      kinds: KINDS,
      code: code === null ? undefined : (path: string, variant: string | null) => code.code(path, variant),
      packages: importsOf(listed),
      mapFile: mapperOf(context),
      wants: covered.wants,
      source: sources.now,
      functions: this.extents,
      functionsOf: (path: string) => this.functionsOf(path),
    };
    try {
      for (const importPath of packages) {
        const records: DiagnosticRecord[] = [];
        const naming = { variantOf: variantsFor(null, listed), paths: this.paths };
        await collect(withNames(oneChunk(this.text(importPath)), naming), options, {
          record: (record) => records.push(JSON.parse(JSON.stringify(record)) as DiagnosticRecord),
        });
        this.known.set(importPath, records);
      }
    } finally {
      // Each trial opens its own archives, and there can be many.
      code?.release();
    }
  }

  /** Functions of a package that is not read otherwise; undefined where it is not in the report. */
  private functionsOf(importPath: string): ReadonlySet<string> | undefined {
    if (!this.wanted.has(importPath) || !this.parts.has(importPath)) return undefined;
    let found = this.functions.get(importPath);
    if (found === undefined) {
      const names = new Set<string>();
      const { covered } = this.context;
      const parser = new DiagnosticsParser({
        kinds: NO_KINDS,
        mapFile: mapperOf(this.context),
        wants: covered.wants,
        onEscapes: () => {},
        onRecord: () => {},
        onPackageEnd: ({ functions }) => {
          for (const name of functions) names.add(name);
        },
      });
      parser.write(this.text(importPath));
      parser.end();
      found = names;
      this.functions.set(importPath, found);
    }
    return found;
  }
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array, number> {
  yield bytes;
  return 0;
}

/** What is printed, by the import paths of the packages; variants of a package lie together. */
function partsOf(printed: Buffer, paths: OwnPaths): Map<string, Buffer[]> {
  const found = new Map<string, Buffer[]>();
  const next = (from: number) => {
    const at = printed.indexOf(HEADER_START, from);
    return at < 0 ? printed.length : at + 1;
  };
  for (let start = printed[0] === HASH ? 0 : next(0); start < printed.length; ) {
    const importPath = HEADER.exec(lineAt(printed, start))?.[1];
    let end = next(start + 1);
    // What only looks like the head of a package belongs to the one before.
    while (end < printed.length && !HEADER.test(lineAt(printed, end))) end = next(end);
    if (importPath !== undefined) {
      paths.begin(importPath);
      const part = paths.lines(printed.subarray(start, end));
      const list = found.get(importPath);
      if (list === undefined) found.set(importPath, [part]);
      else list.push(part);
    }
    start = end;
  }
  return found;
}

const HASH = 35;
const NEWLINE = 10;

function lineAt(printed: Buffer, start: number): string {
  const stop = printed.indexOf(NEWLINE, start);
  return printed.toString("utf8", start, stop < 0 ? printed.length : stop).replace(/\r$/, "");
}

const RESULT_FLOW = /^(.+?):(\d+):(\d+): parameter \S+ leaks to ([^{\s]\S*)(?: for .*)? with derefs=(\d+):$/gm;

/** The explanations of flows to results, which the compiler prints also of parameters that leak to the heap. */
function resultFlowsIn(printed: string, mapFile: (file: string) => string): Map<string, ResultFlow[]> {
  const found = new Map<string, ResultFlow[]>();
  for (const [, file = "", line, column, result = "", derefs] of printed.matchAll(RESULT_FLOW)) {
    const key = `${mapFile(file)}:${line}:${column}`;
    const flow = { result, content: Number(derefs) > 0 };
    const known = found.get(key);
    if (known === undefined) found.set(key, [flow]);
    // Instances of a generic function are explained each; the nearest flow holds the others.
    else if (!known.some((each) => each.result === result && each.content === flow.content)) known.push(flow);
  }
  return found;
}

/** What the compiler refuses, or what go says where it says no more. */
async function firstError(printed: Buffer, mapFile: (file: string) => string): Promise<string> {
  const lines: string[] = [];
  await collect(
    [printed],
    { kinds: NO_KINDS, mapFile },
    {
      record: (record) => {
        if (record.kind === "unknown") lines.push(record.message);
      },
    },
  );
  const found = lines.find((line) => /^\S.*?:\d+(?::\d+)?: /.test(line)) ?? lines.find((line) => line.trim() !== "");
  return withoutCopies(found ?? "go ended with an error and said nothing");
}
