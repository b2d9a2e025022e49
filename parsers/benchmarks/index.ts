/** What one run of a benchmark printed: `BenchmarkParse-8   1203   95210 ns/op   4096 B/op   12 allocs/op`. */
export interface BenchmarkResult {
  /** Without `Benchmark`, with the number of processors: `Parse/large-8`. */
  readonly name: string;
  /** The import path, where a `pkg:` line came before. */
  readonly package: string | null;
  readonly iterations: number;
  /** By unit: `ns/op`, `B/op`, `allocs/op`, `MB/s`, and what the benchmark reports itself. */
  readonly values: ReadonlyMap<string, number>;
}

/** A line of `go test -bench`. */
export type BenchmarkLine =
  | { readonly kind: "result"; readonly result: BenchmarkResult }
  /** `goos: linux` and the like. */
  | { readonly kind: "setting"; readonly key: string; readonly value: string }
  /** A test or a benchmark failed, or the package does not build. */
  | { readonly kind: "failure"; readonly text: string }
  | { readonly kind: "other" };

/** The text format: https://go.googlesource.com/proposal/+/master/design/14313-benchmark-format.md */
const RESULT = /^Benchmark(\S*)\s+(\d+)\s+(.+)$/;
const SETTING = /^([a-z][^\s:]*):\s+(.*)$/;
const FAILURE = /^(?:--- FAIL|FAIL\b|panic:)/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Reads lines one after the other; remembers which package they belong to. */
export class BenchmarkReader {
  private importPath: string | null = null;

  /** What a line says; the line break is not part of it. */
  line(text: string): BenchmarkLine {
    const result = RESULT.exec(text);
    if (result !== null) {
      const [, name = "", iterations = "", rest = ""] = result;
      const values = valuesOf(rest);
      if (values === null) return { kind: "other" };
      return { kind: "result", result: { name, package: this.importPath, iterations: Number(iterations), values } };
    }
    if (FAILURE.test(text)) return { kind: "failure", text };
    const setting = SETTING.exec(text);
    if (setting === null) return { kind: "other" };
    const [, key = "", value = ""] = setting;
    if (key === "pkg") this.importPath = value;
    return { kind: "setting", key, value };
  }
}

/** Pairs of a number and its unit; null where the line holds anything else. */
function valuesOf(rest: string): Map<string, number> | null {
  const words = rest.trim().split(/\s+/);
  if (words.length % 2 !== 0) return null;
  const values = new Map<string, number>();
  for (let i = 0; i < words.length; i += 2) {
    const [number = "", unit = ""] = [words[i], words[i + 1]];
    if (!NUMBER.test(number)) return null;
    values.set(unit, Number(number));
  }
  return values;
}
