import { durationText } from "../../text/duration.js";
import { fitEnd } from "../../text/fit.js";
import { visible } from "../../text/visible.js";
import { note } from "../say.js";

/** Said where there is no terminal to show progress, when so much is still to come. */
const LONG_MS = 20_000;

/** Tells whoever waits what runs, and how long it will take once that is known. */
export class BenchmarkProgress {
  private done = 0;
  private lengthOfRound = 0;
  private shown = false;
  private readonly isTerminal: boolean;

  constructor(
    private readonly rounds: number,
    private readonly quiet: boolean,
    private readonly stream: NodeJS.WriteStream = process.stderr,
  ) {
    this.isTerminal = !quiet && stream.isTTY === true;
  }

  /** Something starts. */
  run(text: string): void {
    if (!this.isTerminal) return;
    const left = this.done === 0 ? "" : `, about ${durationText(this.left())} left`;
    this.shown = true;
    const line = `round ${Math.min(this.done + 1, this.rounds)} of ${this.rounds}${left}: ${text}`;
    this.stream.write(`\r\u001b[K${fitEnd(visible(line), (this.stream.columns ?? 80) - 1)}`);
  }

  /** A round has ended, which took so many milliseconds. */
  round(milliseconds: number): void {
    this.done++;
    this.lengthOfRound = milliseconds;
    if (this.done !== 1 || this.quiet || this.isTerminal || this.left() < LONG_MS) return;
    note(
      `the first of ${this.rounds} rounds took ${durationText(milliseconds)}: about ${durationText(this.left())} left`,
    );
  }

  private left(): number {
    return (this.rounds - this.done) * this.lengthOfRound;
  }

  end(): void {
    if (this.shown) this.stream.write("\r\u001b[K");
  }
}
