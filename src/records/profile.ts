import { z } from "zod";
import { stepSchema } from "./record.js";
import { PROFILE_SCHEMA } from "./schema-names.js";
import { ALLOCATES, ALLOCATIONS, SITE_CAUSES, VERDICT_REASONS } from "./vocabulary.js";

/**
 * What allocates at a line. `site`: a place that the build knows · `run-time`: the run time itself, for goroutines, timers
 * and the like · `reflect` · `cgo`: C, or code without names · `assembly` · `testing`: the test's own machinery ·
 * `not-built`: a package that is not part of the build · `no-site`: a line that nothing is decided about, in a package of
 * the build.
 */
export const ORIGINS = ["site", "run-time", "reflect", "cgo", "assembly", "testing", "not-built", "no-site"] as const;

/** An integer as the profile has it: exact, even where it is too large for JavaScript's numbers. */
const amountSchema = z
  .custom<number | bigint>((value) => typeof value === "bigint" || Number.isInteger(value))
  .meta({ type: "integer" });

/** Why: a cause of an escape, or of a call that no decision speaks of. */
export const siteCauseSchema = z.enum(SITE_CAUSES);

/** A place of a profile. */
export const placeFields = {
  file: z.string().describe("As in records where the build knows the file, else as the profile has it"),
  line: z.int().describe("1-based; 0 where the profile has no line"),
  function: z.string().describe("With its import path, as profiles name it"),
};

/** A site, and what was allocated there. */
export const profileSiteSchema = z.object({
  ...placeFields,
  column: z.int().nullable(),
  kind: z.enum(["escape", "allocation"]).describe("The kind of the record: a decision, or a call without one"),
  expression: z.string().describe("What escapes as the compiler prints it, or the call and its type"),
  allocation: z.enum(ALLOCATIONS).nullable(),
  cause: siteCauseSchema,
  allocates: z.enum(ALLOCATES),
  reason: z.enum(VERDICT_REASONS).nullable().describe("Why `allocates` is not yes"),
  type: z.string().nullable().describe("What is allocated; null where the build does not say"),
  loop: z.boolean().nullable().describe("Whether it is allocated in a loop of its function"),
  bytes: z
    .object({ least: z.number(), most: z.number() })
    .nullable()
    .describe("Of one object, from the profile; null where it does not say"),
  candidates: z.int().describe("How many decisions of the line it could be; 1 where it is certain"),
  flat: amountSchema,
  objects: amountSchema,
  why: z.string().describe("Why it is on the heap, as a clause"),
  step: stepSchema.nullable().describe("The first step of its way to the heap"),
  remedy: z.string().describe("What helps at the place, or why nothing does; empty where nothing is known"),
});

/** A line of the profile. */
export const profileRowSchema = z.object({
  ...placeFields,
  flat: amountSchema.describe("Allocated at the line itself, in the report's unit"),
  cum: amountSchema.describe("Allocated at the line and in all that it calls"),
  objects: amountSchema.describe("Objects allocated at the line itself"),
  share: z.number().describe("flat of the total, from 0 to 1"),
  origin: z.enum(ORIGINS).nullable().describe("Of most of it; null where nothing is allocated at the line itself"),
  cause: siteCauseSchema.nullable().describe("Of most of it; null where it has no site"),
  allocates: z.enum(ALLOCATES).nullable(),
  type: z.string().nullable(),
  inYourCode: z
    .object({ ...placeFields, flat: amountSchema })
    .nullable()
    .describe("The line of your own code that most of it is allocated for; null where none leads there"),
  callers: z.int().describe("How many lines of your own code lead there"),
  perOperation: z
    .object({ bytes: z.number(), allocs: z.number() })
    .nullable()
    .describe("Its part of what the benchmark allocates in one operation; null unless there was one benchmark"),
  sites: z.array(profileSiteSchema).describe("The heaviest first"),
});

/** All that has one cause. */
const profileCauseSchema = z.object({
  cause: siteCauseSchema,
  flat: amountSchema,
  objects: amountSchema,
  lines: z.int().describe("At how many lines"),
});

/** All without a site that is of one kind. */
const profileOriginSchema = z.object({
  origin: z.enum(ORIGINS),
  flat: amountSchema,
  objects: amountSchema,
  example: z.string().describe("The function that allocates most of it"),
});

/** A benchmark that the profile was made with, and what `go test -benchmem` printed for it. */
const profiledBenchmarkSchema = z.object({
  name: z.string(),
  iterations: z.int(),
  nsPerOp: z.number().nullable(),
  bytesPerOp: z.number().nullable(),
  allocsPerOp: z.number().nullable(),
});

/** What `profile` prints under `--format json`. */
export const profileReportSchema = z.object({
  schema: z.literal(PROFILE_SCHEMA),
  sample: z.string().describe("The value that flat and cum are of, such as alloc_space"),
  unit: z.string(),
  total: amountSchema.describe("Of all samples, also those that a filter leaves out"),
  totalObjects: amountSchema,
  joined: amountSchema.describe("What of the total, after filtering, has a site in the build"),
  shown: amountSchema.describe("What of the total is left after filtering"),
  period: z.number().describe("Bytes between two samples on average; 1: nothing was left out; 0: not known"),
  samples: z.int(),
  otherCode: z
    .object({ functions: z.int(), moved: z.int(), example: z.string() })
    .nullable()
    .describe("Functions of the profile that the build has, how many of them start on another line, and one of those"),
  benchmarks: z.array(profiledBenchmarkSchema),
  causes: z.array(profileCauseSchema),
  origins: z.array(profileOriginSchema),
  lines: z.int().describe("How many lines allocate; rows are the first of them"),
  rows: z.array(profileRowSchema),
});

export type Origin = (typeof ORIGINS)[number];
export type ProfileSite = z.infer<typeof profileSiteSchema>;
export type ProfileRow = z.infer<typeof profileRowSchema>;
export type ProfileReport = z.infer<typeof profileReportSchema>;
