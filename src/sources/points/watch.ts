import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { InputError } from "../../errors.js";
import type { Point } from "../../leaks/point.js";
import { processMismatch } from "../../leaks/same-process.js";
import { SiteTable } from "../../leaks/site.js";
import { runCommand } from "../../process/run-command.js";
import { findProcess } from "./local-process.js";
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
  /** Told what cannot be looked at. */
  readonly onNote: (note: string) => void;
}

/**
 * Takes points of a running program. When it is interrupted it returns what there is; an interruption before the first
 * point is thrown.
 */
export async function watch(options: WatchOptions, signal: AbortSignal): Promise<Point[]> {
  const { server, count, interval, load, keep, directory, onPoint, onNote } = options;
  const folder = keep === undefined ? await mkdtemp(join(tmpdir(), "escape-report-")) : resolve(directory, keep);
  const points: Point[] = [];
  try {
    const sites = new SiteTable();
    const process = await findProcess(server.base, await commandLine(server, signal));
    if (process === null)
      onNote("descriptors and resident memory are not looked at: the process is not one of this machine");
    for (let number = 1; number <= count; number++) {
      const next = Date.now() + interval;
      if (load !== undefined) await runCommand(load, directory, signal);
      if (number > 1 || load !== undefined) await setTimeout(Math.max(0, next - Date.now()), undefined, { signal });
      const details = number === count;
      const point = await takePoint({
        server,
        process,
        directory: join(folder, String(number)),
        details,
        sites,
        signal,
      });
      const mismatch = processMismatch([...points, point]);
      if (mismatch !== null)
        throw new InputError(`${mismatch}. Nothing can be said of a program that does not keep running`);
      points.push(point);
      onPoint(point);
    }
  } catch (error) {
    if (!signal.aborted || points.length === 0) throw error;
  } finally {
    if (keep === undefined) await rm(folder, { recursive: true, force: true });
  }
  return points;
}
