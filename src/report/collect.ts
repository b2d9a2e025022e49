import { createHash } from "node:crypto";
import { DiagnosticsParser, type PackageFacts } from "../../parsers/diagnostics/index.js";
import { classify } from "../causes/index.js";
import { isInstance } from "../causes/shapes.js";
import { InputError } from "../errors.js";
import type { DiagnosticRecord, SiteRecord } from "../records/record.js";
import type { LineStats } from "../records/report.js";
import type { RecordKind } from "../records/vocabulary.js";
import { classifyWithCode, type PackageCode, PackageJoin } from "../sites/index.js";
import { FilesAhead, type SourceFunctions } from "./files-ahead.js";
import { type InputRemark, remarksOf } from "./input-remarks.js";
import { InstanceSites } from "./instances.js";
import { BuildKnowledge, type PackageImports } from "./listed-packages.js";
import type { Block, BlockFilter } from "./package-blocks.js";
import { RepeatedPackages } from "./repeated-packages.js";
import { SitesOnce } from "./sites-once.js";

/** Takes records as they are found. They come package by package, in the order of the input. */
export interface RecordSink {
  /**
   * Whether it is done with a record when it returns, or keeps a copy: records then read their flow only when it is
   * looked at, and write themselves as JSON without (JSON_WRITER). Default: no.
   */
  readonly lazy?: boolean;
  /** Whether flows of leaks to results are not wanted. Sources may give them all the same. Default: no. */
  readonly heapFlowsOnly?: boolean | undefined;
  /** Leaves out packages whose records are known. */
  readonly blocks?: KnownBlocks | undefined;
  /** Takes one record, which it may keep. */
  record(record: DiagnosticRecord): void;
  /** The package's records are over. The same import path can come again. */
  endPackage?(importPath: string | null): void;
  /** Waits until what was taken has been dealt with, so that memory stays bounded. Called after each chunk of input. */
  drain?(): Promise<void>;
}

/** Packages whose records are known, by what go printed for them. */
export interface KnownBlocks extends BlockFilter {
  /** Functions of a package that was left out, as the compiler names them. */
  functions(importPath: string): ReadonlySet<string> | undefined;
}

/** How to read compiler output. */
export interface CollectOptions {
  /** Record kinds to make; `unknown` is always made. */
  readonly kinds: ReadonlySet<RecordKind>;
  /** Whether to read a package at all. Default: every package. */
  readonly wants?: (importPath: string, variant: string | null) => boolean;
  /** Turns a file name as printed into the record's. Default: as printed. */
  readonly mapFile?: (file: string) => string;
  /** What machine code shows of a package; null where it is not read. Default: nowhere. */
  readonly code?: ((importPath: string, variant: string | null) => PackageCode | null) | undefined;
  /** go list's answer by import path, where there is one. */
  readonly packages?: ReadonlyMap<string, PackageImports>;
  /** The lines of a source file by its name in records; null where it cannot be read. Asked where the text is not enough. */
  readonly source?: (file: string) => readonly string[] | null;
  /** Functions of packages that are not in the input, as the compiler names them. */
  readonly functionsOf?: ((importPath: string) => ReadonlySet<string> | undefined) | undefined;
  /** Where functions begin and end in the source. Asked where the compiler does not name the function. */
  readonly functions?: SourceFunctions | undefined;
  /** Has the input read straight to where it is parsed, where it can be. */
  readonly readTo?: ((memory: (bytes: number) => Uint8Array) => void) | undefined;
  /** Whether somebody may have put the input together, so that a package can come twice with the same records. Default: no. */
  readonly mayRepeat?: boolean;
  /** Told the import path of each package when its lines begin, also of those not wanted. For progress. */
  readonly onPackage?: (importPath: string) => void;
}

/** What was read. */
export interface Collected {
  readonly lines: LineStats;
  /** Import paths of the packages read, sorted. */
  readonly packages: readonly string[];
  /** Where the generic functions are declared of which there are instances, as `file:line`. */
  readonly instantiated?: ReadonlySet<string>;
  /** What a reader should know of compiler output that was saved; nothing for what a build prints. */
  readonly remarks?: readonly InputRemark[];
}

const NO_TYPES: ReadonlyMap<string, ReadonlySet<string>> = new Map();

/** `# ` lines of one input. The largest builds have some ten thousand packages, each for several tests. */
const MAX_PARTS = 200_000;
const TOO_MANY = `The input has more than ${MAX_PARTS} lines that begin a package, more than any build: it is read no further`;

/**
 * Reads compiler output to its end and hands every record, with its cause, to the sink. Where a package is printed for
 * several variants of it, a place that escapes in each comes once.
 */
export async function collect(
  input: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: CollectOptions,
  sink: RecordSink,
): Promise<Collected> {
  const { blocks } = sink;
  const { functions, mapFile = (file: string) => file } = options;
  const earlier = options.functionsOf ?? (blocks === undefined ? null : (path: string) => blocks.functions(path));
  const knowledge = new BuildKnowledge(options.packages ?? null, options.source ?? null, earlier);
  const joins = new Joins(options.code);
  const packages = new Set<string>();
  let parts = 0;
  const sites = new SitesOnce();
  const instances = new InstanceSites();
  const instantiated = new Set<string>();
  const wants = (importPath: string, variant: string | null) => {
    options.onPackage?.(importPath);
    if (++parts > MAX_PARTS) throw new InputError(TOO_MANY);
    const wanted = options.wants?.(importPath, variant) ?? true;
    if (wanted) {
      packages.add(importPath);
      sites.begin(importPath);
    }
    repeated?.begin(importPath, variant, parser.stats);
    return wanted;
  };
  // Of a package that is not wanted the decisions are not read, so all of its calls would be without one.
  const isWanted = ({ importPath, variant }: PackageFacts) =>
    importPath === null || (options.wants?.(importPath, variant) ?? true);
  const takeOnce = (record: DiagnosticRecord) => {
    if ((record.kind !== "escape" && record.kind !== "allocation") || sites.isNew(record)) sink.record(record);
  };
  const repeated = options.mayRepeat === true ? new RepeatedPackages(takeOnce) : null;
  const take = (record: DiagnosticRecord) => (repeated === null ? takeOnce(record) : repeated.record(record));
  const takeSite = (record: SiteRecord, isPrinted: boolean, facts: PackageFacts) => {
    const declared = record.function === null ? null : facts.declaredAt(record.function);
    if (!instances.take(record, isPrinted, declared)) take(record);
    else if (instances.isFull) endInstances(facts);
  };
  const endInstances = (facts: PackageFacts) => {
    for (const site of instances.end(joins.of(facts)?.typeArguments ?? NO_TYPES)) take(site);
  };
  const parser = new DiagnosticsParser({
    kinds: options.kinds,
    mapFile,
    extents: functions === undefined ? undefined : (file) => functions.extentsOf(file),
    lazy: sink.lazy,
    heapFlowsOnly: sink.heapFlowsOnly,
    wants,
    onEscapes: (escapes, facts) => {
      const join = joins.of(facts);
      const records =
        join === null ? classify(escapes, facts, knowledge).records : classifyWithCode(escapes, facts, knowledge, join);
      records.forEach((record, i) => {
        takeSite(record, escapes[i]?.isFunctionPrinted === true || record.call !== null, facts);
      });
    },
    onRecord: take,
    onPackageEnd: (facts) => {
      if (facts.importPath !== null && facts.functions.size > 0) knowledge.add(facts.importPath, facts.functions);
      if (options.kinds.has("allocation") && isWanted(facts))
        for (const call of joins.of(facts)?.rest() ?? []) takeSite(call, true, facts);
      endInstances(facts);
      for (const name of facts.functions) {
        const at = isInstance(name) ? facts.declaredAt(name) : null;
        if (at !== null) instantiated.add(`${at.file}:${at.line}`);
      }
      repeated?.end(parser.stats);
      sink.endPackage?.(facts.importPath);
    },
  });
  const seal = (block: Block) =>
    (options.wants?.(block.importPath, block.variant) ?? true) ? joins.seal(block) : block;
  const skip = (block: Block) => blocks?.skip(seal(block)) === true && wants(block.importPath, block.variant);
  if (blocks === undefined) options.readTo?.((bytes) => parser.room(bytes));
  const remaining =
    blocks === undefined ? input : (await import("./package-blocks.js")).remainingBlocks(input, { skip });
  const ahead = functions === undefined ? null : new FilesAhead(functions, mapFile);
  for await (const chunk of remaining) {
    await ahead?.load(chunk);
    parser.write(chunk);
    await sink.drain?.();
  }
  parser.end();
  await sink.drain?.();
  const remarks = remarksOf(parser.signs);
  if (repeated !== null && repeated.packages > 0) remarks.push({ kind: "repeated", packages: repeated.packages });
  return {
    lines: repeated?.without(parser.stats) ?? parser.stats,
    packages: [...packages].sort(),
    remarks,
    instantiated,
  };
}

/** The join of the package that is being read. */
class Joins {
  private key = "";
  private current: PackageJoin | null = null;
  private read: { readonly key: string; readonly code: PackageCode | null } | null = null;

  constructor(private readonly code: CollectOptions["code"]) {}

  of({ importPath, variant }: { readonly importPath: string | null; readonly variant: string | null }) {
    const key = `${importPath} ${variant}`;
    if (key !== this.key) {
      const code = importPath === null ? null : this.codeOf(importPath, variant);
      this.read = null;
      this.key = key;
      this.current = code === null ? null : new PackageJoin(code, { package: importPath, variant });
    }
    return this.current;
  }

  /** The block with a digest that also tells other machine code apart: `if` and `for` print the same. */
  seal(block: Block): Block {
    const code = this.codeOf(block.importPath, block.variant);
    if (code === null) return block;
    const hash = createHash("sha256").update(block.digest);
    for (const { runTime: _, ...site } of code.sites) hash.update(JSON.stringify(site));
    return { ...block, digest: hash.digest("hex") };
  }

  /** Kept until it is asked for again, as it is where a package is looked at and then parsed. */
  private codeOf(importPath: string, variant: string | null): PackageCode | null {
    const key = `${importPath} ${variant}`;
    if (this.read?.key !== key) this.read = { key, code: this.code?.(importPath, variant) ?? null };
    return this.read.code;
  }
}
