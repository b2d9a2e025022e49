import { z } from "zod";
import { BLAME_SCHEMA } from "./schema-names.js";
import { STORY_ENDS } from "./story.js";
import { triedSchema } from "./try.js";
import { CAUSES } from "./vocabulary.js";

/**
 * What many escapes come from.
 *
 * `parameter`: a parameter that leaks · `function`: a function whose leaks the report does not hold · `calls`: the calls
 * of a function of another module from one part of one's own · `call`: a call that is decided at run time · `closure`: a function literal that takes the variables that it
 * captures to the heap · `store`: a variable, a field or an element that values are stored in · `result`: a function
 * that returns what it makes · `statement`: a go or defer statement, or a send.
 */
const CULPRIT_KINDS = ["parameter", "function", "calls", "call", "closure", "store", "result", "statement"] as const;

const place = {
  file: z.string().nullable().describe("As in records"),
  line: z.int().nullable(),
  column: z.int().nullable(),
};

/** What keeps the values of a culprit's escapes in the end, after every function that they are passed to. */
export const outermostSchema = z.object({
  kind: z.enum(STORY_ENDS),
  name: z.string().describe("As people would say it: fmt.Fprintf, variable store.kept, field r.last in main.add"),
  through: z
    .string()
    .nullable()
    .describe("The first function beyond the culprit, where the report tells what that does in turn"),
});

/** One place that escapes end in first: a value can have further ways to the heap. Its position is that of its declaration, or the first of its uses. */
export const culpritSchema = z.object({
  kind: z.enum(CULPRIT_KINDS),
  name: z
    .string()
    .describe("As people would say it: logging.logf, s.save in main.choose, field .err in package tls, …"),
  parameter: z.string().nullable().describe("For the kind parameter"),
  package: z.string().nullable().describe("Import path; null where only the package's name is known"),
  ...place,
  from: z
    .string()
    .nullable()
    .describe("For the kind calls: the directory of one's own module that they are in, or its package"),
  calls: z.int().nullable().describe("For the kind calls: how many there are"),
  escapes: z.int().describe("Escapes whose first way to the heap ends there, directly or through other functions"),
  packages: z.int().describe("Packages that they are in"),
  sure: z.int().describe("Those of them that allocate whenever their line runs"),
  inLoops: z.int().describe("Those of these that stand in a loop"),
  size: z.int().describe("Bytes that the sure ones of a known size take each time"),
  tried: triedSchema.optional().describe("With --try: what compiling again without it has shown"),
  bytes: z.number().optional().describe("With --profile: what it shows to be allocated at these escapes"),
  example: z.object({
    package: z.string().nullable(),
    ...place,
    function: z.string().nullable(),
    expression: z.string(),
  }),
  outermost: outermostSchema,
  cause: z.enum(CAUSES).describe("The cause that its remedy is for"),
  remedy: z.string().describe("What helps against most of them, or why nothing does; empty where nothing is known"),
});

/** How many arguments of calls lead to the record of the parameter that keeps them. */
export const callShareSchema = z.object({
  escapes: z.int().describe("Escapes with the cause call-argument that end in a call"),
  inScope: z.int().describe("Those whose callee is in a package of the report"),
  found: z.int().describe("Those whose parameter has a leak record"),
});

/** The answer of blame. */
export const blameSchema = z.object({
  schema: z.literal(BLAME_SCHEMA),
  escapes: z.int().describe("Escapes looked at"),
  attributed: z.int().describe("Those that have a culprit"),
  outside: z.int().describe("Those in other modules, which end in no place of one's own"),
  culpritCount: z.int().describe("How many culprits there are; `culprits` holds the first"),
  culprits: z.array(culpritSchema),
  groups: z
    .array(z.object({ package: z.string(), escapes: z.int(), culprits: z.array(culpritSchema) }))
    .describe("With --group-by package: the culprits of each package's escapes"),
  calls: callShareSchema,
  profile: z
    .object({ name: z.string(), total: z.number(), joined: z.number() })
    .optional()
    .describe("With --profile: its name, all bytes that were allocated, and those at the escapes looked at"),
});

export type Outermost = z.infer<typeof outermostSchema>;
export type Culprit = z.infer<typeof culpritSchema>;
export type CulpritKind = Culprit["kind"];
export type CallShare = z.infer<typeof callShareSchema>;
export type Blame = z.infer<typeof blameSchema>;
