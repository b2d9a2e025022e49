import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readSavedPoints } from "../../../src/sources/points/saved-points.js";
import { makeDirectory, ROOT } from "../../helpers/cli.js";
import { message } from "../../helpers/protobuf.js";

const RECORDED = join(ROOT, "samples", "recorded");
const SLICE = "go1.27/leaks/slicehead";

const read = (...paths: readonly string[]) => readSavedPoints(paths, RECORDED);

/** The path of a new file in a directory of its own. */
function file(name: string, content: string | Uint8Array): string {
  const path = join(makeDirectory(), name);
  writeFileSync(path, content);
  return path;
}

describe("points", () => {
  test("are directories of one point each, in the order in which they were taken", async () => {
    const { points } = await read(`${SLICE}/3`, `${SLICE}/1`, `${SLICE}/2`);
    expect(points.map(({ name }) => name)).toEqual([1, 2, 3].map((i) => join(SLICE, String(i))));
    expect(points[0]?.process?.descriptors?.after).toMatchObject({ sockets: 4, listening: 1 });
  });

  test("are single files, each with those that were taken nearest to it", async () => {
    const files = [4, 2, 1, 3].flatMap((i) => [`${SLICE}/${i}/goroutine.pb.gz`, `${SLICE}/${i}/heap.pb.gz`]);
    const { points } = await read(...files);
    expect(points).toHaveLength(4);
    expect(points.every(({ heap, goroutines }) => heap !== null && goroutines !== null)).toBe(true);
    const inuse = points.map(({ heap }) => heap?.inuseBytes ?? 0);
    expect(inuse).toEqual([...inuse].sort((a, b) => a - b));
  });

  test("are files of one directory by whatever names", async () => {
    const folder = makeDirectory();
    for (const i of [1, 2, 3]) {
      copyFileSync(join(RECORDED, SLICE, String(i), "heap.pb.gz"), join(folder, `heap${i}.pb.gz`));
    }
    writeFileSync(join(folder, "notes.md"), "# Taken on Monday\n");
    const { points, passedOver } = await read(folder);
    expect(points).toHaveLength(3);
    expect(passedOver).toEqual([expect.stringMatching(/notes\.md is text, but no goroutines/)]);
  });

  test("can be texts, plain or compressed", async () => {
    const text = gunzipSync(readFileSync(join(RECORDED, "go1.27/leaks/receive/4/goroutines.txt.gz")));
    for (const content of [text, readFileSync(join(RECORDED, "go1.27/leaks/receive/4/goroutines.txt.gz"))]) {
      const { points } = await read(file("stacks", content));
      expect(points[0]?.details?.total).toBe(1205);
    }
  });
});

describe("are refused", () => {
  test.each<[string, () => Promise<unknown>, RegExp]>([
    ["of two programs", () => read(`${SLICE}/1`, "go1.22/leaks/receive/1"), /are of two (builds|programs)/],
    [
      "of two processes",
      () => read(`${SLICE}/1/heap.pb.gz`, "go1.27/leaks/churn/1/heap.pb.gz", "go1.27/leaks/healthy/2/heap.pb.gz"),
      /has allocated less since its start than .*another process/,
    ],
    [
      "of two processes of one program, by when they collected",
      () => read("go1.27/leaks/receive/1", "go1.27/leaks/send/2"),
      /are of two processes: the collections of the one are not among those of the other/,
    ],
    [
      "of two processes of one program, by what they have allocated at one place",
      () => read("go1.27/leaks/receive/1/heap.pb.gz", "go1.27/leaks/slicehead/4/heap.pb.gz"),
      /has allocated less since its start than .*another process/,
    ],
    ["of an address without http", () => read("localhost:6060"), /escape-report leaks http:\/\/localhost:6060$/],
    ["that are not there", () => read("nothing.pb.gz"), /^nothing\.pb\.gz does not exist$/],
    ["that are empty", () => read(file("x.pb.gz", "")), /is empty\. Take the profile again/],
    ["that are cut", () => read(file("x.pb.gz", half(`${SLICE}/1/heap.pb.gz`))), /is cut off after \d+ bytes/],
    ["of another kind", () => read(file("cpu", cpuProfile())), /is a cpu profile\. Leaks are found in heap/],
    ["of no kind", () => read(file("x", "hello\n")), /is text, but no goroutines/],
    ["of HTML", () => read(file("x", "<!doctype html><html>")), /is an HTML page/],
    [
      "of numbers that are cut off",
      () => read(file("x", gunzipSync(readFileSync(join(RECORDED, SLICE, "1", "heap.txt.gz"))).subarray(0, 5000))),
      /is cut off: the numbers at its end are missing/,
    ],
  ])("points %s", async (_, reading, message) => {
    await expect(reading()).rejects.toThrow(message);
  });

  test("directories without any", async () => {
    const folder = makeDirectory();
    mkdirSync(join(folder, "empty"));
    await expect(read(folder)).rejects.toThrow(/^There are no profiles in/);
  });
});

/** A CPU profile without samples. */
function cpuProfile(): Buffer {
  const type = [
    [1, 1],
    [2, 2],
  ] as const;
  return message([1, type], [11, type], [6, ""], [6, "cpu"], [6, "nanoseconds"]);
}

function half(path: string): Buffer {
  const bytes = readFileSync(join(RECORDED, path));
  return bytes.subarray(0, bytes.length / 2);
}
