import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/errors.js";
import { loadConfig, readConfig } from "../../src/sources/config-file.js";
import { temporaryDirectory } from "../helpers/repository.js";

const FULL = `
base: origin/main
new:
  allowed: 0
  rules:
    - paths: ["**/*_test.go"]
      allowed: any
budgets:
  - packages: [internal/codec/...]
    escapes: 12
    forbid: [interface-conversion]
hot:
  - (*Encoder).Encode
  - function: Decode
    packages: [internal/codec]
exempt:
  - functions: [init]
    causes: [heap-store]
    reason: runs once
    until: 2027-01-31
`;

describe("a configuration", () => {
  test("can use every rule", async () => {
    const config = await readConfig(FULL, "c.yaml");
    expect(config.budgets).toEqual([
      { packages: ["internal/codec/..."], escapes: 12, forbid: ["interface-conversion"] },
    ]);
    expect(config.exempt?.[0]?.until).toBe("2027-01-31");
  });

  test("can be JSON, or empty", async () => {
    expect(await readConfig('{"new": {"allowed": 2}}', "c.json")).toEqual({ new: { allowed: 2 } });
    expect(await readConfig("# nothing yet\n", "c.yaml")).toEqual({});
  });

  test.each([
    ["bugdets: []\n", 'c.yaml:1:10: there is no "bugdets" here. Did you mean "budgets"?'],
    [
      "new:\n  alowed: 1\n",
      'new: there is no "alowed" here. Did you mean "allowed"? Possible: allowed, upgrade, rules',
    ],
    ["hot:\n  - functoin: F\n", 'Did you mean "function"?'],
    [
      "budgets:\n  - forbid: [panik]\n",
      'c.yaml:2:14: budgets[0].forbid[0]: "panik" is not known. Did you mean "panic"?',
    ],
    ["exempt:\n  - functions: [F]\n", "exempt[0].reason"],
    ["exempt:\n  - reason: x\n    until: tomorrow\n", "exempt[0].until"],
    ["new: [\n", "c.yaml:2:1"],
    ["new:\n  allowed: -1\n", "new.allowed"],
    ["a: &a [x]\nnew: *b\n", "c.yaml"],
  ])("that is wrong is an error with the place and a way out: %j", async (text, message) => {
    const error = await readConfig(text, "c.yaml").catch((caught: Error) => caught);
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toHaveProperty("message", expect.stringContaining(message));
  });

  test("is found from the module's root upward, and not above the repository", async () => {
    const top = await temporaryDirectory();
    const module = join(top, "repository", "services", "api");
    await mkdir(join(module, "internal"), { recursive: true });
    await mkdir(join(top, "repository", ".git"));
    await writeFile(join(module, "go.mod"), "module m\n");
    await writeFile(join(top, ".escape-report.yaml"), "new: {allowed: 1}\n");
    expect((await loadConfig(undefined, join(module, "internal"))).file).toBeNull();
    await writeFile(join(top, "repository", ".escape-report.yml"), "new: {allowed: 2}\n");
    expect((await loadConfig(undefined, join(module, "internal"))).config).toEqual({ new: { allowed: 2 } });
    await writeFile(join(module, "internal", ".escape-report.yaml"), "new: {allowed: 3}\n");
    await writeFile(join(module, ".escape-report.json"), '{"new": {"allowed": 4}}');
    expect((await loadConfig(undefined, join(module, "internal"))).config).toEqual({ new: { allowed: 4 } });
    await writeFile(join(module, ".escape-report.yaml"), "");
    await expect(loadConfig(undefined, module)).rejects.toThrow("There are two configurations");
    expect((await loadConfig("internal/.escape-report.yaml", module)).config).toEqual({ new: { allowed: 3 } });
  });
});
