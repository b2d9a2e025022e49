// Holds the reader of profiles against go tool pprof.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { kindOf } from "../../parsers/profile/index.js";
import { withoutGo } from "../helpers/go.js";
import { makeProfiles, PROFILE_FILES } from "../helpers/made-profiles.js";
import { pprof, rawText } from "../helpers/pprof.js";
import { profileIn, profilePath, RECORDED_PROFILES } from "../helpers/profiles.js";

async function expectSameAsPprof(file: string): Promise<void> {
  const [profile, raw] = await Promise.all([profileIn(readFileSync(file)), pprof(["-raw", file])]);
  expect(profile.samples.count).toBeGreaterThan(0);
  // Half a megabyte of text: a difference is shown line by line.
  expect(rawText(profile).split("\n")).toEqual(raw.split("\n"));
}

describe.skipIf(withoutGo)("a recorded profile", () => {
  test.each(RECORDED_PROFILES)("%s holds what go tool pprof -raw prints", async (name) => {
    await expectSameAsPprof(profilePath(name));
  });
});

describe.skipIf(withoutGo)("a profile of the go at hand", () => {
  const directory = mkdtempSync(join(tmpdir(), "escape-report-test-"));
  beforeAll(() => makeProfiles(directory));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test.each(PROFILE_FILES)("of the kind %s holds what go tool pprof -raw prints, and is told apart", async (name) => {
    const file = join(directory, `${name}.pb.gz`);
    await expectSameAsPprof(file);
    expect(kindOf(await profileIn(readFileSync(file)))).toBe(name);
  });

  test("with negative values is read as pprof means it", async () => {
    const difference = join(directory, "difference.pb.gz");
    const [before, after] = [profilePath("leak-healthy.go1.27.heap"), profilePath("leak-map.go1.27.heap")];
    await pprof([`-diff_base=${after}`, "-proto", `-output=${difference}`, before]);
    await expectSameAsPprof(difference);
    const { samples } = await profileIn(readFileSync(difference));
    expect(samples.values.some((value) => value < 0 && Number.isSafeInteger(value))).toBe(true);
  });

  test("that is not compressed is read, too", async () => {
    const plain = join(directory, "plain.pb");
    writeFileSync(plain, gunzipSync(readFileSync(join(directory, "allocs.pb.gz"))));
    await expectSameAsPprof(plain);
  });
});
