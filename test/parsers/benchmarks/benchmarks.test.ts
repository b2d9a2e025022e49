import { expect, test } from "vitest";
import { BenchmarkReader } from "../../../parsers/benchmarks/index.js";

// What go test -bench . -benchmem printed under Go 1.26.
const OUTPUT = `goos: linux
goarch: amd64
pkg: example.com/words
cpu: Intel(R) Xeon(R) Processor
BenchmarkCount-2    	     500	    142201 ns/op	    3680 B/op	      31 allocs/op
BenchmarkRender/large-2   	     500	   4506885 ns/op	  65.74 MB/s	  296302 B/op	     806 allocs/op
--- FAIL: BenchmarkBroken-2
    words_test.go:40: no
BenchmarkLogs-2   	some text that a benchmark printed
PASS
ok  	example.com/words	2.427s
`;

test("results of benchmarks are read with their package and all their units", () => {
  const reader = new BenchmarkReader();
  const results = OUTPUT.split("\n").flatMap((text) => {
    const line = reader.line(text);
    return line.kind === "result" ? [{ ...line.result, values: [...line.result.values] }] : [];
  });
  expect(results).toEqual([
    {
      name: "Count-2",
      package: "example.com/words",
      iterations: 500,
      values: [
        ["ns/op", 142201],
        ["B/op", 3680],
        ["allocs/op", 31],
      ],
    },
    {
      name: "Render/large-2",
      package: "example.com/words",
      iterations: 500,
      values: [
        ["ns/op", 4506885],
        ["MB/s", 65.74],
        ["B/op", 296302],
        ["allocs/op", 806],
      ],
    },
  ]);
});

test("settings and failures are told apart from what programs print", () => {
  const reader = new BenchmarkReader();
  expect(OUTPUT.split("\n").map((text) => reader.line(text).kind)).toEqual([
    "setting",
    "setting",
    "setting",
    "setting",
    "result",
    "result",
    "failure",
    "other",
    "other",
    "other",
    "other",
    "other",
  ]);
  expect(reader.line("BenchmarkX-2 100 12 ns/op 3")).toEqual({ kind: "other" });
  expect(reader.line("BenchmarkX-2 100 NaN ns/op")).toEqual({ kind: "other" });
});
