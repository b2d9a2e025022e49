import { describe, expect, test } from "vitest";
import { OwnPaths } from "../../src/go/own-paths.js";
import type { ListedPackage } from "../../src/go/packages.js";
import { withNames } from "../../src/go/printed-packages.js";
import { variantsFor } from "../../src/go/variants.js";

const PACKAGE: ListedPackage = {
  importPath: "app/lib",
  variant: null,
  name: "lib",
  standard: false,
  dependency: false,
  directory: "/app/lib",
  files: [],
  archive: null,
  module: null,
  imports: [],
};
/** As go list -deps ./... gives them where cmd/a has a default.pgo. */
const LISTED = [{ ...PACKAGE, variant: "app/cmd/a" }, { ...PACKAGE, importPath: "app/cmd/a" }, PACKAGE];

async function* printed(chunks: readonly string[]): AsyncGenerator<Uint8Array, number> {
  for (const chunk of chunks) yield Buffer.from(chunk);
  return 7;
}

async function renamed(program: string | null, ...chunks: readonly string[]): Promise<string> {
  const output = withNames(printed(chunks), {
    variantOf: variantsFor(program, LISTED),
    paths: new OwnPaths([], "/app"),
  });
  let text = "";
  for (;;) {
    const next = await output.next();
    if (next.done === true) {
      expect(next.value).toBe(7);
      return text;
    }
    text += Buffer.from(next.value).toString();
  }
}

const OUTPUT = "# app/lib [app/cmd/b]\nlib/a.go:1:1: moved to heap: # x\n# app/cmd/a\na.go:2:2: x # y\n";

describe("the variant of a package", () => {
  test("is what go list says of the program, whatever the build cache has printed", async () => {
    const right = OUTPUT.replace("cmd/b", "cmd/a");
    expect(await renamed("app/cmd/a", OUTPUT)).toBe(right);
    expect(await renamed("app/cmd/a", OUTPUT.replace(" [app/cmd/b]", ""))).toBe(right);
  });

  test("is none where no program is built with its profile, and stays for tests", async () => {
    expect(await renamed(null, OUTPUT)).toBe(OUTPUT.replace(" [app/cmd/b]", ""));
    expect(await renamed(null, "# app/lib [app/lib.test]\n")).toBe("# app/lib [app/lib.test]\n");
  });

  test("is found wherever the output is cut", async () => {
    const right = OUTPUT.replace("cmd/b", "cmd/a");
    for (let at = 0; at <= OUTPUT.length; at++) {
      expect(await renamed("app/cmd/a", OUTPUT.slice(0, at), OUTPUT.slice(at))).toBe(right);
    }
    expect(await renamed("app/cmd/a", ...OUTPUT)).toBe(right);
  });

  test("changes no line that only looks like a header", async () => {
    const text = "# app/lib app/lib\n  # app/lib [app/cmd/b]\n#\n# app/lib [app/cmd/b]";
    expect(await renamed("app/cmd/a", text)).toBe(text);
  });

  test("stops what prints when its reader does", async () => {
    let stopped = false;
    async function* endless(): AsyncGenerator<Uint8Array, number> {
      try {
        for (;;) yield Buffer.from("x\n");
      } finally {
        stopped = true;
      }
    }
    for await (const _ of withNames(endless(), { variantOf: () => null, paths: new OwnPaths([], "/app") })) break;
    expect(stopped).toBe(true);
  });
});
