// Edits of real Go code, built before and after: what the compiler's answers say of each.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { diffReports, prepareDiff, type ReportRecords } from "../../src/diff/index.js";
import { diffSchema } from "../../src/records/diff.js";
import { withBothSources } from "../../src/sources/both-sources.js";
import { openBuild } from "../../src/sources/build-source.js";
import { readDiffRecords } from "../../src/sources/diff-records.js";
import { changesOf, EDITS_MODULE, type Edit, readEdits } from "../helpers/edits.js";
import { goMinor } from "../helpers/go.js";

const SIDES = ["before", "after"] as const;
const edits = readEdits(goMinor);
const directories: string[] = [];

afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/** Builds one module with the packages of all edits, as they are on that side. */
async function build(side: (typeof SIDES)[number]): Promise<ReportRecords> {
  const directory = mkdtempSync(join(tmpdir(), "escape-report-edits-"));
  directories.push(directory);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  write("go.mod", `module ${EDITS_MODULE}\n\ngo 1.22\n`);
  for (const edit of edits) for (const [path, text] of edit[side]) write(`${edit.name}/${path}`, text);
  const flags = side === "after" ? ["-tags", "extra"] : [];
  const env = { GOENV: "off", GOFLAGS: "", GOWORK: "off", GOEXPERIMENT: "" };
  const request = {
    directory,
    packages: ["./..."],
    scope: "module",
    tests: false,
    machineCode: true,
    flags,
    env,
  } as const;
  return readDiffRecords(await openBuild(request, new AbortController().signal));
}

/** The records of one edit's packages. */
function partOf(records: ReportRecords, { name }: Edit): ReportRecords {
  const root = `${EDITS_MODULE}/${name}`;
  const belongs = ({ package: path }: { readonly package: string | null }) =>
    path === root || path?.startsWith(`${root}/`) === true;
  return {
    header: records.header,
    escapes: records.escapes.filter(belongs),
    calls: records.calls.filter(belongs),
    leaks: records.leaks.filter(belongs),
    inlining: records.inlining.filter(belongs),
    devirtualization: records.devirtualization.filter(belongs),
    inlined: records.inlined,
  };
}

/** The source of edits, on both sides. */
function filesOf(all: readonly Edit[]) {
  const side = (name: (typeof SIDES)[number]) => {
    const texts = new Map(all.flatMap((edit) => [...edit[name]].map(([path, text]) => [`${edit.name}/${path}`, text])));
    return { text: async (file: string) => texts.get(file) ?? null };
  };
  return { before: side("before"), after: side("after") };
}

describe.skipIf(goMinor < 22)("the difference that an edit makes", () => {
  let before: ReportRecords;
  let after: ReportRecords;

  beforeAll(async () => {
    before = await build("before");
    after = await build("after");
  });

  test.each(edits.map((edit): [string, Edit] => [`${edit.name}: ${edit.title}`, edit]))("%s", async (_, edit) => {
    const [old, now] = [partOf(before, edit), partOf(after, edit)];
    expect(old.escapes.length + now.escapes.length).toBeGreaterThan(0);
    const diff = await withBothSources(filesOf([edit]), prepareDiff(old, now));
    expect(diffSchema.parse(diff)).toEqual(diff);
    expect(changesOf(diff).sort()).toEqual([...edit.want].sort());
  });

  test("is the same when all edits are made at once", async () => {
    const together = changesOf(await withBothSources(filesOf(edits), prepareDiff(before, after)));
    const each = await Promise.all(
      edits.map(async (edit) =>
        changesOf(await withBothSources(filesOf([edit]), prepareDiff(partOf(before, edit), partOf(after, edit)))),
      ),
    );
    expect(together.sort()).toEqual(each.flat().sort());
  });

  test("is none between a build and itself", () => {
    expect(changesOf(diffReports(after, after, { all: true }))).toEqual([]);
  });
});
