import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError } from "../errors.js";

const COPY = "overlaid-";

/** What the compiler says of a copy, without the place that the copy has for a moment. */
export function withoutCopies(text: string): string {
  return text.replace(/(?:[^\s:]*[\\/])?overlaid-\d+\.go:\d+(?::\d+)?: /g, "");
}

/** Which of the files a copy is of, by the name that the compiler prints; null where it is none. */
export function copyIndex(file: string): number | null {
  const index = /(?:^|[\\/])overlaid-(\d+)\.go$/.exec(file)?.[1];
  return index === undefined ? null : Number(index);
}

/** A file that go is to read another text for. */
export interface OverlaidFile {
  /** Absolute; it need not be there. */
  readonly path: string;
  readonly text: string;
}

/**
 * Writes texts and the `-overlay` file that names them into a temporary directory of this user alone, for as long as `use`
 * takes. Nothing else is written. Throws {@link InputError} where it cannot be.
 */
export async function withOverlay<T>(files: readonly OverlaidFile[], use: (overlay: string) => Promise<T>): Promise<T> {
  let directory: string | null = null;
  try {
    let overlay: string;
    try {
      directory = await mkdtemp(join(tmpdir(), "escape-report-"));
      const texts = files.map(({ path, text }, i) => ({ path, text, copy: join(directory ?? "", `${COPY}${i}.go`) }));
      for (const { copy, text } of texts) await writeFile(copy, text, { mode: 0o600, flag: "wx" });
      overlay = join(directory, "overlay.json");
      const replace = Object.fromEntries(texts.map(({ path, copy }) => [path, copy]));
      await writeFile(overlay, JSON.stringify({ Replace: replace }), { mode: 0o600, flag: "wx" });
    } catch (error) {
      throw new InputError(
        `The temporary directory ${tmpdir()} cannot be written to: ${(error as Error).message}. ` +
          "Make room, or name another one with TMPDIR=DIR",
        { cause: error },
      );
    }
    return await use(overlay);
  } finally {
    if (directory !== null) await rm(directory, { recursive: true, force: true });
  }
}
