import { type Closing, type GoFile, loadGoReader, type TextEdit } from "../../../parsers/gosource/index.js";
import { isCapture } from "../../causes/compiler-reasons.js";
import { isFile, type Target } from "../../explain/story-target.js";
import type { DiagnosticRecord, EscapeRecord, SiteRecord } from "../../records/record.js";
import type { TriedSite, Try, WayOut } from "../../records/try.js";
import type { OwnFile, TrialBuild } from "../../sources/trial-build.js";
import type { TrialOutput } from "../../sources/trial-output.js";
import { movedColumn, originalPlace } from "../../try/columns.js";
import { ownText } from "../../try/rewrite.js";
import { amountOf, sitesOf } from "../../try/site-lists.js";
import { type FirstWay, firstWay, isHandedOn, siteAt, stillCalls, wantedType, wantsAddress } from "../../try/way.js";
import { type EditedFile, LINE_DIRECTIVES, overlaidFiles, whyUnsuitable } from "./edited-files.js";
import { NOTHING } from "./neutralise.js";

type Line = Extract<Target, { kind: "place" }>;

/** A value with more ways out is not followed to the end. */
const MAX_WAYS = 40;

/** Everything of the answer that is not about what was asked. */
type LineResult = Pick<
  Try,
  "packages" | "removed" | "changed" | "added" | "amounts" | "sites" | "waysOut" | "notTried"
>;

/** Finds all ways out of what a line makes: closes the first, compiles again, and reads the next. */
export async function tryLine(
  trial: TrialBuild,
  target: Line,
  before: readonly DiagnosticRecord[],
  counts: (site: SiteRecord) => boolean,
): Promise<LineResult> {
  const isMeant = ({ file, line, column }: SiteRecord) =>
    line === target.line && isFile(file, target) && (target.column === null || column === target.column);
  const here = sitesOf(before).filter(isMeant);
  const asked = here.filter((site): site is EscapeRecord => site.kind === "escape" && counts(site));
  const found = asked.filter((site, i) => asked.findIndex((each) => placeOf(each) === placeOf(site)) === i);
  const nothing = { ...NOTHING, packages: [], sites: [], waysOut: [] };
  if (found.length === 0) return { ...nothing, notTried: whyNothing(here, target) };
  if (trial.unfit !== null) return { ...nothing, notTried: trial.unfit };
  const sites: TriedSite[] = [];
  const waysOut: WayOut[] = [];
  for (const site of found) {
    const search = new WaySearch(trial, site, sites.length);
    sites.push(await search.run(before));
    waysOut.push(...search.ways);
  }
  const removed = sites.filter(({ ends }) => ends === "stack").map(({ site }) => site);
  const amounts = { before: amountOf(found), removed: amountOf(removed), added: amountOf([]) };
  const packages = [...new Set(found.map((site) => site.package ?? ""))];
  return { packages, removed, changed: [], added: [], amounts, sites, waysOut, notTried: null };
}

function placeOf({ package: importPath, variant, column, kind }: SiteRecord): string {
  return [importPath, variant, column, kind].join("\0");
}

function whyNothing(here: readonly SiteRecord[], { files, line }: Line): string {
  if (here.some(({ kind }) => kind === "escape")) return "what the line makes never allocates, or was not asked for";
  if (here.length > 0) return "what the line allocates, the escape analysis says nothing of";
  return `nothing that is made at ${files[0]}:${line} goes to the heap`;
}

/** How a way is closed. */
type How = Pick<Parameters<GoFile["closeWay"]>[1], "type" | "isAddress"> & { readonly hidden: number };

const HIDDEN = "no other expression there brings it out, and with that hidden it gets out all the same";

/** What tells ways apart. */
const WAY_KEYS = ["file", "line", "column", "step", "expression", "to"] as const;

/** The search for the ways of one site. */
class WaySearch {
  readonly ways: WayOut[] = [];
  private readonly files = new Map<string, EditedFile>();

  constructor(
    private readonly trial: TrialBuild,
    private readonly site: EscapeRecord,
    private readonly index: number,
  ) {}

  async run(before: readonly DiagnosticRecord[]): Promise<TriedSite> {
    const { site } = this;
    const stays = (why: string): TriedSite => ({ site, ends: "heap", why });
    let records = before;
    let current: EscapeRecord | null = site;
    while (current !== null) {
      const way = firstWay(current, (file) => this.trial.isOwn(file));
      if (way === null) return stays("the compiler does not explain it");
      if (typeof way === "string") return stays(way);
      if (this.ways.length === MAX_WAYS) return stays(`it has more than ${MAX_WAYS} ways out`);
      const found = this.wayOut(way);
      const closed = await this.close(way);
      const text = "refused" in closed ? null : closed.text;
      const known = this.ways.findIndex((each) => WAY_KEYS.every((key) => each[key] === found[key]));
      const already = this.ways[known];
      if (already === undefined) this.ways.push({ ...found, closed: text });
      // Of literals in each other, all that capture the value bring it out there.
      else if (text !== null) this.ways[known] = { ...already, closed: `${already.closed}, ${text}` };
      if ("refused" in closed) return stays(closed.refused);
      records = closed.records;
      current = siteAt(records, site, this.columnNow());
    }
    return { site, ends: stillCalls(before, records, site) ? "call" : "stack", why: null };
  }

  private wayOut({ final, to }: FirstWay): Omit<WayOut, "closed"> {
    const { file, line, reason, expression } = final;
    return {
      site: this.index,
      file,
      line,
      column: this.sourceColumn(final),
      step: reason,
      expression: ownText(expression),
      to: ownText(to),
    };
  }

  /** Closes a way, as the first text that compiles does it. */
  private async close(
    way: FirstWay,
  ): Promise<{ readonly text: string; readonly records: readonly DiagnosticRecord[] } | { readonly refused: string }> {
    const { step } = way;
    const known = this.files.get(step.file ?? "");
    const file = known?.file ?? (await this.trial.ownFile(step.file));
    if (typeof file === "string") return { refused: file };
    const unsuitable = whyUnsuitable(file);
    if (unsuitable !== null) return { refused: unsuitable };
    const edits = known?.edits ?? [];
    let how: How = { type: way.isBoxedThere ? "any" : null, isAddress: way.isAddress, hidden: 0 };
    for (let isLast = false; ; ) {
      const closing = await this.closing(file, edits, way, how);
      if ("refused" in closing) return how.hidden > 0 ? { refused: HIDDEN } : closing;
      const isNew = closing.edits.some(
        ({ start, text }) => !edits.some((each) => each.start === start && each.text === text),
      );
      if (!isNew) {
        // A literal in another one captures it, and that is what leaves.
        if (!isCapture(way.step.reason)) return { refused: HIDDEN };
        how = { ...how, hidden: how.hidden + 1 };
        continue;
      }
      const all = new Map(this.files).set(step.file ?? "", { file, edits: [...edits, ...closing.edits] });
      const output = await this.compile(all);
      if (output.failure === null) {
        const records = await output.records([this.site.package ?? ""]);
        this.files.set(step.file ?? "", { file, edits: [...edits, ...closing.edits] });
        return { text: closing.closed, records };
      }
      const wanted = wantedType(output.failure);
      const isAddress = wantsAddress(output.failure);
      if (isLast || (wanted === null && !isAddress))
        return { refused: `with it hidden there it does not compile: ${output.failure}` };
      isLast = true;
      how = { ...how, type: wanted ?? how.type, isAddress: how.isAddress || isAddress };
    }
  }

  private async closing(file: OwnFile, edits: readonly TextEdit[], way: FirstWay, how: How): Promise<Closing> {
    const { step, from, made } = way;
    const { line, column } = step;
    if (line === null || column === null) return { refused: "its place is not known" };
    // What a go or defer statement is given, the compiler puts into a closure of its own.
    const reason = isHandedOn(step) ? "call parameter" : step.reason;
    const at = originalPlace(file.text, edits, { line, column });
    const source = made === null ? null : originalPlace(file.text, edits, made);
    const closing = (await loadGoReader()).read(file.text, (read): Closing => {
      if (read.lineDirectives.length > 0) return { refused: LINE_DIRECTIVES };
      return read.closeWay(at, { reason, from: from.map(ownText), made: source, ...how });
    });
    return closing ?? { refused: "its source cannot be read as Go" };
  }

  private compile(all: ReadonlyMap<string, EditedFile>): Promise<TrialOutput> {
    const importPath = this.site.package ?? "";
    const old = [...all.values()].flatMap(({ file }) => (file.knowsGenerics ? [] : [file.importPath]));
    return this.trial.compile({
      packages: [importPath],
      generic: [...new Set(old)],
      files: overlaidFiles(this.trial, [...all.values()]),
    });
  }

  /** The column that the site has after what was put before it in its line. */
  private columnNow(): number | null {
    const { file, line, column } = this.site;
    const known = this.files.get(file ?? "");
    if (known === undefined || line === null || column === null) return column;
    return movedColumn(known.file.text, known.edits, { line, column });
  }

  private sourceColumn({ file, line, column }: FirstWay["step"]): number | null {
    const known = this.files.get(file ?? "");
    if (known === undefined || line === null || column === null) return column;
    return originalPlace(known.file.text, known.edits, { line, column }).column;
  }
}
