import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { nextCommands, type Summarized } from "../../src/cli/next-commands.js";
import { Summarizer } from "../../src/report/summary.js";
import { escapeRecord } from "../helpers/escape.js";

const BUILD: Summarized = { file: null, all: false };

function next(args: Partial<Summarized>): string[] {
  const summarizer = new Summarizer({ groupBy: "cause", top: 5, all: false });
  summarizer.add(escapeRecord({ file: "store/my store.go", line: 12, column: 3 }));
  return nextCommands({ ...BUILD, ...args }, summarizer.summary());
}

describe("the commands after a summary", () => {
  test("explain a place of this report, and name the same packages", () => {
    expect(next({ packages: ["./cmd/app"] })).toEqual([
      "escape-report explain 'store/my store.go:12' ./cmd/app",
      "escape-report build ./cmd/app --group-by function",
      "escape-report blame ./cmd/app",
    ]);
  });

  test("keep what was left out, and how it was built", () => {
    const args = {
      C: resolve("sub"),
      cause: ["returned", "loop"] as const,
      path: ["internal/**"],
      function: ["(*T).M"],
      all: true,
      tests: true,
      scope: "all" as const,
      machineCode: false,
      "--": ["-tags", "a b"],
    };
    const build = "-C sub --scope all --tests --no-machine-code";
    const filters = "--cause returned --cause loop --path 'internal/**' --function '(*T).M' --all";
    expect(next(args)).toEqual([
      `escape-report explain 'store/my store.go:12' ${build} -- -tags 'a b'`,
      `escape-report build ${build} ${filters} --group-by function -- -tags 'a b'`,
      `escape-report blame ${build} ${filters} -- -tags 'a b'`,
    ]);
  });

  test("weigh by the same profile", () => {
    expect(next({ profile: ["mem.pb.gz"] })).toEqual([
      "escape-report explain 'store/my store.go:12' --profile mem.pb.gz",
      "escape-report build --profile mem.pb.gz --group-by function",
      "escape-report blame --profile mem.pb.gz",
    ]);
  });

  test("read the same file again", () => {
    expect(next({ file: "old.txt", groupBy: "function" })).toEqual([
      "escape-report explain 'store/my store.go:12' --from old.txt",
      "escape-report parse old.txt --group-by line",
      "escape-report blame --from old.txt",
    ]);
  });

  test("are none for standard input, and where nothing is ranked", () => {
    expect(next({ file: "-" })).toEqual([]);
    expect(nextCommands(BUILD, new Summarizer({ groupBy: "cause", top: 5, all: false }).summary())).toEqual([]);
  });
});
