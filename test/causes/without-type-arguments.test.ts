import { describe, expect, test } from "vitest";
import { withoutTypeArguments } from "../../src/causes/expression.js";

describe("a name without type arguments", () => {
  test.each([
    ["slices.Sort[go.shape.[]int,go.shape.int]", "slices.Sort"],
    ["(*Set[go.shape.string]).Add", "(*Set).Add"],
    ["Map[K,V].All[int].func1", "Map.All.func1"],
    ["plain", "plain"],
    ["open[int", "open"],
  ])("of %s is %s", (name, expected) => {
    expect(withoutTypeArguments(name)).toBe(expected);
  });
});
