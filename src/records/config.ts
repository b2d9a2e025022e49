import { z } from "zod";
import { WORSE_EFFECTS } from "./diff.js";
import { LEAK_KINDS } from "./leaks.js";
import { SITE_CAUSES } from "./vocabulary.js";

/** Longer ones take long to match. */
const patternSchema = z.string().min(1).max(4096);

/** Which allocations a rule is about. Every list that is there has to match; without any, all do. */
const selector = {
  packages: z
    .array(patternSchema)
    .min(1)
    .optional()
    .describe(
      "Import paths, or paths below the module: globs, or ... as in go (internal/codec/...). A leading ! excludes",
    ),
  paths: z
    .array(patternSchema)
    .min(1)
    .optional()
    .describe("Files or directories, from the module's root: globs. A leading ! excludes"),
  functions: z
    .array(patternSchema)
    .min(1)
    .optional()
    .describe("Functions and the closures in them: Encode, (*Encoder).Encode; * stands for any text"),
  causes: z
    .array(z.enum(SITE_CAUSES))
    .min(1)
    .optional()
    .describe("Causes, also as the root cause; of calls without a decision too: map-growth, channel"),
};

export const selectorSchema = z.strictObject(selector);

/** A number, or no limit. */
const allowanceSchema = z.union([z.int().min(0), z.literal("any")]);

const newRuleSchema = z.strictObject({
  ...selector,
  allowed: allowanceSchema.describe(
    "How many new allocations of these pass, or any. The first rule that an allocation fits counts it",
  ),
});

const worseSchema = z.strictObject({
  ...selector,
  allowed: z.int().min(0).optional().describe("How many may be worse (default 0)"),
  effects: z
    .array(z.enum(WORSE_EFFECTS))
    .min(1)
    .optional()
    .describe("What counts: moved into a loop, larger, or each time where it was at times (default: all of it)"),
});

const budgetSchema = z.strictObject({
  packages: selector.packages,
  paths: selector.paths,
  functions: selector.functions,
  escapes: z.int().min(0).optional().describe("How many allocations there may be, new and old together"),
  forbid: z.array(z.enum(SITE_CAUSES)).min(1).optional().describe("Causes that may not occur"),
});

const hotSchema = z.strictObject({
  function: patternSchema.describe("A function that may not allocate: Encode, (*Encoder).Encode; * is any text"),
  packages: selector.packages,
});

/** What hot functions and `//escape:none` let pass unless they are told not to. */
const STRICTNESS = ["once", "panics"] as const;

const assumptionSchema = z.strictObject({
  packages: selector.packages,
  paths: selector.paths,
  functions: selector.functions,
  calls: z
    .array(patternSchema)
    .min(1)
    .optional()
    .describe("Functions that are called from there: fmt.Fprintf; * is any text. Default: what cannot be followed"),
  reason: z.string().min(1).describe("Why it is so, for whoever reads this later"),
});

/** What part of the bytes counts as hot where nobody says it. */
export const HOT_SHARE = 0.9;

const hotProfileSchema = z.strictObject({
  profile: z
    .string()
    .min(1)
    .describe("A heap profile, from this file's directory: no new allocation in the functions of its heaviest lines"),
  share: z
    .union([z.number().gt(0).max(1), z.string().regex(/^(?:100|[1-9]?\d(?:\.\d+)?)%$/)])
    .optional()
    .describe("What part of all bytes these lines make, such as 90% (default) or 0.9"),
});

export const exemptionSchema = z.strictObject({
  ...selector,
  expressions: z.array(z.string().min(1)).min(1).optional().describe("What is allocated, as the report prints it"),
  reason: z.string().min(1).describe("Why it is fine, for whoever reads this later"),
  until: z.iso.date().optional().describe("The last day on which it holds, such as 2027-01-31 (in UTC)"),
});

export const leakAllowanceSchema = z.strictObject({
  kinds: z.array(z.enum(LEAK_KINDS)).min(1).optional().describe("What grows: goroutine-growth, heap-growth, …"),
  paths: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe("Files, as the profile names them or by the end of their path: globs"),
  functions: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe("Functions as the profile names them, with their closures; * stands for any text"),
  reason: z.string().min(1).describe("Why it is fine, for whoever reads this later"),
  until: z.iso.date().optional().describe("The last day on which it holds, such as 2027-01-31 (in UTC)"),
});

/** The file `.escape-report.yaml`, `.yml` or `.json`. */
export const configSchema = z.strictObject({
  $schema: z.string().optional().describe("The JSON Schema of this file, for editors"),
  base: z.string().min(1).optional().describe("The git revision to compare with"),
  baseline: z.string().min(1).optional().describe("The baseline file to compare with, from this file's directory"),
  all: z.boolean().optional().describe("Count constants that are never allocated and arguments of panic too"),
  new: z
    .strictObject({
      allowed: allowanceSchema.optional().describe("How many new allocations pass, or any (default 0)"),
      upgrade: allowanceSchema
        .optional()
        .describe("How many that are new since another release of Go compiles the same code, in place of allowed"),
      rules: z.array(newRuleSchema).optional().describe("Other numbers for some of them"),
    })
    .optional(),
  worse: worseSchema.optional().describe("Allocations that were there before, and are worse now: none may be"),
  budgets: z.array(budgetSchema).optional(),
  hot: z
    .union([z.array(z.union([patternSchema, hotSchema, hotProfileSchema])), hotProfileSchema])
    .optional()
    .describe("Functions that may not allocate at all; and profiles, where nothing new may be allocated"),
  strict: z
    .array(z.enum(STRICTNESS))
    .optional()
    .describe("What hot functions and //escape:none forbid too: caches that fill once, allocations for a panic alone"),
  assume: z
    .array(assumptionSchema)
    .optional()
    .describe("Calls that are taken not to allocate, in the code that these name"),
  exempt: z.array(exemptionSchema).optional().describe("Allocations that no rule but a comment in the source counts"),
  leaks: z
    .strictObject({ allow: z.array(leakAllowanceSchema).optional().describe("Findings of leaks that are fine") })
    .optional(),
});

export type HotProfile = z.infer<typeof hotProfileSchema>;
export type Selector = z.infer<typeof selectorSchema>;
export type LeakAllowance = z.infer<typeof leakAllowanceSchema>;
export type Assumption = z.infer<typeof assumptionSchema>;
export type Exemption = z.infer<typeof exemptionSchema>;
export type Config = z.infer<typeof configSchema>;
