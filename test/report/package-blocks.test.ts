import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Block, remainingBlocks } from "../../src/report/package-blocks.js";

interface Result {
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** What stays of output that comes in these chunks, and the blocks that the filter was asked about. */
async function remaining(chunks: readonly Uint8Array[], skip: (block: Block) => boolean): Promise<Result> {
  const blocks: Block[] = [];
  const pieces: Uint8Array[] = [];
  const filter = {
    skip: (block: Block) => {
      blocks.push(block);
      return skip(block);
    },
  };
  for await (const piece of remainingBlocks(chunks, filter)) pieces.push(piece);
  return { text: Buffer.concat(pieces).toString(), blocks };
}

const A = "# example.com/a\n./a.go:3:6: can inline f with cost 3 as: func() { # b }\n./a.go:9:2: moved to heap: x\n";
const B = "# example.com/b [example.com/b.test]\n./b.go:1:1: moved to heap: y\n# is no header\n";
const NOTE = "go: downloading example.com/c v1.0.0\n";

describe("the blocks of compiler output", () => {
  test("are one for each header, and what stands before the first stays", async () => {
    const { text, blocks } = await remaining([Buffer.from(NOTE + A + B)], ({ importPath }) =>
      importPath.endsWith("/a"),
    );
    expect(text).toBe(NOTE + B);
    expect(blocks).toEqual([
      { importPath: "example.com/a", variant: null, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { importPath: "example.com/b", variant: "example.com/b.test", digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
  });

  test("have another digest when one byte differs", async () => {
    const digests = async (text: string) =>
      (await remaining([Buffer.from(text)], () => false)).blocks.map(({ digest }) => digest);
    const [first, second] = await digests(A + B);
    expect(await digests(A.replace("9:2", "9:3") + B)).toEqual([expect.not.stringMatching(String(first)), second]);
  });

  test("are the same whatever the chunks", async () => {
    const line = fc.constantFrom(
      "# p/a\n",
      "# p/b [p/b.test]\r\n",
      "x # p/a\n",
      "\n",
      "#\n",
      "# \n",
      "# two words\n",
      "text\n",
      "##\n",
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 30 }),
        fc.string({ maxLength: 5 }),
        fc.infiniteStream(fc.nat(9)),
        async (lines, tail, sizes) => {
          const whole = Buffer.from(lines.join("") + tail);
          const chunks: Uint8Array[] = [];
          for (let at = 0; at < whole.length; ) {
            const size = sizes.next().value as number;
            chunks.push(whole.subarray(at, at + size));
            at += size;
          }
          const skip = ({ importPath }: Block) => importPath === "p/a";
          const expected = await remaining([whole], skip);
          expect(await remaining(chunks, skip)).toEqual(expected);
          expect((await remaining(chunks, () => false)).text).toBe(whole.toString());
          expect(expected.text).not.toMatch(/^# p\/a$/m);
        },
      ),
    );
  });

  test("that are larger than memory should hold are handed on while they come", async () => {
    const line = Buffer.from(`./a.go:1:1: ${"x".repeat(1024 * 1024)}\n`);
    function* chunks() {
      yield Buffer.from("# p/a\n");
      for (let i = 0; i < 80; i++) yield line;
      yield Buffer.from("# p/b\n");
    }
    let asked: string[] = [];
    let bytes = 0;
    for await (const piece of remainingBlocks(chunks(), {
      skip: ({ importPath }) => {
        asked = [...asked, importPath];
        return true;
      },
    }))
      bytes += piece.length;
    expect({ asked, bytes }).toEqual({ asked: ["p/b"], bytes: 6 + 80 * line.length });
  });
});
