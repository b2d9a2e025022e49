import { expect, test } from "vitest";
import { LineTable } from "../../src/profile/lines.js";
import { weigh } from "../../src/profile/weigh.js";
import { profileIn } from "../helpers/profiles.js";
import { type Field, message, packed } from "../helpers/protobuf.js";

test("sums that a Number cannot hold stay exact, as the sums of pprof", async () => {
  const large = 2n ** 53n - 1n;
  const values = [large, 5n, -2n, large];
  const profile = await profileIn(
    message(
      [
        1,
        [
          [1, 1],
          [2, 2],
        ],
      ],
      ...values.map(
        (value): Field => [
          2,
          [
            [1, packed(1)],
            [2, packed(value)],
          ],
        ],
      ),
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
          [4, 4],
        ],
      ],
      ...["", "alloc_space", "bytes", "main.f", "/src/main.go"].map((text): Field => [6, text]),
    ),
  );
  const weighed = weigh([profile, profile], new LineTable(), {
    measureOf: () => ({ type: 0, objects: 0 }),
    filter: { focus: null, ignore: null, hide: null },
    sites: { find: () => null },
    isOwn: () => true,
  });
  const sum = 2n * (2n * large + 3n);
  expect(weighed.total).toBe(sum);
  expect(weighed.lines.map(({ flat, cum }) => [flat, cum])).toEqual([[sum, sum]]);
  expect([...(weighed.lines[0]?.callers.values() ?? [])]).toEqual([sum]);
});
