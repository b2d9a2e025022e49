import { z } from "zod";
import { ORIGINS, placeFields, siteCauseSchema } from "./profile.js";
import { PROVE_SCHEMA } from "./schema-names.js";
import { ALLOCATES } from "./vocabulary.js";

/** The values of one side. */
export const measuredSchema = z.object({
  median: z.number(),
  interval: z
    .object({ least: z.number(), most: z.number() })
    .nullable()
    .describe("Between these lies the median of all runs there could be, with a confidence of 95%; null for few runs"),
  values: z.array(z.number()).describe("Of each run, in their order"),
});

/** One unit of a benchmark on both sides. */
export const measureSchema = z.object({
  unit: z.string().describe("As go test prints it: ns/op, B/op, allocs/op, or what the benchmark reports"),
  before: measuredSchema.nullable().describe("null where this side has no values"),
  after: measuredSchema.nullable(),
  delta: z
    .number()
    .nullable()
    .describe("How much the median changed: -0.5 is half of it; null without a side, or from 0"),
  p: z
    .number()
    .nullable()
    .describe("How probable such a difference is when nothing has changed (Mann and Whitney); null without a side"),
  differs: z.boolean().describe("Whether p is at most 0.05"),
});

/** What one side allocates at a site in one operation. */
export const siteAmountSchema = z.object({
  ...placeFields,
  bytes: z.number().describe("In one operation, from the side's memory profile"),
  allocs: z.number(),
  inYourCode: z
    .object(placeFields)
    .nullable()
    .describe("The line of your own code that most of it is allocated for; null where none leads there"),
  places: z.int().describe("How many alike the function has; the line is of the heaviest"),
});

/** A site that allocates more or less than before. */
export const siteChangeSchema = z.object({
  change: z.enum(["went", "came", "changed"]),
  before: siteAmountSchema.nullable(),
  after: siteAmountSchema.nullable(),
  function: z.string().describe("Whose code allocates, as profiles name it"),
  origin: z.enum(ORIGINS),
  cause: siteCauseSchema.nullable().describe("null where the build has no site"),
  expression: z.string().nullable(),
  type: z.string().nullable(),
  allocates: z.enum(ALLOCATES).nullable(),
  why: z.string().nullable().describe("Why it is on the heap, as a clause"),
});

/** What memory profiles of both sides show of a benchmark. */
export const proofSitesSchema = z.object({
  exact: z.boolean().describe("Whether every allocation was recorded; else the bytes are estimates"),
  operations: z.int().describe("How many operations each profile is of"),
  before: z.number().describe("Bytes of one operation, all sites together"),
  after: z.number(),
  same: z.int().describe("How many sites allocate what they did"),
  changes: z.array(siteChangeSchema).describe("The largest difference first"),
});

/** A benchmark on both sides. */
export const proofRowSchema = z.object({
  benchmark: z.string().describe("Without `Benchmark`, with the number of processors: Parse/large-8"),
  package: z.string().nullable(),
  measures: z.array(measureSchema),
  sites: proofSitesSchema.nullable().describe("null where there is no profile of both sides"),
});

const sideSchema = z.object({
  name: z.string().describe("A revision, `working tree`, a release of Go, or a file"),
  toolchain: z.string().nullable().describe("The release of Go that built it; null where it was not built here"),
});

/** What `prove` prints under `--format json`. */
export const proofSchema = z.object({
  schema: z.literal(PROVE_SCHEMA),
  before: sideSchema,
  after: sideSchema,
  settings: z.record(z.string(), z.string()).describe("What the benchmarks printed of the machine: goos, goarch, cpu"),
  runs: z
    .object({ wanted: z.int(), done: z.int() })
    .nullable()
    .describe("How many runs of each side were asked for, and were made; null for saved output"),
  isComplete: z.boolean().describe("Whether all was measured: false after an interruption"),
  rows: z.array(proofRowSchema),
});

export type Measured = z.infer<typeof measuredSchema>;
export type Measure = z.infer<typeof measureSchema>;
export type SiteAmount = z.infer<typeof siteAmountSchema>;
export type SiteChange = z.infer<typeof siteChangeSchema>;
export type ProofSites = z.infer<typeof proofSitesSchema>;
export type ProofRow = z.infer<typeof proofRowSchema>;
export type Proof = z.infer<typeof proofSchema>;
