/** Thrown inside this parser where an object contradicts itself; it never leaves the parser. */
class Damage extends Error {
  override readonly name = "Damage";
}

/** Ends the reading of an object. */
export function damaged(what: string): never {
  throw new Damage(what);
}

/**
 * Runs `read`; null where the bytes are damaged. A read behind the end of a buffer is a RangeError of Node.js, and
 * checking each of some millions of reads first would only say the same more slowly.
 */
export function unlessDamaged<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Damage || error instanceof RangeError) return null;
    throw error;
  }
}
