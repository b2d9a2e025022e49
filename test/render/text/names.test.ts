import { describe, expect, test } from "vitest";
import { belowModules, fitFunction, fitPath } from "../../../src/render/text/names.js";
import { functionTest, recordFilter } from "../../../src/selection/index.js";

describe("names below the module", () => {
  test.each([
    [["example.org/app"], "example.org/app/internal/store.(*Cache).Get", "internal/store.(*Cache).Get"],
    [["example.org/app"], "example.org/app.Run", "app.Run"],
    [["example.org/app/v2"], "example.org/app/v2.Run", "app.Run"],
    [["example.org/app"], "example.org/application/x.F", "example.org/application/x.F"],
    [["example.org/app"], "net/http.(*Server).Serve", "net/http.(*Server).Serve"],
    [["example.org/hot", "example.org/cold/v3"], "example.org/cold/v3/store.F", "cold/v3/store.F"],
    [["example.org/a", "example.org/a/b"], "example.org/a/b/c.F", "b/c.F"],
    [[], "example.org/app/x.F", "example.org/app/x.F"],
  ])("of %j: %s is %s", (modules, name, expected) => {
    expect(belowModules(modules)(name)).toBe(expected);
  });
});

const NAMES = [
  ["example.org/app/internal/storage/remote", "(*QueueManager).appendWithRetries"],
  ["example.org/app/v2", "Run"],
  ["gopkg.in/yaml.v3", "(*decoder).unmarshal.func1"],
  ["example.org/app/cache", "(*Map[go.shape.string,example.org/app/internal/long/path.Entry]).Load"],
  ["example.org/go-app/a-b", "F[int]"],
] as const;

describe("a name that was made to fit", () => {
  test.each(NAMES)("%s %s is taken by --function and explain in every width", (importPath, name) => {
    for (const modules of [[], ["example.org/app"], [importPath]]) {
      const whole = belowModules(modules)(`${importPath}.${name}`);
      for (let width = 120; width > 0; width--) {
        const shown = fitFunction(whole, width);
        if (shown.endsWith("…")) continue;
        expect(functionTest(shown)({ package: importPath, function: name }), shown).toBe(true);
      }
    }
  });

  test.each(NAMES)("%s is taken by --package in every width", (importPath) => {
    const record = { package: importPath, file: "a.go", function: "F", cause: "returned" } as never;
    for (const modules of [[], ["example.org/app"], [importPath]]) {
      for (let width = 80; width > 0; width--) {
        const shown = fitPath(belowModules(modules)(importPath), width);
        if (shown.endsWith("…")) continue;
        expect(recordFilter({ packages: [shown] })(record), shown).toBe(true);
      }
    }
  });

  test("loses the path's first elements, then type arguments, then its package", () => {
    const name = "a/b/cache.(*Map[string]).Load";
    expect([27, 25, 17, 16, 11].map((width) => fitFunction(name, width))).toEqual([
      "b/cache.(*Map[string]).Load",
      "cache.(*Map[string]).Load",
      "cache.(*Map).Load",
      "(*Map).Load",
      "(*Map).Load",
    ]);
  });

  test("is no path cut in the middle", () => {
    expect(fitPath("internal/http/server.go:120:6", 22)).toBe("http/server.go:120:6");
    expect(fitPath("internal/http/server.go:120:6", 16)).toBe("server.go:120:6");
  });

  test("takes no longer where it is huge", () => {
    const started = performance.now();
    fitFunction("a/".repeat(200_000), 40);
    fitPath("x".repeat(400_000), 40);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
