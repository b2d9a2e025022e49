import type { Architecture } from "./architecture.js";

/** Bytes of a type descriptor that hold the size of its values on every architecture. */
export const SIZE_BYTES = 8;

/** The first word of a type descriptor is the size of its values (internal/abi.Type); null where it is cut. */
export function sizeInDescriptor(data: Buffer, { pointerBytes, bigEndian }: Architecture): number | null {
  if (data.length < pointerBytes) return null;
  const at = (byte: number) => (bigEndian ? data.readUInt32BE(byte) : data.readUInt32LE(byte));
  if (pointerBytes === 4) return at(0);
  return bigEndian ? at(0) * 2 ** 32 + at(4) : at(0) + at(4) * 2 ** 32;
}
