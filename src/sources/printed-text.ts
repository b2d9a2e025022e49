import type { OutputKeeper } from "../go/build.js";
import { TemporaryFile } from "../report/temporary-file.js";

/** Bytes that are kept in memory; what is behind them goes to a file. */
const MEMORY_BYTES = 16 << 20;
/** More is not kept: it is printed once more, and read while it comes. */
const MOST_BYTES = 1 << 30;
const PIECE_BYTES = 1 << 20;

/** Keeps what a go command prints until it can be read. */
export class PrintedText implements OutputKeeper {
  private pieces: Buffer[] = [];
  private bytes = 0;
  private file: TemporaryFile | null = null;
  private isThere = true;

  constructor(private readonly memoryBytes: number = MEMORY_BYTES) {}

  add(piece: Uint8Array): void {
    if (!this.isThere) return;
    this.bytes += piece.length;
    if (this.bytes > MOST_BYTES) {
      this.close();
      return;
    }
    if (this.bytes <= this.memoryBytes && this.file === null) {
      this.pieces.push(Buffer.from(piece));
      return;
    }
    try {
      this.file ??= new TemporaryFile();
      this.file.append(piece);
    } catch {
      this.close();
    }
  }

  take(): Iterable<Uint8Array> | null {
    if (!this.isThere) return null;
    this.isThere = false;
    return this.all();
  }

  close(): void {
    this.isThere = false;
    this.pieces = [];
    void this.file?.close();
    this.file = null;
  }

  private *all(): Generator<Uint8Array> {
    try {
      for (let piece = this.pieces.shift(); piece !== undefined; piece = this.pieces.shift()) yield piece;
      const { file } = this;
      if (file === null) return;
      for (let at = 0; at < file.size; at += PIECE_BYTES) {
        const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, file.size - at));
        file.read(piece, at);
        yield piece;
      }
    } finally {
      this.close();
    }
  }
}
