import { describe, expect, test } from "vitest";
import { loadGoReader } from "../../../parsers/gosource/index.js";

/** The branch between the declaration `x :=` and the address `&x` marked with a bar. */
async function branch(body: string) {
  const text = `package p\n\nfunc f(n int) *int {\n${body.replace("|", "")}\n}\n`;
  const marked = `package p\n\nfunc f(n int) *int {\n${body}\n}\n`;
  const placeOf = (index: number) => {
    const before = marked.slice(0, index).split("\n");
    return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
  };
  const outside = placeOf(marked.indexOf("x :="));
  const inside = placeOf(marked.indexOf("|"));
  return (await loadGoReader()).read(text, (file) => file.branchBetween(inside, outside, "x"));
}

describe("the branch between a declaration and the place that takes its address", () => {
  test("is the body of an if, the outermost", async () => {
    expect(await branch("\tx := n\n\tif n > 1 {\n\t\tif n > 2 {\n\t\t\treturn |&x\n\t\t}\n\t}\n\treturn nil")).toEqual({
      lines: { from: 5, to: 9 },
      isOnlyOne: true,
    });
  });

  test("is a case", async () => {
    expect(await branch("\tx := n\n\tswitch n {\n\tcase 1:\n\t\treturn |&x\n\t}\n\treturn nil")).toMatchObject({
      isOnlyOne: true,
    });
  });

  test("is none at the level of the declaration, in a loop, or in another function", async () => {
    expect(await branch("\tx := n\n\treturn |&x")).toBeNull();
    expect(await branch("\tx := n\n\tfor {\n\t\treturn |&x\n\t}")).toBeNull();
    expect(await branch("\tx := n\n\tif n > 1 {\n\t\tg(func() { h(|&x) })\n\t}\n\treturn nil")).toBeNull();
  });

  test.each(["\th(&x)", "\th(&x.f)", "\tg(func() { h(x) })", "\tx.Fill()"])(
    "is not the only one with %s before it",
    async (other) => {
      const found = await branch(`\tx := n\n${other}\n\tif n > 1 {\n\t\treturn |&x\n\t}\n\treturn nil`);
      expect(found?.isOnlyOne).toBe(false);
    },
  );
});
