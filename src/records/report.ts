import { z } from "zod";
import { recordSchema } from "./record.js";
import { REPORT_SCHEMA } from "./schema-names.js";
import { SCOPES } from "./vocabulary.js";

/** The Go toolchain that printed the diagnostics. */
export const toolchainSchema = z.object({
  version: z.string().describe("As in go env GOVERSION, such as go1.26.8"),
  goos: z.string(),
  goarch: z.string(),
  experiment: z.string().optional().describe("GOEXPERIMENT, where set"),
});

/** What was built, and how. */
export const buildSchema = z.object({
  packages: z.array(z.string()).describe("The package patterns of the command line"),
  scope: z.enum(SCOPES),
  tests: z.boolean(),
  flags: z.array(z.string()).describe("What the user gave to go build"),
  modules: z.array(z.string()).describe("Paths of the main module, or of the workspace's modules"),
  failed: z
    .array(z.string())
    .optional()
    .describe("Import paths of packages that could not be built: nothing of them is in the report"),
  uninstantiated: z
    .array(z.string())
    .optional()
    .describe(
      "Generic functions that nothing in the build instantiates, so that they are not compiled; not there without any",
    ),
  machineCode: z
    .boolean()
    .optional()
    .describe("Whether the compiled packages were read for what allocates; not there in reports of older releases"),
  revision: z.string().optional().describe("The git commit, where the report was made from one"),
});

/** Where every line of the input went. `lines` = `kept` + `skipped` + `unknown`. */
export const lineStatsSchema = z.object({
  lines: z.int().describe("Lines of input"),
  kept: z.int().describe("Lines that are a record or part of one"),
  skipped: z.int().describe("Lines that are known and that no record was asked for"),
  unknown: z.int().describe("Lines that are not known"),
});

/** Everything of a report file but its records. */
export const reportHeaderSchema = z.object({
  schema: z.literal(REPORT_SCHEMA),
  tool: z.object({ name: z.literal("escape-report"), version: z.string() }),
  toolchain: toolchainSchema.nullable().describe("null when the report was made from saved output"),
  build: buildSchema.nullable().describe("null when the report was made from saved output"),
  packages: z.array(z.string()).describe("Import paths of the packages with diagnostics, sorted"),
  lines: lineStatsSchema,
});

/** The report file: `--format json`. Records are in the order of compareRecords in report/order.ts. */
export const reportSchema = reportHeaderSchema.extend({ records: z.array(recordSchema) });

export type Toolchain = z.infer<typeof toolchainSchema>;
export type BuildFacts = z.infer<typeof buildSchema>;
export type LineStats = z.infer<typeof lineStatsSchema>;
export type ReportHeader = z.infer<typeof reportHeaderSchema>;
export type Report = z.infer<typeof reportSchema>;
