import type { Point } from "../leaks/point.js";
import { goroutinesOf } from "../leaks/point.js";
import { descriptorCount } from "../leaks/rules/descriptors.js";
import type { Glance } from "../sources/points/local-process.js";
import { formatBytes, formatCount } from "../text/number.js";
import { say } from "./say.js";

const COLUMNS: readonly { readonly title: string; readonly width: number }[] = [
  { title: "point", width: 10 },
  { title: "live heap", width: 11 },
  { title: "goroutines", width: 12 },
  { title: "descriptors", width: 13 },
  { title: "resident", width: 10 },
];

/**
 * The points as a table on standard error that grows while a program is watched. On a terminal its last line tells what
 * the process has by then, and when the next point comes. Nothing when quiet.
 */
export class LivePoints {
  private taken = 0;
  private waiting = false;
  private begun = false;

  constructor(
    private readonly count: number,
    private readonly quiet: boolean,
    private readonly stream: NodeJS.WriteStream = process.stderr,
  ) {}

  /** A point was taken. */
  point(point: Point): void {
    if (this.quiet) return;
    this.clear();
    this.begin();
    this.taken++;
    const { memstats, heap, process: facts } = point;
    const descriptors = facts?.descriptors ?? null;
    say(
      row([
        `${this.taken} of ${this.count}`,
        bytes(memstats?.heapAlloc ?? heap?.inuseBytes ?? null),
        count(goroutinesOf(point)),
        count(descriptors === null ? null : descriptorCount(descriptors.after)),
        bytes(facts?.rss ?? null),
      ]),
    );
  }

  /** The next point comes in so many milliseconds. */
  wait(left: number, now: Glance | null): void {
    if (this.quiet || this.stream.isTTY !== true) return;
    this.begin();
    this.waiting = true;
    const cells = ["now", "", "", count(now?.descriptors ?? null), bytes(now?.rss ?? null)];
    this.stream.write(`\r\u001b[K${row(cells)}  next in ${Math.ceil(left / 1000)} s`);
  }

  private begin(): void {
    if (!this.begun) say(row(COLUMNS.map(({ title }) => title)));
    this.begun = true;
  }

  /** Takes the last line away. */
  clear(): void {
    if (this.waiting) this.stream.write("\r\u001b[K");
    this.waiting = false;
  }
}

function row(cells: readonly string[]): string {
  return cells.map((cell, i) => cell.padStart(COLUMNS[i]?.width ?? 0)).join("");
}

function bytes(value: number | null): string {
  return value === null ? "" : formatBytes(value);
}

function count(value: number | null): string {
  return value === null ? "" : formatCount(value);
}
