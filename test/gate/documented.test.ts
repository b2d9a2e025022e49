// docs/gate.md tells every rule, and what it shows is valid.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { findExamples } from "../../docs/examples.js";
import { configSchema } from "../../src/records/config.js";
import { jsonSchemas } from "../../src/records/json-schema.js";
import { readConfig } from "../../src/sources/config-file.js";
import { ROOT } from "../helpers/cli.js";

const page = readFileSync(join(ROOT, "docs", "gate.md"), "utf8");
const rules = join(ROOT, "samples", "gate", "rules");
const files = readdirSync(rules);
const schema = jsonSchemas()["config"] ?? {};
const isValid = new Ajv2020({ strict: false }).compile(schema);

describe.each(files)("the rules in samples/gate/rules/%s", (name) => {
  const text = readFileSync(join(rules, name), "utf8");

  test("are valid, also by the JSON Schema that editors use", async () => {
    expect(await readConfig(text, name)).toEqual(parse(text));
    expect(isValid(parse(text)), JSON.stringify(isValid.errors)).toBe(true);
  });

  test("are shown on the page and run", () => {
    const commands = findExamples(page).flatMap(({ steps }) => steps.map(({ command }) => command));
    expect(commands).toContain(`cat rules/${name}`);
    expect(commands.join("\n")).toContain(`--config rules/${name}`);
  });
});

test("every key of the rules has an example", () => {
  const used = new Set(files.flatMap((name) => Object.keys(parse(readFileSync(join(rules, name), "utf8")))));
  const missing = Object.keys(configSchema.shape).filter((key) => key !== "$schema" && !used.has(key));
  expect(missing).toEqual([]);
});

test("the JSON Schema refuses what the reader refuses", async () => {
  for (const text of [
    "news: {}",
    "new: {allowed: -1}",
    "hot: [3]",
    "exempt: [{functions: [f]}]",
    "budgets: [{forbid: [x]}]",
  ]) {
    expect(isValid(parse(text)), text).toBe(false);
    await expect(readConfig(text, "rules"), text).rejects.toThrow();
  }
});

test("what the hint for editors names is what the package ships", () => {
  const [, path = ""] = /^# yaml-language-server: \$schema=\.\/node_modules\/escape-report\/(\S+)$/m.exec(page) ?? [];
  expect(path).toBe("dist/schema/config.schema.json");
});
