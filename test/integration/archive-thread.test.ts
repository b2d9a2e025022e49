// Archives are read in a thread of its own, which is a file of the built package.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, describe, expect, test } from "vitest";
import { ArchiveReader, type Archives, packageKey } from "../../src/sources/archive-reader.js";
import type { ArchiveJob, ArchiveThread as Thread } from "../../src/sources/archive-thread.js";
import { archiveBytes, tablesOf } from "../helpers/archives.js";

const { ArchiveThread } = (await import(
  join(import.meta.dirname, "..", "..", "dist", "src", "sources", "archive-thread.js")
)) as { ArchiveThread: typeof Thread };

const PACKAGES = 12;
const directory = mkdtempSync(join(tmpdir(), "escape-report-test-"));
afterAll(() => rmSync(directory, { recursive: true }));

const file = join(directory, "truth.a");
writeFileSync(file, archiveBytes("go1.26.amd64"));
writeFileSync(join(directory, "broken.a"), "no archive");
const names = Array.from({ length: PACKAGES }, (_, i) => `example.com/p${i}`);
const archives: Archives = {
  files: new Map([
    ...names.map((name) => [packageKey(name, null), file] as const),
    [packageKey("broken", null), join(directory, "broken.a")],
    [packageKey("gone", null), join(directory, "gone.a")],
  ]),
  buildIds: new Map(),
  programs: new Set(),
  builtFor: new Set(),
  tables: tablesOf("go1.26.amd64"),
};
const job = (importPath: string): ArchiveJob => ({ importPath, variant: null, key: null, bytes: 1 });

function start(importPaths: readonly string[]): Thread {
  const thread = ArchiveThread.start(archives, importPaths.map(job), null, 0);
  if (thread === null) throw new Error("there is no thread");
  return thread;
}

/** What the thread has read when it had enough time for it, on however slow a machine. */
async function readBy(importPaths: readonly string[], wanted: string) {
  for (const delay of [100, 500, 2500, 12_000]) {
    const thread = start(importPaths);
    await setTimeout(delay);
    const read = thread.take(packageKey(wanted, null));
    if (read !== null) return { thread, read };
    thread.stop();
  }
  throw new Error("the thread reads nothing");
}

describe.skipIf(availableParallelism() === 1)("a thread that reads archives", () => {
  const expected = new ArchiveReader(archives).read(names[0] ?? "", null);

  test("and whoever asks first share the work, each package once", () => {
    const thread = start(names);
    // From behind, so that both begin at an end of their own.
    const read = names.toReversed().map((name) => thread.take(packageKey(name, null)));
    const here = read.filter((each) => each === null).length;
    expect(here).toBeGreaterThan(0);
    for (const each of read) if (each !== null) expect(each).toEqual(expected);
    for (const name of names) expect(thread.take(packageKey(name, null))).toBeNull();
  });

  test("has what is asked for later", async () => {
    const { thread, read } = await readBy(names, names.at(-1) ?? "");
    expect(read).toEqual(expected);
    expect(thread.take(packageKey(names[0] ?? "", null))).toEqual(expected);
  });

  test("says what cannot be read", async () => {
    const { thread, read } = await readBy(["broken", "gone"], "gone");
    expect(read).toEqual({ skipped: "its archive is not there, or too large" });
    expect(thread.take(packageKey("broken", null))).toEqual({ skipped: "the file is no archive of a Go package" });
  });

  test("begins with nothing once it is stopped", async () => {
    const thread = start(names);
    thread.stop();
    await setTimeout(500);
    expect(thread.take(packageKey(names.at(-1) ?? "", null))).toBeNull();
  });

  test("is not there for what is read at once", () => {
    expect(ArchiveThread.start(archives, names.map(job), null)).toBeNull();
  });
});
