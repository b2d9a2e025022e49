/** A field of a protobuf message: a number as varint, or bytes with their length before them. */
export type Field = readonly [number: number, value: number | bigint | string | Uint8Array | readonly Field[]];

/** The bytes of a varint; negative numbers take ten, as protobuf's int64 does. */
function varint(value: number | bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

/** The bytes of a message; a list of fields as a value is a message in it. */
export function message(...fields: readonly Field[]): Buffer {
  return Buffer.concat(
    fields.map(([number, value]) => {
      if (typeof value === "number" || typeof value === "bigint") {
        return Buffer.concat([varint(number * 8), varint(value)]);
      }
      const bytes = isFields(value) ? message(...value) : Buffer.from(value);
      return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
    }),
  );
}

function isFields(value: string | Uint8Array | readonly Field[]): value is readonly Field[] {
  return Array.isArray(value);
}

/** Numbers one behind the other, as a packed field holds them. */
export function packed(...values: readonly (number | bigint)[]): Buffer {
  return Buffer.concat(values.map(varint));
}
