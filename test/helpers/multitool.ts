import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/**
 * Left out: looking addresses up on the web, and asking for a page about the tool, which it has none of: an address could
 * be registered by somebody else.
 */
const CONFIGURATION = `<?xml version="1.0" encoding="utf-8"?>
<Properties>
  <Properties Key="SARIF2006.UrisShouldBeReachable.Options">
    <Property Key="RuleEnabled" Value="Disabled" />
  </Properties>
  <Properties Key="SARIF2005.ProvideToolProperties.Options">
    <Property Key="InformationUriRequired" Value="False" Type="System.Boolean" />
  </Properties>
</Properties>
`;

/** The program brings no ICU along, and need not know how other languages sort. */
const WITHOUT_ICU = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" };

/** Microsoft's SARIF multitool; null where there is none for this machine. */
export const multitool: string | null = findMultitool();

/**
 * What the multitool finds wrong in SARIF logs by the schema, its own rules and those for GitHub's code scanning:
 * `SARIF1004: …`, errors and warnings.
 */
export function sarifProblems(...logs: readonly string[]): string[] {
  const directory = mkdtempSync(join(tmpdir(), "escape-report-sarif-"));
  try {
    const inputs = logs.map((log, i) => {
      const file = join(directory, `${i}.sarif`);
      writeFileSync(file, log);
      return file;
    });
    const [output, config] = [join(directory, "problems.json"), join(directory, "config.xml")];
    writeFileSync(config, CONFIGURATION);
    const options = ["--rule-kind", "Sarif;Ghas", "--level", "Error;Warning", "-o", output, "-c", config];
    const { status, stdout, stderr } = spawnSync(multitool ?? "", ["validate", ...inputs, ...options], {
      encoding: "utf8",
      env: WITHOUT_ICU,
    });
    if (status !== 0) throw new Error(`the multitool failed (${status}):\n${stdout}\n${stderr}`);
    return problemsOf(JSON.parse(readFileSync(output, "utf8")));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

interface Problems {
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string;
      readonly message: { readonly arguments?: readonly string[] };
    }[];
  }[];
}

function problemsOf(log: Problems): string[] {
  return log.runs.flatMap(({ results }) =>
    results.map(({ ruleId, message }) => `${ruleId}: ${message.arguments?.join(", ") ?? ""}`),
  );
}

function findMultitool(): string | null {
  try {
    const require = createRequire(import.meta.url);
    const own = createRequire(require.resolve("@microsoft/sarif-multitool"));
    const folder = dirname(own.resolve(`@microsoft/sarif-multitool-${process.platform}/package.json`));
    const file = join(folder, process.platform === "win32" ? "Sarif.Multitool.exe" : "Sarif.Multitool");
    if (!existsSync(file)) return null;
    // Its install script does this, and install scripts are switched off.
    if (process.platform !== "win32") chmodSync(file, 0o755);
    const started = spawnSync(file, ["version"], { env: WITHOUT_ICU });
    return started.status === 0 ? file : null;
  } catch {
    return null;
  }
}
