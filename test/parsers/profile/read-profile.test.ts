import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readProfile } from "../../../parsers/profile/index.js";
import { rawText } from "../../helpers/pprof.js";
import { inPieces, profileBytes, profileIn, readBytes } from "../../helpers/profiles.js";
import { type Field, message, packed } from "../../helpers/protobuf.js";

const TEXTS = ["", "alloc_space", "bytes", "main.f", "/src/main.go"];

/** One heap value, one function, one line; fields of further messages and texts behind them. */
function smallProfile({
  sample = [
    [1, packed(1)],
    [2, packed(64)],
  ],
  more = [],
}: {
  readonly sample?: readonly Field[];
  readonly more?: readonly Field[];
} = {}): Buffer {
  return message(
    [
      1,
      [
        [1, 1],
        [2, 2],
      ],
    ],
    [2, sample],
    [
      4,
      [
        [1, 1],
        [
          4,
          [
            [1, 1],
            [2, 12],
          ],
        ],
      ],
    ],
    [
      5,
      [
        [1, 1],
        [2, 3],
        [3, 3],
        [4, 4],
      ],
    ],
    ...TEXTS.map((text): Field => [6, text]),
    ...more,
  );
}

describe("a profile", () => {
  const bytes = profileBytes("truth.go1.26.mem");

  test("is the same in whatever pieces it comes", async () => {
    const whole = rawText(await profileIn(bytes));
    for (const size of [1, 2, 3, 1000]) {
      const result = await readBytes(bytes, size);
      expect(result.kind === "profile" && rawText(result.profile) === whole, `pieces of ${size}`).toBe(true);
    }
  });

  test("tells stacks leaf first, and inlined calls innermost first", async () => {
    const profile = await profileIn(bytes);
    const sizes = profile.samples.numbers("bytes");
    const stacks = [...Array(profile.samples.count).keys()].map((sample) =>
      [...profile.samples.stack(sample)].flatMap((index) =>
        (profile.locations[index]?.frames ?? []).map((frame) => `${frame.function?.name}:${frame.line}`),
      ),
    );
    const sample = stacks.findIndex(([, caller]) => caller === "example.com/truth.Inlined:17");
    expect(stacks[sample]?.slice(0, 3)).toEqual([
      "example.com/truth.newPoint:15",
      "example.com/truth.Inlined:17",
      "example.com/truth.TestAll:34",
    ]);
    expect(sizes?.[sample]).toBe(16);
  });

  test("keeps integers that a Number cannot hold, with their sign", async () => {
    const large = 2n ** 62n + 1n;
    for (const value of [large, -large, -1n, 2n ** 53n - 1n, -(2n ** 63n)]) {
      const { samples } = await profileIn(
        smallProfile({
          sample: [
            [1, 1],
            [2, value],
          ],
        }),
      );
      expect(BigInt(samples.exact(0, 0))).toBe(value);
      expect(samples.values[0]).toBe(Number(value));
      expect(samples.isExact(0)).toBe(value === -1n || value === 2n ** 53n - 1n);
    }
  });

  test("may have ids of any size, and describe locations after samples or not in order", async () => {
    const id = 2n ** 64n - 2n;
    const profile = await profileIn(
      smallProfile({
        sample: [
          [1, packed(id, 5_000_000, 1, 300)],
          [2, 7],
        ],
        more: [5_000_000n, id, 300n].map((n) => [4, [[1, n]]]),
      }),
    );
    const ids = [...profile.samples.stack(0)].map((index) => profile.locations[index]?.id);
    expect(ids.map((id) => BigInt(id ?? 0))).toEqual([id, 5_000_000n, 1n, 300n]);
  });

  test("may hold fields that are not known", async () => {
    const plain = rawText(await profileIn(smallProfile()));
    const more: Field[] = [
      [99, "later"],
      [98, 7],
    ];
    expect(rawText(await profileIn(smallProfile({ more })))).toBe(plain);
    const fixed = Buffer.from([0xa1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8, 0xa5, 0x06, 1, 2, 3, 4]);
    expect(rawText(await profileIn(Buffer.concat([smallProfile(), fixed])))).toBe(plain);
  });
});

describe("what is no profile", () => {
  const heap = profileBytes("leak-map.go1.27.heap");

  test.each([
    ["heap profile: 3: 4096 [7: 8192] @ heap/1048576\n", "text-profile"],
    ["goroutine profile: total 4\n1 @ 0x1\n", "text-profile"],
    ["goroutine 1 [running]:\nmain.main()\n", "goroutine-stacks"],
    ["go 1.27 trace\0\0\0\x01\x02", "execution-trace"],
    ["mode: set\nexample.com/a/a.go:1.2,3.4 1 1\n", "coverage"],
    ["<!DOCTYPE html>\n<title>Login</title>", "html"],
    ['{"error": "not found"}', "json"],
    ["\x7fELF\x02\x01\x01", "executable"],
    ["!<arch>\n__.PKGDEF", "archive"],
    ["404 page not found\n", "text"],
    ["\x00\x01\x02", "unknown"],
  ])("%j is told as %s, compressed or not", async (text, format) => {
    const bytes = Buffer.from(text, "latin1");
    expect(await readBytes(bytes)).toEqual({ kind: "foreign", format });
    expect(await readBytes(gzipSync(bytes))).toEqual({ kind: "foreign", format });
  });

  test("nothing at all is told", async () => {
    expect(await readBytes(new Uint8Array())).toEqual({ kind: "empty" });
    expect(await readBytes(gzipSync(""))).toEqual({ kind: "empty" });
  });

  test("a profile that was cut is never taken for a whole one", async () => {
    const kinds = new Set<string>();
    for (let end = 1; end < heap.length; end += 3) kinds.add((await readBytes(heap.subarray(0, end))).kind);
    expect([...kinds].sort()).toEqual(["damaged", "foreign", "truncated"]);
    const compressed = gzipSync(heap);
    for (const end of [20, compressed.length >> 1, compressed.length - 1]) {
      expect((await readBytes(compressed.subarray(0, end))).kind).toMatch(/^(?:truncated|foreign)$/);
    }
  });

  test("a wrong checksum, what follows the end, and two files in one are told", async () => {
    const compressed = gzipSync(heap);
    const wrong = Buffer.from(compressed);
    wrong.writeUInt8(wrong.readUInt8(wrong.length - 8) ^ 1, wrong.length - 8);
    const told = async (bytes: Uint8Array) => {
      const result = await readBytes(bytes);
      return result.kind === "damaged" ? result.problem : result.kind;
    };
    expect(await told(wrong)).toBe("the compressed data is damaged");
    expect(await told(Buffer.concat([compressed, Buffer.from("text")]))).toBe("the compressed data is damaged");
    expect(await told(Buffer.concat([compressed, Buffer.alloc(8)]))).toBe("something follows the compressed data");
    expect(await told(Buffer.concat([compressed, compressed]))).toMatch(/^it holds several profiles/);
    expect(await told(Buffer.concat([heap, heap]))).toMatch(/^it holds several profiles/);
  });

  test.each<[string, Buffer]>([
    [
      "samples name 2 locations, and 1 of them are described",
      smallProfile({
        sample: [
          [1, packed(1, 2)],
          [2, 1],
        ],
      }),
    ],
    [
      "samples have 2 values for 1 types",
      smallProfile({
        sample: [
          [1, 1],
          [2, packed(1, 2)],
        ],
      }),
    ],
    ["one sample has 1 values and another one 0", smallProfile({ more: [[2, [[1, 1]]]] })],
    ["there are two locations 1", smallProfile({ more: [[4, [[1, 1]]]] })],
    ["there are two functions 1", smallProfile({ more: [[5, [[1, 1]]]] })],
    [
      "a line names function 2, which is missing",
      smallProfile({
        more: [
          [
            4,
            [
              [1, 2],
              [4, [[1, 2]]],
            ],
          ],
        ],
      }),
    ],
    [
      "text 9 is named, and there are 5",
      smallProfile({
        more: [
          [
            5,
            [
              [1, 2],
              [2, 9],
            ],
          ],
        ],
      }),
    ],
    [
      "text 77 is named, and there are 5",
      smallProfile({
        sample: [
          [1, 1],
          [2, 1],
          [
            3,
            [
              [1, 77],
              [3, 1],
            ],
          ],
        ],
      }),
    ],
    [
      "a location has no id",
      smallProfile({
        sample: [
          [1, 0],
          [2, 1],
        ],
        more: [[4, [[4, [[1, 1]]]]]],
      }),
    ],
    [
      "a field is longer than what holds it",
      Buffer.concat([smallProfile(), Buffer.from([0x12, 0x03, 0x0a, 0x05, 0x01])]),
    ],
    [
      "a number has no end",
      smallProfile({
        sample: [
          [1, 1],
          [2, Buffer.from([0x80])],
        ],
      }),
    ],
    [
      "a field claims to have 1099511627776 bytes",
      Buffer.concat([smallProfile(), Buffer.from([0x12, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20])]),
    ],
    ["a field has the unknown wire type 7", Buffer.concat([smallProfile(), Buffer.from([0x17])])],
    ["a number has more than 64 bits", Buffer.concat([smallProfile(), Buffer.alloc(12, 0x88)])],
  ])("is damaged where %s", async (problem, bytes) => {
    expect(await readBytes(bytes)).toMatchObject({ kind: "damaged", problem });
  });

  test("is refused where it is larger than allowed", async () => {
    expect(await readProfile(inPieces(heap, 100), 1000)).toEqual({ kind: "too-large", what: "bytes", limit: 1000 });
    const bomb = gzipSync(Buffer.concat([smallProfile(), message(...Array(200).fill([99, "x".repeat(1e6)]))]));
    expect(bomb.length).toBeLessThan(1e6);
    expect(await readProfile(inPieces(bomb), 1e8)).toEqual({ kind: "too-large", what: "bytes", limit: 1e8 });
  });

  test("never makes the reader throw, wherever a byte is wrong", async () => {
    const bytes = fc.record({ at: fc.nat(heap.length - 1), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(bytes, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 5000 }),
        async (changes, size) => {
          const changed = Buffer.from(heap);
          for (const { at, byte } of changes) changed[at] = byte;
          const result = await readBytes(changed, size);
          // Whatever was read can be walked through.
          if (result.kind === "profile") rawText(result.profile);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("leaves errors of the source to its reader", async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield gzipSync(heap).subarray(0, 500);
      throw new Error("connection reset");
    }
    await expect(readProfile(failing())).rejects.toThrow("connection reset");
  });
});
