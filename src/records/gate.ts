import { z } from "zod";
import { checkedPathSchema, unknownCallSchema } from "./check.js";
import { EFFECTS, partsSchema, reasonSchema, sideSchema } from "./diff.js";
import { allocationSchema, escapeSchema } from "./record.js";
import { GATE_SCHEMA } from "./schema-names.js";
import { VERDICT_REASONS } from "./vocabulary.js";

/**
 * The rules that a gate can fail by: too many new allocations, too many by another release of Go, too many at all, a cause that may not occur, an
 * allocation in a function that may have none, or where a comment in the source forbids it; that the rules themselves
 * are changed; and too many allocations that were there before and are worse now.
 */
export const GATE_RULES = [
  "new",
  "upgrade",
  "budget",
  "forbidden-cause",
  "hot-function",
  "hot-profile",
  "assertion",
  "changed-rules",
  "worse",
] as const;

const countedFields = {
  isNew: z.boolean().describe("Whether the base or the baseline lacks it"),
  reason: z.int().nullable().describe("Index into reasons: why it is new"),
  doubt: z.enum(VERDICT_REASONS).nullable().describe("Why `allocates` is not yes: the `reason` of a report's record"),
  parts: partsSchema.nullable().describe("Where its flow leaves that of an old record like it"),
  effects: z.array(z.enum(EFFECTS)).describe("What the change does to it, where it was there before"),
};

/** An allocation that a rule counts. */
export const countedEscapeSchema = z.discriminatedUnion("kind", [
  escapeSchema.extend(countedFields),
  allocationSchema.extend(countedFields),
]);

/** A rule that does not hold. */
export const failureSchema = z.object({
  rule: z.enum(GATE_RULES),
  subject: z
    .string()
    .nullable()
    .describe("What the rule is about: a pattern, a function, the text of a comment; null for everything"),
  file: z.string().nullable().describe("Where the comment stands"),
  line: z.int().nullable(),
  allowed: z.int(),
  found: z.int(),
  escapes: z.array(countedEscapeSchema).describe("Those that were counted, new ones first"),
  paths: z
    .array(checkedPathSchema)
    .describe("Of hot functions and comments: allocations that calls lead to, the shortest way first, at most 50"),
  unknown: z.array(unknownCallSchema).describe("Of the same: calls that cannot be followed, at most 50"),
  unknownCalls: z.int().describe("How many such calls there are"),
});

/** An exemption and what it did. */
export const usedExemptionSchema = z.object({
  reason: z.string(),
  until: z.string().nullable(),
  state: z.enum(["used", "unused", "expired"]),
  escapes: z.int().describe("How many allocations it takes out, or would if it had not expired"),
});

/** An entry of a baseline that the build no longer has. */
export const staleEntrySchema = z.object({
  package: z.string().nullable(),
  function: z.string().nullable(),
  message: z.string(),
  cause: z.string(),
  count: z.int().describe("How many of them are gone"),
});

/** Whose rules have judged. */
const rulesSchema = z.object({
  from: z.enum(["base", "head"]).describe("base: as the revision has them that is compared with; head: the checkout"),
  file: z.string().nullable().describe("null where there is no file: every default holds"),
  changed: z.boolean().describe("Whether the checkout has other rules than those of the base, which have judged"),
});

/** Whether a build passes, and why not. */
export const gateSchema = z.object({
  schema: z.literal(GATE_SCHEMA),
  passed: z.boolean(),
  against: z.enum(["revision", "baseline"]),
  rules: rulesSchema,
  before: sideSchema,
  after: sideSchema,
  newEscapes: z.int().describe("New allocations, without those that are exempt"),
  failures: z.array(failureSchema),
  exemptions: z.array(usedExemptionSchema),
  stale: z.array(staleEntrySchema),
  reasons: z.array(reasonSchema),
});

export type GateRule = (typeof GATE_RULES)[number];
export type CountedEscape = z.infer<typeof countedEscapeSchema>;
export type Failure = z.infer<typeof failureSchema>;
export type UsedExemption = z.infer<typeof usedExemptionSchema>;
export type StaleEntry = z.infer<typeof staleEntrySchema>;
export type Gate = z.infer<typeof gateSchema>;
