import { describe, expect, test } from "vitest";
import { withBothSources } from "../../src/sources/both-sources.js";

const GO = `package a

import "strings"
import (
	"fmt"

	y "gopkg.in/yaml.v3"
	_ "embed" // for files
)

const text = "not/an/import"

// F is first.
func F(a, b int, rest ...any) {
	fmt.Println(a)
}

func (t *T[K]) m(_ string) { y.Do() }
`;

const MOD = `module example.com/app

go 1.24.0

require example.org/one v1.2.3

require (
	gopkg.in/yaml.v3 v3.0.1
	example.org/two/v2 v2.0.0-20240101000000-abcdefabcdef // indirect
)

replace example.org/one v1.2.3 => ../one
exclude example.org/three v0.1.0
`;

describe("the source of both sides", () => {
  const reads: string[] = [];
  const files = (name: string, texts: Readonly<Record<string, string>>) => ({
    text: async (file: string) => {
      reads.push(`${name} ${file}`);
      return texts[file] ?? null;
    },
  });
  const sides = {
    before: files("before", { "a.go": GO, "go.mod": MOD }),
    after: files("after", { "a.go": GO.replace("Println(a)", "Println(a, b)") }),
  };

  test("is read as far as it is asked for, each file once", async () => {
    const texts = await withBothSources(sides, (source) => [
      source.functionText("before", "a.go", "F"),
      source.functionText("after", "a.go", "F"),
      source.functionText("after", "a.go", "G"),
      source.functionText("after", "gone.go", "F"),
    ]);
    expect(texts).toEqual([
      "func F(a, b int, rest ...any) {\n\tfmt.Println(a)\n}",
      "func F(a, b int, rest ...any) {\n\tfmt.Println(a, b)\n}",
      null,
      null,
    ]);
    expect(reads.sort()).toEqual(["after a.go", "after gone.go", "before a.go"]);
  });

  test("tells parameters, the receiver first", async () => {
    const names = await withBothSources(sides, (source) => [
      source.parameters("before", "a.go", "F"),
      source.parameters("before", "a.go", "(*T).m"),
      source.parameters("before", "a.go", "T.m"),
    ]);
    expect(names).toEqual([["a", "b", "rest"], ["t", "_"], null]);
  });

  test("tells imports, and what go.mod requires", async () => {
    const [imports, before, after] = await withBothSources(sides, (source) => [
      source.imports("before", "a.go"),
      source.requirements("before"),
      source.requirements("after"),
    ]);
    expect(imports).toEqual(["strings", "fmt", "gopkg.in/yaml.v3", "embed"]);
    expect([...(before ?? [])]).toEqual([
      ["example.org/one", "v1.2.3"],
      ["gopkg.in/yaml.v3", "v3.0.1"],
      ["example.org/two/v2", "v2.0.0-20240101000000-abcdefabcdef"],
    ]);
    expect(after).toBeNull();
  });
});
