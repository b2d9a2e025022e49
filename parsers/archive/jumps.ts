/** How an instruction hands on control. A call goes on behind it, and so is no jump. */
export const JUMP = {
  /** To its target. */
  always: 1,
  /** To its target or on. */
  maybe: 2,
  /** Out of the function. */
  return: 3,
  /** To an address in a register: by a table, or out of the function. */
  register: 4,
  /** Nowhere: an instruction that traps. */
  trap: 5,
} as const;
export type JumpKind = (typeof JUMP)[keyof typeof JUMP];

/** The instructions of a function that do not simply go on, by address; all four lists are of one length. */
export interface Jumps {
  /** Offsets of the instructions in bytes. */
  readonly at: readonly number[];
  /** Offsets behind them. */
  readonly end: readonly number[];
  readonly kind: readonly JumpKind[];
  /** Offset of the target; -1 where there is none. */
  readonly target: readonly number[];
}

/** Gathers jumps. */
export class JumpList implements Jumps {
  readonly at: number[] = [];
  readonly end: number[] = [];
  readonly kind: JumpKind[] = [];
  readonly target: number[] = [];

  add(at: number, end: number, kind: JumpKind, target = -1): void {
    this.at.push(at);
    this.end.push(end);
    this.kind.push(kind);
    this.target.push(target);
  }
}
