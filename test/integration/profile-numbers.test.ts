// Every number of a profile, by line, against go tool pprof.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Profile } from "../../parsers/profile/index.js";
import type { FrameFilter } from "../../src/profile/frame-filter.js";
import { LineTable } from "../../src/profile/lines.js";
import { measureOf, SAMPLE_NAMES, type SampleName } from "../../src/profile/measure.js";
import { type Weighed, weigh } from "../../src/profile/weigh.js";
import { profileBytes } from "../../src/profile/write-profile.js";
import { ROOT } from "../helpers/cli.js";
import { withoutGo } from "../helpers/go.js";
import { makeProfiles } from "../helpers/made-profiles.js";
import { pprof, rawText } from "../helpers/pprof.js";
import { profileIn, profilePath, RECORDED_PROFILES } from "../helpers/profiles.js";

/** Recorded ones of six releases and programs, by name; with the two that are made below there are ten. */
const HEAPS = [
  ...RECORDED_PROFILES.filter((name) => /\.(?:mem|heap)$/.test(name)).map((name) => [name, profilePath(name)] as const),
  ["words.go1.26.mem", join(ROOT, "samples", "words", "words.mem.pb.gz")] as const,
];
const ALL: FrameFilter = { focus: null, ignore: null, hide: null };

function weighed(profiles: readonly Profile[], sample: SampleName, filter: FrameFilter = ALL): Weighed {
  return weigh(profiles, new LineTable(), {
    measureOf: (profile) => measureOf(profile, sample),
    filter,
    sites: { find: () => null },
    isOwn: () => false,
  });
}

/** `flat cum function file:line` of each line, sorted. */
function ourLines({ lines }: Weighed): string[] {
  return lines
    .filter(({ flat, cum }) => flat !== 0 || cum !== 0)
    .map(({ flat, cum, line }) => `${flat} ${cum} ${line.symbol} ${line.file}:${line.line}`)
    .sort();
}

const ROW = /^\s*(-?\d+)B?\s+\S+\s+\S+\s+(-?\d+)B?\s+\S+\s+(.*?)(?: \((?:partial-)?inline\))?$/;

/** The same of what `go tool pprof -top -lines` prints, and the total that it is of. */
async function pprofLines(files: readonly string[], sample: SampleName, ...args: readonly string[]) {
  const flags = ["-top", "-lines", "-nodecount=0", "-nodefraction=0", `-sample_index=${sample}`];
  const unit = sample.endsWith("space") ? ["-unit=B"] : [];
  const text = await pprof([...flags, ...unit, ...args, ...files]);
  const [, total = ""] = / of (\d+)B? total$/m.exec(text) ?? [];
  const rows = text.split("\n").flatMap((line) => {
    const [, flat, cum, name] = ROW.exec(line) ?? [];
    return name === undefined || (flat === "0" && cum === "0") ? [] : [`${flat} ${cum} ${name}`];
  });
  return { total, rows: rows.sort() };
}

async function expectSameNumbers(file: string, sample: SampleName): Promise<void> {
  const ours = weighed([await profileIn(readFileSync(file))], sample);
  const { total, rows } = await pprofLines([file], sample);
  expect(ourLines(ours)).toEqual(rows);
  if (rows.length > 0) expect(String(ours.total)).toBe(total);
}

/** `flat cum function:line` of each line that `go tool pprof -list=.` shows figures for, sorted. */
async function pprofLists(file: string, profile: Profile, sample: SampleName): Promise<string[]> {
  // It shows lines of files that it can open: any text does.
  const directory = mkdtempSync(join(tmpdir(), "escape-report-test-"));
  try {
    const lengths = new Map<string, number>();
    for (const { frames } of profile.locations) {
      for (const { function: fn, line } of frames) {
        if (fn !== null && fn.file !== "")
          lengths.set(fn.file, Math.max(lengths.get(fn.file) ?? 0, Number(line), Number(fn.startLine)));
      }
    }
    for (const [path, lines] of lengths) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), "//\n".repeat(lines + 20));
    }
    const unit = sample.endsWith("space") ? ["-unit=B"] : [];
    const places = [`-source_path=${directory}`, "-trim_path=/"];
    const text = await pprof(["-list=.", ...unit, `-sample_index=${sample}`, ...places, file]);
    let name = "";
    return text
      .split("\n")
      .flatMap((line) => {
        name = /^ROUTINE =+ (.+) in /.exec(line)?.[1] ?? name;
        const [, flat = ".", cum = ".", number] = /^\s*(-?\d+B?|\.)\s+(-?\d+B?|\.)\s+(\d+):/.exec(line) ?? [];
        if (number === undefined || (flat === "." && cum === ".")) return [];
        return [`${Number.parseInt(flat, 10) || 0} ${Number.parseInt(cum, 10)} ${name}:${number}`];
      })
      .sort();
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Returns how many lines were the same. */
async function expectSameLists(file: string, sample: SampleName): Promise<number> {
  const profile = await profileIn(readFileSync(file));
  const listed = await pprofLists(file, profile, sample);
  const ours = weighed([profile], sample).lines.filter(({ cum, line }) => cum !== 0 && line.file !== "");
  const lines = ours.map(({ flat, cum, line }) => `${flat} ${cum} ${line.symbol}:${line.line}`).sort();
  expect(listed).toEqual(lines);
  return lines.length;
}

describe.skipIf(withoutGo)("a recorded heap profile", () => {
  test("is one of eight", () => {
    expect(HEAPS).toHaveLength(8);
  });

  test.each(HEAPS.flatMap(([name, file]) => SAMPLE_NAMES.map((sample) => [name, sample, file] as const)))(
    "%s has the numbers of go tool pprof -top -lines -sample_index=%s",
    async (_, sample, file) => {
      await expectSameNumbers(file, sample);
    },
  );

  test.each(HEAPS)("%s has the numbers of go tool pprof -list", async (_, file) => {
    expect(await expectSameLists(file, "alloc_space")).toBeGreaterThan(5);
    await expectSameLists(file, "inuse_objects");
  });

  test.each([
    ["-focus=strconv", { ...ALL, focus: /strconv/ }],
    ["-focus=fmt\\.", { ...ALL, focus: /fmt\./ }],
    ["-ignore=testing", { ...ALL, ignore: /testing/ }],
    ["-hide=^strconv", { ...ALL, hide: /^strconv/ }],
    ["-hide=.", { ...ALL, hide: /./ }],
  ])("is filtered as by go tool pprof %s", async (flag, filter) => {
    const file = profilePath("strconv.go1.26.mem");
    const ours = weighed([await profileIn(readFileSync(file))], "alloc_space", filter);
    const { rows } = await pprofLines([file], "alloc_space", flag);
    expect(ourLines(ours)).toEqual(rows);
    if (flag !== "-hide=.") expect(rows).not.toEqual([]);
  });

  test("is added up with another one as go tool pprof adds them up", async () => {
    const files = [profilePath("leak-map.go1.27.heap"), profilePath("leak-body.go1.27.heap")];
    const profiles = await Promise.all(files.map(async (file) => profileIn(readFileSync(file))));
    const { rows, total } = await pprofLines(files, "alloc_space");
    const ours = weighed(profiles, "alloc_space");
    expect(ourLines(ours)).toEqual(rows);
    expect(String(ours.total)).toBe(total);
  });
});

describe.skipIf(withoutGo)("a profile of the go at hand", () => {
  const directory = mkdtempSync(join(tmpdir(), "escape-report-test-"));
  beforeAll(() => makeProfiles(directory));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test.each(["heap", "allocs"].flatMap((name) => SAMPLE_NAMES.map((sample) => [name, sample] as const)))(
    "%s has the numbers of go tool pprof -top -lines -sample_index=%s",
    async (name, sample) => {
      await expectSameNumbers(join(directory, `${name}.pb.gz`), sample);
    },
  );

  test.each(["heap", "allocs"])("%s has the numbers of go tool pprof -list", async (name) => {
    expect(await expectSameLists(join(directory, `${name}.pb.gz`), "alloc_space")).toBeGreaterThan(5);
  });

  test("has the numbers of go tool pprof -list, of the sources themselves", async () => {
    const file = join(directory, "allocs.pb.gz");
    const sources = [`-source_path=${directory}`, "-trim_path=example.com/profiles"];
    const text = await pprof(["-list=^main\\.", "-unit=B", "-sample_index=alloc_space", ...sources, file]);
    let name = "";
    const listed = text.split("\n").flatMap((line) => {
      name = /^ROUTINE =+ (\S+) in /.exec(line)?.[1] ?? name;
      const [, flat = ".", cum = ".", number] = /^\s*(\d+B?|\.)\s+(\d+B?|\.)\s+(\d+):/.exec(line) ?? [];
      if (number === undefined || (flat === "." && cum === ".")) return [];
      return [`${Number.parseInt(flat, 10) || 0} ${Number.parseInt(cum, 10)} ${name}:${number}`];
    });
    expect(listed.length).toBeGreaterThan(5);
    const ours = weighed([await profileIn(readFileSync(file))], "alloc_space").lines.filter(
      ({ line, cum }) => line.package === "main" && cum !== 0,
    );
    expect(ours.map(({ flat, cum, line }) => `${flat} ${cum} ${line.symbol}:${line.line}`).sort()).toEqual(
      listed.sort(),
    );
  });
});

describe("a profile that is written", () => {
  const written = async (names: readonly (typeof RECORDED_PROFILES)[number][]) => {
    const profiles = await Promise.all(names.map(async (name) => profileIn(readFileSync(profilePath(name)))));
    const pieces = [...profileBytes(profiles, () => [])].map((piece) => Buffer.from(piece));
    return { profiles, again: await profileIn(Buffer.concat(pieces)) };
  };

  test.each(RECORDED_PROFILES)("holds all that was read of %s", async (name) => {
    const { profiles, again } = await written([name]);
    const [profile] = profiles;
    expect(profile).toBeDefined();
    if (profile !== undefined) expect(rawText(again)).toBe(rawText(profile));
  });

  test("of two has the sums of both", async () => {
    const { profiles, again } = await written(["leak-map.go1.27.heap", "leak-body.go1.27.heap"]);
    expect(ourLines(weighed([again], "inuse_space"))).toEqual(ourLines(weighed(profiles, "inuse_space")));
  });
});
