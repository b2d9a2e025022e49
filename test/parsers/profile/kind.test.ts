import { describe, expect, test } from "vitest";
import { detailOf, kindOf, languageOf } from "../../../parsers/profile/index.js";
import { profileBytes, profileIn, RECORDED_PROFILES } from "../../helpers/profiles.js";
import { type Field, message } from "../../helpers/protobuf.js";

/** A profile with these sample types, and one function in a file. */
function typed(types: readonly string[], periodType: string, name: string, file: string, line = 1): Buffer {
  const texts = ["", "unit", ...types, periodType, name, file];
  const text = (value: string) => texts.indexOf(value);
  return message(
    ...types.map(
      (type): Field => [
        1,
        [
          [1, text(type)],
          [2, 1],
        ],
      ],
    ),
    [2, [[1, 1], ...types.map((): Field => [2, 1])]],
    [
      4,
      [
        [1, 1],
        [
          4,
          [
            [1, 1],
            [2, line],
          ],
        ],
      ],
    ],
    [
      5,
      [
        [1, 1],
        [2, text(name)],
        [4, text(file)],
      ],
    ],
    ...texts.map((value): Field => [6, value]),
    [
      11,
      [
        [1, text(periodType)],
        [2, 1],
      ],
    ],
  );
}

describe("the kind of a profile", () => {
  test("is told of what was recorded, whatever the file is called", async () => {
    const kinds = new Map<string, string>();
    for (const name of RECORDED_PROFILES) kinds.set(name, kindOf(await profileIn(profileBytes(name))));
    expect(Object.fromEntries(kinds)).toEqual({
      "truth.go1.19.mem": "allocs",
      "truth.go1.22.mem": "allocs",
      "truth.go1.26.mem": "allocs",
      "strconv.go1.26.mem": "allocs",
      "leak-healthy.go1.27.heap": "heap",
      "leak-body.go1.27.heap": "heap",
      "leak-map.go1.27.heap": "heap",
      "leak-mutex.go1.27.goroutine": "goroutine",
      "leak-send.go1.27.goroutineleak": "goroutineleak",
    });
  });

  test.each([
    [["samples", "cpu"], "cpu", "main.f", "cpu"],
    [["contentions", "delay"], "contentions", "sync.(*Mutex).Unlock", "mutex"],
    [["contentions", "delay"], "contentions", "runtime.chanrecv1", "block"],
    [["contentions", "delay"], "trace", "runtime.chanrecv1", "trace-delay"],
    [["threadcreate"], "threadcreate", "runtime.newm", "threadcreate"],
    [["connections"], "connections", "main.dial", "other"],
    [["wall"], "wall", "handler", "other"],
  ])("with the values %j and the period %s in %s is %s", async (types, period, name, kind) => {
    expect(kindOf(await profileIn(typed(types, period, name, "/src/main.go")))).toBe(kind);
  });
});

describe("the language of a profile", () => {
  test.each([
    ["/src/main.go", "Go"],
    ["src/main.rs", "Rust"],
    ["/app/handler.py", "Python"],
    ["webpack:///src/index.ts", "TypeScript"],
    ["", null],
  ])("of %j is %s", async (file, language) => {
    expect(languageOf(await profileIn(typed(["inuse_space"], "space", "main.f", file)))).toBe(language);
  });
});

describe("the detail of a profile", () => {
  test("is that of its frames", async () => {
    const detail = async (name: string, file: string, line: number) =>
      detailOf(await profileIn(typed(["inuse_space"], "space", name, file, line)));
    expect(await detail("main.f", "/src/main.go", 3)).toBe("lines");
    expect(await detail("main.f", "/src/main.go", 0)).toBe("functions");
    expect(await detail("", "", 0)).toBe("addresses");
    expect(detailOf(await profileIn(profileBytes("truth.go1.22.mem")))).toBe("lines");
  });
});
