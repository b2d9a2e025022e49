// What npm would publish, used as a program that installed it does.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseReport } from "../../src/index.js";
import { ROOT, requireBuild } from "../helpers/cli.js";
import { recorded } from "../helpers/recorded.js";

const CONSUMER = `
import {
  buildReport, CATALOGUE, type Cause, type EscapeRecord, InputError, parseDiagnostics, type Report, renderReport, summarize,
} from "escape-report";

const output = "# example.com/p\\n./p.go:4:2: moved to heap: x\\n";
const escapes: EscapeRecord[] = [];
for await (const record of parseDiagnostics([new TextEncoder().encode(output)])) {
  if (record.kind === "escape") escapes.push(record);
}
const causes: Cause[] = escapes.map(({ cause }) => cause);
const build: (options?: { packages?: string[] }) => Promise<Report> = buildReport;
console.log(JSON.stringify({
  causes,
  escapes: summarize(escapes).escapes,
  functions: [typeof build, typeof renderReport, typeof InputError],
  title: CATALOGUE.returned.title,
}));
`;

describe("the package", () => {
  const directory = mkdtempSync(join(tmpdir(), "escape-report-package-"));
  const installed = join(directory, "node_modules", "escape-report");
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  beforeAll(() => {
    requireBuild();
    // Without scripts: "prepare" would build again, under the other tests.
    const pack = ["pack", "--ignore-scripts", "--silent", "--pack-destination", directory];
    execFileSync("npm", pack, { cwd: ROOT, stdio: "ignore", shell: process.platform === "win32" });
    const [tarball = ""] = readdirSync(directory).filter((name) => name.endsWith(".tgz"));
    mkdirSync(installed, { recursive: true });
    execFileSync("tar", ["-xzf", join(directory, tarball), "--strip-components=1", "-C", installed]);
    const manifest: { dependencies: Record<string, string> } = JSON.parse(readText(join(ROOT, "package.json")));
    for (const name of [...Object.keys(manifest.dependencies), "@types/node"]) {
      const link = join(directory, "node_modules", name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(ROOT, "node_modules", name), link, "junction");
    }
    writeFileSync(join(directory, "package.json"), '{ "type": "module" }\n');
    writeFileSync(join(directory, "consumer.ts"), CONSUMER);
  });

  function readText(file: string): string {
    return readFileSync(file, "utf8");
  }

  test("is imported by name, with its types", () => {
    const compilerOptions = {
      target: "ES2023",
      module: "NodeNext",
      strict: true,
      types: ["node"],
      skipLibCheck: false,
    };
    writeFileSync(join(directory, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["consumer.ts"] }));
    const compiler = join(ROOT, "node_modules", "typescript", "bin", "tsc");
    const { stdout: errors } = spawnSync(process.execPath, [compiler, "-p", directory], { encoding: "utf8" });
    expect(errors).toBe("");
    const output = execFileSync(process.execPath, [join(directory, "consumer.js")], { encoding: "utf8" });
    expect(JSON.parse(output)).toEqual({
      causes: ["unexplained"],
      escapes: 1,
      functions: ["function", "function", "function"],
      title: "Returned to caller",
    });
  });

  test("runs its command", () => {
    const command = join(installed, "bin", "escape-report.js");
    const help = execFileSync(process.execPath, [command, "build", "--help"], { encoding: "utf8" });
    expect(help).toContain("--group-by");
    const unix = ["parse", "--format", "unix", "--all"];
    const output = execFileSync(process.execPath, [command, ...unix], { input: recorded("go1.26", "tour") });
    expect(output.toString()).toContain("moved to heap: x [returned]");
  });

  test("holds no sources, tests or samples", () => {
    const tops = readdirSync(installed).sort();
    expect(tops).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "bin", "dist", "docs", "package.json"]);
    expect(readdirSync(join(installed, "docs"))).toEqual(["causes.md"]);
    const files = readdirSync(installed, { recursive: true, encoding: "utf8" });
    expect(files.filter((name) => /\.tsbuildinfo$|(?<!\.d)\.ts$|\.test\.|\.d\.ts\.map$/.test(name))).toEqual([]);
  });

  test("ships JSON Schemas that its output fits, and other things do not", async () => {
    const schemaOf = (name: string) => {
      const script = `process.stdout.write(import.meta.resolve("escape-report/schema/${name}.schema.json"))`;
      const args = ["--input-type=module", "-e", script];
      const url = execFileSync(process.execPath, args, { cwd: directory, encoding: "utf8" });
      return JSON.parse(readFileSync(new URL(url), "utf8"));
    };
    const ajv = new Ajv2020({ strict: true, allErrors: true });
    const report = await parseReport(recorded("go1.27", "net_http"), {
      kinds: ["escape", "leak", "stack", "inlining", "inlined-call", "capture", "devirtualization", "note"],
    });
    const isReport = ajv.compile(schemaOf("report"));
    expect([isReport(report), isReport.errors]).toEqual([true, null]);
    expect(isReport({ ...report, schema: "another/1" })).toBe(false);
    const isRecord = ajv.compile(schemaOf("record"));
    const [record] = report.records;
    expect(isRecord(record)).toBe(true);
    expect(isRecord({ ...record, laterRelease: "adds a field" })).toBe(true);
    expect(isRecord({ ...record, kind: "nothing" })).toBe(false);
    for (const name of ["diff", "stories"]) expect(() => ajv.compile(schemaOf(name))).not.toThrow();
  });
});
