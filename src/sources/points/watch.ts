import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { InputError, UsageError } from "../../errors.js";
import type { Point } from "../../leaks/point.js";
import { processMismatch } from "../../leaks/same-process.js";
import { SiteTable } from "../../leaks/site.js";
import { runCommand } from "../../process/run-command.js";
import { findProcess, type Glance, glanceAt, type LocalProcess } from "./local-process.js";
import { commandLine, type PprofServer } from "./pprof-server.js";
import { takePoint } from "./take-point.js";

/** How to watch a program. */
export interface WatchOptions {
  readonly server: PprofServer;
  /** How many points to take. */
  readonly count: number;
  /** From one point to the next, in milliseconds. */
  readonly interval: number;
  /** Run to its end before each point, the first one too; undefined for a program that is used anyway. */
  readonly load: string | undefined;
  /** Where the points are kept; undefined for a directory that is removed. */
  readonly keep: string | undefined;
  /** Where to work. */
  readonly directory: string;
  /** Told each point when it has been taken. */
  readonly onPoint: (point: Point) => void;
  /** Told each second how many milliseconds are left before the next point, and what the process has open by then. */
  readonly onWait?: (left: number, now: Glance | null) => void;
  /** Told what cannot be looked at. */
  readonly onNote: (note: string) => void;
}

/** What was seen of a program. */
export interface Watched {
  readonly points: readonly Point[];
  /** Why there are fewer points than asked for: the program ended, or was restarted; null otherwise. */
  readonly broken: unknown;
}

/**
 * Takes points of a running program. When it is interrupted, or the program ends, it returns what there is; what comes
 * before the first point is thrown.
 */
export async function watch(options: WatchOptions, signal: AbortSignal): Promise<Watched> {
  const { server, count, interval, load, keep, directory, onPoint, onNote } = options;
  const folder = keep === undefined ? await mkdtemp(join(tmpdir(), "escape-report-")) : await keepIn(directory, keep);
  const points: Point[] = [];
  try {
    const sites = new SiteTable();
    const process = await findProcess(server.base, await commandLine(server, signal));
    for (let number = 1; number <= count; number++) {
      const next = Date.now() + interval;
      if (load !== undefined) await runCommand(load, directory, signal);
      if (number > 1 || load !== undefined) await waitUntil(next, process, options, signal);
      const details = number === count;
      const at = join(folder, String(number));
      const taken = await takePoint({ server, process, directory: at, details, sites, signal }).catch(async (error) => {
        // Half a point is none.
        await rm(at, { recursive: true, force: true });
        throw error;
      });
      const point = { ...taken, name: `point ${number}` };
      const mismatch = processMismatch([...points, point]);
      if (mismatch !== null)
        throw new InputError(`${mismatch}. Nothing can be said of a program that does not keep running`);
      points.push(point);
      onPoint(point);
      if (number === 1 && process === null)
        onNote("descriptors and resident memory are not looked at: the process is not one of this machine");
    }
  } catch (error) {
    if (points.length === 0) throw error;
    return { points, broken: signal.aborted ? null : error };
  } finally {
    if (keep === undefined) await rm(folder, { recursive: true, force: true });
  }
  return { points, broken: null };
}

/** Makes a directory for points, which has to be empty. Throws {@link UsageError} otherwise. */
export async function keepIn(directory: string, keep: string): Promise<string> {
  const folder = resolve(directory, keep);
  try {
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length === 0) return folder;
  } catch (error) {
    throw new UsageError(`--keep ${keep}: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new UsageError(`${keep} is not empty: points of two processes do not compare. Name another directory`);
}

async function waitUntil(
  time: number,
  process: LocalProcess | null,
  { onWait }: WatchOptions,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const left = time - Date.now();
    if (left > 0) onWait?.(left, process === null ? null : await glanceAt(process));
    await setTimeout(Math.max(0, Math.min(1000, left)), undefined, { signal });
    if (left <= 1000) return;
  }
}
