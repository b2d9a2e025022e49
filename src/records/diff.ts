import { z } from "zod";
import { allocationSchema, escapeSchema, leakSchema, stepSchema } from "./record.js";
import { buildSchema, toolchainSchema } from "./report.js";
import { DIFF_SCHEMA } from "./schema-names.js";
import { VERDICT_REASONS } from "./vocabulary.js";

/**
 * What can differ between two records of the same allocation. The first three are its place: where nothing else
 * differs, it has only moved.
 */
export const DIFFERENCES = [
  "package",
  "function",
  "file",
  "expression",
  "allocation",
  "cause",
  "callee",
  "flow",
  "allocates",
  "loop",
  "bytes",
  "instances",
] as const;

/**
 * What a change does to an allocation that was there before: for the worse, `into-loop`, `more-bytes` and `certain` (it
 * happens each time that its line runs, and did not); for the better, `out-of-loop`, `fewer-bytes`, `conditional` (a path
 * avoids it now), `no-growth` (one make in place of appends that grow) and `preallocated` (appends that stay are given
 * their room by a new make). Neither is `new-instance` (the generic function that it is in is compiled for another type,
 * too) or `instance-gone`.
 */
export const EFFECTS = [
  "into-loop",
  "more-bytes",
  "certain",
  "out-of-loop",
  "fewer-bytes",
  "conditional",
  "no-growth",
  "preallocated",
  "new-instance",
  "instance-gone",
] as const;

/** Which of them are for the worse. */
export const WORSE_EFFECTS = [
  "into-loop",
  "more-bytes",
  "certain",
] as const satisfies readonly (typeof EFFECTS)[number][];

/**
 * Why allocations are new, where the two reports and the source show it.
 *
 * `inlining-lost`: a function they are passed to is no longer inlined · `inlining-gained`: the function they are
 * written in is now inlined here too · `leak-appeared`: the parameter they are passed as has begun to leak ·
 * `devirtualization-lost`: a method they are passed to was known and is now chosen at run time · `instance-added`: a
 * generic function is compiled for another type · `callee-edited`: the function they are written in is inlined here, on
 * both sides, and has changed · `dependency-changed`: the function is the same, and calls a module of which there is
 * another version · `release-changed`: the function is the same, and another release of Go compiles it.
 */
export const REASON_KINDS = [
  "inlining-lost",
  "inlining-gained",
  "leak-appeared",
  "devirtualization-lost",
  "instance-added",
  "callee-edited",
  "dependency-changed",
  "release-changed",
] as const;

/** One side of a diff. */
export const sideSchema = z.object({
  name: z.string().nullable().describe("How the user named it: a file or a revision"),
  toolchain: toolchainSchema.nullable().describe("null when it was saved output"),
  build: buildSchema.nullable().describe("null when it was saved output"),
  revision: z.string().nullable().describe("The git commit, where it was made from one"),
  escapes: z.int().describe("How many allocations were compared"),
});

/** Where the flow of a new record leaves that of the most similar old one. */
export const partsSchema = z.object({
  hop: z.int().describe("Index of the hop in the new flow"),
  step: z.int().describe("Index of the step in that hop"),
  before: stepSchema.nullable().describe("The old flow's step there; null where it has ended"),
  after: stepSchema.nullable().describe("The new flow's step there; null where it has ended"),
  like: z
    .object({
      file: z.string().nullable(),
      line: z.int().nullable(),
      column: z.int().nullable(),
      function: z.string().nullable(),
      message: z.string(),
    })
    .describe("The old record"),
});

/** An allocation of one side: with a decision of the escape analysis, or a call without one. */
export const siteSchema = z.discriminatedUnion("kind", [escapeSchema, allocationSchema]);

const addedFields = {
  reason: z.int().nullable().describe("Index into reasons; null where the reports prove none"),
  doubt: z.enum(VERDICT_REASONS).nullable().describe("Why `allocates` is not yes: the `reason` of a report's record"),
  parts: partsSchema.nullable().describe("Where there is no reason, but an old record like it"),
};

/** A new allocation. */
export const addedSchema = z.discriminatedUnion("kind", [
  escapeSchema.extend(addedFields),
  allocationSchema.extend(addedFields),
]);

/** The same allocation in another place. */
export const movedSchema = z.object({
  before: siteSchema,
  after: siteSchema,
  what: z.array(z.enum(DIFFERENCES)).describe("Which parts of its place differ"),
});

/** The same allocation, with another cause or flow, or one in its place that is of another kind and no worse. */
export const changedSchema = z.object({
  before: siteSchema,
  after: siteSchema,
  what: z.array(z.enum(DIFFERENCES)),
  effects: z.array(z.enum(EFFECTS)).describe("What that means, where machine code shows it"),
  parts: partsSchema.nullable().describe("null where the flows are the same but for names"),
});

/** One fact that made allocations new. */
export const reasonSchema = z.object({
  kind: z.enum(REASON_KINDS),
  shown: z
    .boolean()
    .describe(
      "Whether the records and the source of both sides show that the call was there before and that nothing else did it; " +
        "false where source was not at hand: then it is likely",
    ),
  package: z.string().nullable(),
  function: z.string().describe("The function it is about, as the compiler names it; empty where it is about none"),
  file: z.string().nullable().describe("Its declaration, or the call for devirtualization-lost"),
  line: z.int().nullable(),
  column: z.int().nullable(),
  subject: z
    .string()
    .nullable()
    .describe("The parameter, the call, the instance or the module; null for inlining and for releases of Go"),
  before: z.string().nullable().describe("What the compiler said, or the version; null where it said nothing"),
  after: z.string().nullable().describe("What the compiler says now, or the version; null where it says nothing"),
  added: z
    .array(z.int())
    .describe(
      "Indices into added; none for inlining-lost where callers can no longer keep what it returns on their stacks",
    ),
});

/** One row of the comparison. */
export const groupDeltaSchema = z.object({
  key: z.string(),
  before: z.int(),
  after: z.int(),
  added: z.int(),
  removed: z.int(),
});

/** A comparison by cause, package or whatever else. */
export const groupingSchema = z.object({
  by: z.string(),
  rows: z.array(groupDeltaSchema).describe("Those with a difference; of causes, all"),
  same: z.int().describe("How many groups are left out, since nothing differs in them"),
});

/** What differs between two reports. Lists are sorted as records are. */
export const diffSchema = z.object({
  schema: z.literal(DIFF_SCHEMA),
  before: sideSchema,
  after: sideSchema,
  groups: z.array(groupingSchema),
  added: z.array(addedSchema),
  removed: z.array(siteSchema),
  moved: z.array(movedSchema),
  changed: z.array(changedSchema),
  unchanged: z.int(),
  leaks: z
    .object({ added: z.array(leakSchema), removed: z.array(leakSchema) })
    .describe("Parameters of functions on both sides that began to leak, or stopped"),
  reasons: z.array(reasonSchema),
});

export type Difference = (typeof DIFFERENCES)[number];
export type Effect = (typeof EFFECTS)[number];
export type ReasonKind = (typeof REASON_KINDS)[number];
export type DiffSide = z.infer<typeof sideSchema>;
export type Parts = z.infer<typeof partsSchema>;
export type AddedEscape = z.infer<typeof addedSchema>;
export type MovedEscape = z.infer<typeof movedSchema>;
export type ChangedEscape = z.infer<typeof changedSchema>;
export type Reason = z.infer<typeof reasonSchema>;
export type GroupDelta = z.infer<typeof groupDeltaSchema>;
export type Grouping = z.infer<typeof groupingSchema>;
export type Diff = z.infer<typeof diffSchema>;
