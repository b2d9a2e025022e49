import { z } from "zod";
import { STORY_ENDS } from "./story.js";
import { CAUSES } from "./vocabulary.js";

/** Names the format of `blame --format json`. Adding fields keeps it; changing or removing one needs a new number. */
export const BLAME_SCHEMA = "escape-report/blame/1";

/**
 * What many escapes come from.
 *
 * `parameter`: a parameter that leaks · `function`: a function outside the report · `call`: a call that is decided at run
 * time · `closure`: a function literal that takes the variables that it captures to the heap · `store`: a field, an
 * element or a variable that values are stored in · `result`: a function whose results are made anew · `statement`: a go
 * or defer statement, a send, an append and the like.
 */
export const CULPRIT_KINDS = ["parameter", "function", "call", "closure", "store", "result", "statement"] as const;

const place = {
  file: z.string().nullable().describe("As in records"),
  line: z.int().nullable(),
  column: z.int().nullable(),
};

/** Where the flows of a culprit's escapes end, after everything that they go through. */
export const outermostSchema = z.object({
  kind: z.enum(STORY_ENDS),
  name: z.string().describe("The function or place that keeps the value"),
  escapes: z.int().describe("How many of the culprit's escapes end there"),
});

/** One place whose change would take escapes away. */
export const culpritSchema = z.object({
  kind: z.enum(CULPRIT_KINDS),
  name: z.string().describe("The function with its package's name, the call, the field, …"),
  parameter: z.string().nullable(),
  package: z.string().nullable().describe("Import path; null where only the package's name is known"),
  ...place,
  escapes: z.int().describe("Escapes whose flow ends there"),
  packages: z.int().describe("Packages that they are in"),
  example: z.object({
    package: z.string().nullable(),
    ...place,
    function: z.string().nullable(),
    expression: z.string(),
  }),
  outermost: z.array(outermostSchema).describe("Most escapes first; one of them for most culprits"),
  cause: z.enum(CAUSES).describe("The cause that its remedy is for"),
  remedy: z.string(),
});

/** The answer of blame. */
export const blameSchema = z.object({
  schema: z.literal(BLAME_SCHEMA),
  escapes: z.int().describe("Escapes looked at"),
  attributed: z.int().describe("Those that have a culprit"),
  culpritCount: z.int().describe("How many culprits there are; `culprits` holds the first"),
  culprits: z.array(culpritSchema),
  groups: z
    .array(z.object({ package: z.string(), escapes: z.int(), culprits: z.array(culpritSchema) }))
    .describe("With --group-by package: the culprits of each package's escapes"),
});

export type Outermost = z.infer<typeof outermostSchema>;
export type Culprit = z.infer<typeof culpritSchema>;
export type CulpritKind = Culprit["kind"];
export type Blame = z.infer<typeof blameSchema>;
